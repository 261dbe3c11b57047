-- A scorer in SQL that reckons with whole hundredths, held to the cases of vn766.
--
-- The table `documents(content)` holds the files that `vn766 cases -o cases` writes, one a row;
-- the last statement gives for each suite how many of its cases come out right.
-- SQLite divides whole numbers; elsewhere write // or DIV where / is.

CREATE TABLE nodes AS
SELECT node.value ->> 'id' AS id,
       CAST(replace(node.value ->> 'max_points', '.', '') AS INTEGER) AS maximum
FROM documents, json_each(content, '$.nodes') AS node
WHERE content ->> 'schema' = 'vn766-cases-framework-1';

CREATE TABLE bands AS
SELECT band.value ->> 'id' AS id,
       CAST(replace(band.value ->> 'min_points', '.', '') AS INTEGER) AS cut_off
FROM documents, json_each(content, '$.bands') AS band
WHERE content ->> 'schema' = 'vn766-cases-framework-1';

CREATE TABLE indicators AS
SELECT each.value ->> 'code' AS code,
       CAST(replace(each.value ->> 'max_points', '.', '') AS INTEGER) AS maximum,
       -- in hundredths of a percent; without a target points are full at all of all
       CAST(100 * coalesce(each.value ->> 'target_percent', 100) AS INTEGER) AS target,
       each.value ->> 'of_nothing' AS of_nothing
FROM documents, json_each(content, '$.indicators') AS each
WHERE content ->> 'schema' = 'vn766-cases-framework-1';

CREATE TABLE cases AS
SELECT content ->> 'suite' AS suite, each.key AS number, each.value AS content
FROM documents, json_each(content, '$.cases') AS each
WHERE content ->> 'schema' = 'vn766-case-suite-1';

-- Points: a sum of whole hundredths; NULL of a part that is missing, or refused, stays NULL.
CREATE TABLE scored AS
SELECT suite, number,
       CASE WHEN count(*) = count(hundredths) THEN sum(hundredths) END AS total,
       max(hundredths < 0 OR hundredths > maximum) AS is_refused
FROM (
    SELECT suite, number, maximum, CAST(replace(part.value, '.', '') AS INTEGER) AS hundredths
    FROM cases, json_each(cases.content, '$.points') AS part
    JOIN nodes ON nodes.id = part.key
)
GROUP BY suite, number;

-- Counts: the half is added before the division, which cuts off.
CREATE TABLE counted AS
SELECT suite, number,
       CASE WHEN denominator = 0 THEN iif(of_nothing = 'full', maximum, 0)
            ELSE min(maximum, (2 * maximum * numerator * 10000 + denominator * target)
                              / (2 * denominator * target))
       END AS points
FROM (
    SELECT suite, number, content ->> 'indicator' AS code,
           content ->> 'numerator' AS numerator, content ->> 'denominator' AS denominator
    FROM cases
    WHERE content ->> 'indicator' IS NOT NULL
)
JOIN indicators USING (code);

-- Ranks: RANK() shares them as the portal does; units without a total are left out.
CREATE TABLE ranked AS
SELECT suite, number, place, rank() OVER (PARTITION BY suite, number ORDER BY total DESC) AS rank
FROM (
    SELECT suite, number, unit.key AS place,
           CAST(replace(unit.value, '.', '') AS INTEGER) AS total
    FROM cases, json_each(cases.content, '$.totals') AS unit
    WHERE unit.value IS NOT NULL
);

CREATE TABLE checked AS
SELECT suite, number,
       CASE
         WHEN is_refused THEN expected ->> 'error' IS 1
         ELSE expected ->> 'error' IS NULL
              AND total IS CAST(replace(expected ->> 'total', '.', '') AS INTEGER)
              AND (SELECT id FROM bands WHERE cut_off <= total ORDER BY cut_off DESC LIMIT 1)
                  IS expected ->> 'band'
       END AS is_right
FROM scored JOIN (SELECT suite, number, content -> 'expected' AS expected FROM cases)
     USING (suite, number)
UNION ALL
SELECT suite, number,
       points = CAST(replace(content ->> '$.expected.points', '.', '') AS INTEGER)
FROM counted JOIN cases USING (suite, number)
UNION ALL
SELECT suite, number,
       NOT EXISTS (
           SELECT 1 FROM json_each(content, '$.expected') AS wanted
           LEFT JOIN ranked ON ranked.suite = cases.suite AND ranked.number = cases.number
                               AND ranked.place = wanted.key
           WHERE wanted.value ->> 'rank' IS NOT ranked.rank
       )
FROM cases
WHERE content -> 'totals' IS NOT NULL;

SELECT suite, sum(is_right) AS right, count(*) AS cases FROM checked GROUP BY suite ORDER BY suite;
