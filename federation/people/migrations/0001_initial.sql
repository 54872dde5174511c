-- The order of the Thai dictionary as a key to be compared byte by byte (COLLATE "C"):
-- a leading vowel counts after its consonant, tone marks only break ties (they stand after
-- the character 1), punctuation does not count, a space comes before any letter.
-- federation.kit.thai.sort_key gives the same.
CREATE OR REPLACE FUNCTION thai_sort_key(words text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    WITH plain AS (
        SELECT translate(
            replace(replace(words, 'เเ', 'แ'), 'ํา', 'ำ'),
            'ABCDEFGHIJKLMNOPQRSTUVWXYZ๐๑๒๓๔๕๖๗๘๙',
            'abcdefghijklmnopqrstuvwxyz0123456789'
        ) COLLATE "C" AS t
    ), letters AS (
        SELECT regexp_replace(t, '[!-/:-@\[-`{-~ฯๆ๏๚๛‘’“”«»–—…·]', '', 'g') AS t FROM plain
    ), ordered AS (
        SELECT btrim(regexp_replace(
            regexp_replace(t, '([เแโใไ])([ก-ฮ])', '\2\1', 'g'), ' +', ' ', 'g'), ' ') AS t
        FROM letters
    )
    SELECT regexp_replace(t, '[็่้๊๋์๎]', '', 'g') || chr(1) || t FROM ordered
$$;
