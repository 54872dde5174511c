from uuid import UUID

from federation.kit.ids import new_id


def test_ids_are_version_7_and_rise_within_a_process():
    ids = [new_id() for _ in range(2_000)]

    assert {type(i) for i in ids} == {UUID}
    assert {i.version for i in ids} == {7}
    assert ids == sorted(set(ids))
