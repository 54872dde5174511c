-- Tells whether one membership is the other one's, moved to another group: places in funds and schemes go along with it.
CREATE FUNCTION groups_moved(network integer, old uuid, new uuid) RETURNS boolean AS $$
    SELECT EXISTS (SELECT FROM groups_membership WHERE network_id = network AND id = new AND came_from_id = old)
$$ LANGUAGE sql STABLE;
