-- Asked of the tables of a data set by Spark and DuckDB alike. A file that lies there twice counts once.

-- Expenditure by 类 over all units
SELECT left(f.function, 3) AS class, max(k.name) AS name, sum(f.amount) AS yuan, count(DISTINCT f.unit_id) AS units
FROM facts f
LEFT JOIN codes k ON k.list = 'function' AND k.code = left(f.function, 3)
WHERE f.table = 'expenditure' AND f.leaf AND f.level <> 'department' AND f.year = {year}
  AND f.path IN (SELECT min(path) FROM files GROUP BY sha256)
GROUP BY left(f.function, 3)
ORDER BY class NULLS LAST;

-- 三公 by department against last year
SELECT coalesce(f.department_code, left(f.unit_code, 3)) AS department,
       sum(CASE WHEN f.year = {year} - 1 THEN f.amount ELSE 0 END) AS previous,
       sum(CASE WHEN f.year = {year} THEN f.amount ELSE 0 END) AS current,
       sum(CASE WHEN f.year = {year} THEN f.amount ELSE -f.amount END) AS change
FROM facts f
WHERE f.flow = 'three_public' AND f.leaf AND f.level <> 'department' AND f.year IN ({year} - 1, {year})
  AND f.path IN (SELECT min(path) FROM files GROUP BY sha256)
GROUP BY coalesce(f.department_code, left(f.unit_code, 3))
ORDER BY department NULLS LAST;

-- Units with errors, by code
SELECT q.code, count(DISTINCT coalesce(q.unit_id, q.path)) AS units
FROM findings q
WHERE q.severity = 'error'
GROUP BY q.code
ORDER BY q.code;
