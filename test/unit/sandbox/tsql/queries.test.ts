import { goldens } from './golden.ts';

const t = "(VALUES (1, N'a', 10), (2, N'b', NULL), (3, N'a', 30)) t(id, name, n)";

describe('T-SQL: SELECT', () => {
  goldens([
    {
      title: 'literals and their types',
      run: "SELECT 1, 2147483648, -2147483648, 1.50, 1e0, 'ab', N'ab', '', NULL, 0x0AFF",
      gives:
        "columns -:int!, -:numeric(10,0)!, -:int!, -:numeric(3,2)!, -:float!, -:varchar(2)!, -:nvarchar(2)!, -:varchar(1)!, -:int, -:varbinary(2)!\nrow 1, 2147483648, -2147483648, 1.50, 1, 'ab', 'ab', '', NULL, 0x0AFF",
    },
    {
      title: 'aliases in every form',
      run: "SELECT 1 a, 2 AS b, c = 3, 4 AS [d e], 5 'f', [g] = 6",
      gives: 'columns a:int!, b:int!, c:int!, d e:int!, f:int!, g:int!\nrow 1, 2, 3, 4, 5, 6',
    },
    {
      title: 'arithmetic and precedence',
      run: 'SELECT 7/2, -7/2, -7%2, 2+3*4, (2+3)*4, 6 & 3 | 8, ~5, 1.0/3',
      gives:
        'columns -:int!, -:int!, -:int!, -:int!, -:int!, -:int!, -:int!, -:numeric(7,6)!\nrow 3, -3, -1, 14, 20, 10, -6, 0.333333',
    },
    {
      title: 'CASE, IIF, COALESCE, NULLIF, ISNULL',
      run: "SELECT CASE 2 WHEN 1 THEN 'a' WHEN 2 THEN 'b' END, CASE WHEN NULL = 1 THEN 1 ELSE 2 END, IIF(1 > 0, 'y', 'n'), COALESCE(NULL, 3, 1/0), NULLIF(1, 1), NULLIF(1, NULL), ISNULL(NULL, 'z')",
      gives:
        "columns -:varchar(1), -:int!, -:varchar(1)!, -:int, -:int, -:int, -:varchar(1)!\nrow 'b', 2, 'y', 3, NULL, 1, 'z'",
    },
    {
      title: 'predicates',
      run: "SELECT 1 AS a WHERE 'A' = 'a ' AND 'abc' LIKE 'A_%' AND 1 BETWEEN 0 AND 2 AND 2 IN (1, NULL, 2) AND NOT (1 > 2 OR 1 IS NULL) AND EXISTS (SELECT NULL) AND 1 IS NOT DISTINCT FROM 1 AND NULL IS NOT DISTINCT FROM NULL AND 'a%' LIKE 'a!%' ESCAPE '!'",
      gives: 'columns a:int!\nrow 1',
    },
    {
      title: 'UNKNOWN is not true',
      run: 'SELECT 1 AS a WHERE 2 NOT IN (1, NULL) OR NOT (NULL = 1) OR NULL <> NULL',
      gives: 'columns a:int!',
    },
    {
      title: 'ORDER BY name, alias, position, expression',
      run: `SELECT id AS x FROM ${t} ORDER BY name, x DESC; SELECT n FROM ${t} ORDER BY 1 DESC; SELECT id FROM ${t} ORDER BY -id`,
      gives:
        'columns x:int!\nrow 3\nrow 1\nrow 2\ncolumns n:int\nrow 30\nrow 10\nrow NULL\ncolumns id:int!\nrow 3\nrow 2\nrow 1',
    },
    {
      title: 'TOP, PERCENT, OFFSET FETCH',
      run: `DECLARE @n int = 2; SELECT TOP (@n) id FROM ${t} ORDER BY id DESC; SELECT TOP 1 id FROM ${t}; SELECT TOP (50) PERCENT id FROM ${t}; SELECT id FROM ${t} ORDER BY id OFFSET 1 ROWS FETCH NEXT 1 ROWS ONLY`,
      gives:
        'columns id:int!\nrow 3\nrow 2\ncolumns id:int!\nrow 1\ncolumns id:int!\nrow 1\nrow 2\ncolumns id:int!\nrow 2',
    },
    {
      title: 'DISTINCT, UNION, UNION ALL',
      run: `SELECT DISTINCT name FROM ${t} ORDER BY name; SELECT 1 AS a UNION SELECT 2 UNION SELECT 1 ORDER BY a DESC; SELECT 1 UNION ALL SELECT 1.5`,
      gives:
        "columns name:nvarchar(1)!\nrow 'a'\nrow 'b'\ncolumns a:int!\nrow 2\nrow 1\ncolumns -:numeric(11,1)!\nrow 1.0\nrow 1.5",
    },
    {
      title: 'GROUP BY, HAVING, aggregates and 8153',
      run: `SELECT name, COUNT(*) AS c, SUM(n) AS s, AVG(n) AS a, MIN(id) AS lo, MAX(name) AS hi, COUNT(DISTINCT name) AS d FROM ${t} GROUP BY name HAVING COUNT(*) > 0 ORDER BY COUNT(*) DESC, name`,
      gives:
        "columns name:nvarchar(1)!, c:int!, s:int, a:int, lo:int, hi:nvarchar(1), d:int!\nrow 'a', 2, 40, 20, 1, 'a', 1\nrow 'b', 1, NULL, NULL, 2, 'b', 1\ninfo 8153/0/1 line 1: Warning: Null value is eliminated by an aggregate or other SET operation.",
    },
    {
      title: 'aggregates of nothing',
      run: `SELECT COUNT(*), SUM(n), STRING_AGG(name, ',') FROM ${t} WHERE 1 = 0; SELECT name, COUNT(*) FROM ${t} WHERE 1 = 0 GROUP BY name`,
      gives: 'columns -:int!, -:int, -:nvarchar(4000)\nrow 0, NULL, NULL\ncolumns name:nvarchar(1)!, -:int!',
    },
    {
      title: 'STRING_AGG WITHIN GROUP, without 8153',
      run: `SELECT STRING_AGG(CAST(n AS varchar(10)), '; ') WITHIN GROUP (ORDER BY id DESC) AS s FROM ${t}`,
      gives: "columns s:varchar(8000)\nrow '30; 10'",
    },
    {
      title: 'SUM and AVG of decimals',
      run: 'SELECT SUM(v) s, AVG(v) a FROM (VALUES (1.25), (2.50)) t(v)',
      gives: 'columns s:decimal(38,2), a:decimal(38,6)\nrow 3.75, 1.875000',
    },
    {
      title: 'grouping by an expression',
      run: `SELECT id % 2 AS odd, COUNT(*) FROM ${t} GROUP BY id % 2 ORDER BY odd`,
      gives: 'columns odd:int!, -:int!\nrow 0, 1\nrow 1, 2',
    },
    {
      title: 'joins',
      run: 'SELECT a.v, b.v FROM (VALUES (1), (2)) a(v) LEFT JOIN (VALUES (2), (3)) b(v) ON a.v = b.v; SELECT a.v, b.v FROM (VALUES (1), (2)) a(v) FULL JOIN (VALUES (2), (3)) b(v) ON a.v = b.v; SELECT a.v FROM (VALUES (1), (2)) a(v) INNER JOIN (VALUES (2), (2)) b(v) ON a.v = b.v; SELECT COUNT(*) FROM (VALUES (1), (2)) a(v) CROSS JOIN (VALUES (1), (2)) b(v), (VALUES (1), (2)) c(v)',
      gives:
        'columns v:int!, v:int\nrow 1, NULL\nrow 2, 2\ncolumns v:int, v:int\nrow 1, NULL\nrow 2, 2\nrow NULL, 3\ncolumns v:int!\nrow 2\nrow 2\ncolumns -:int!\nrow 8',
    },
    {
      title: 'subqueries, correlated and not',
      run: `SELECT id, (SELECT COUNT(*) FROM ${t.replace(' t(', ' u(')} WHERE u.name = t.name) AS same FROM ${t} WHERE n = (SELECT MAX(n) FROM ${t.replace(' t(', ' v(')}) OR EXISTS (SELECT 1 FROM (VALUES (2)) w(id) WHERE w.id = t.id)`,
      gives:
        'columns id:int!, same:int\nrow 2, 1\nrow 3, 2\ninfo 8153/0/1 line 1: Warning: Null value is eliminated by an aggregate or other SET operation.',
    },
    {
      title: 'CTEs',
      run: 'WITH a AS (SELECT 1 AS v UNION ALL SELECT 2), b (w) AS (SELECT v * 10 FROM a) SELECT a.v, b.w FROM a JOIN b ON b.w = a.v * 10 ORDER BY v',
      gives: 'columns v:int!, w:int!\nrow 1, 10\nrow 2, 20',
    },
    {
      title: 'ranking',
      run: `SELECT id, ROW_NUMBER() OVER (PARTITION BY name ORDER BY id DESC) AS r, DENSE_RANK() OVER (ORDER BY name) AS d, RANK() OVER (ORDER BY name DESC) AS k FROM ${t} ORDER BY id`,
      gives: 'columns id:int!, r:bigint, d:bigint, k:bigint\nrow 1, 2, 1, 2\nrow 2, 1, 2, 1\nrow 3, 1, 1, 2',
    },
    {
      title: 'assignment takes the last row, or leaves alone',
      run: `DECLARE @a int = 9, @s nvarchar(10) = N''; SELECT @a = id FROM ${t}; PRINT @a; SELECT @a = id FROM ${t} WHERE 1 = 0; PRINT @a; SELECT @s += name FROM ${t}; PRINT @s; SET @a = (SELECT id FROM ${t} WHERE 1 = 0); PRINT ISNULL(@a, -1)`,
      gives: 'info 0/0/1 line 1: 3\ninfo 0/0/1 line 1: 3\ninfo 0/0/1 line 1: aba\ninfo 0/0/1 line 1: -1',
    },
    {
      title: '* and qualified *',
      run: 'SELECT * FROM (VALUES (1)) a(x), (VALUES (2)) b(y); SELECT b.*, a.x FROM (VALUES (1)) a(x), (VALUES (2)) b(y)',
      gives: 'columns x:int!, y:int!\nrow 1, 2\ncolumns y:int!, x:int!\nrow 2, 1',
    },
    {
      title: '1033',
      run: 'SELECT * FROM (SELECT 1 AS a ORDER BY a) x',
      gives:
        'error 1033/15/1 line 1: The ORDER BY clause is invalid in views, inline functions, derived tables, subqueries, and common table expressions, unless TOP, OFFSET or FOR XML is also specified.',
    },
    {
      title: 'a derived ORDER BY with TOP',
      run: `SELECT id FROM (SELECT TOP 2 id FROM ${t} ORDER BY id DESC) x`,
      gives: 'columns id:int!\nrow 3\nrow 2',
    },
    {
      title: 'a backslash before a line end continues the literal',
      run: "SELECT N'a\\\nb' AS v",
      gives: "columns v:nvarchar(2)!\nrow 'ab'",
    },
  ]);
});

describe('T-SQL: collations', () => {
  goldens([
    {
      title: 'COLLATE in comparisons, LIKE, IN, ORDER BY and DISTINCT',
      run: "SELECT 1 AS a WHERE N'a' = N'A' AND N'a' <> N'A' COLLATE Latin1_General_BIN2 AND N'a' COLLATE Latin1_General_CS_AS NOT LIKE N'A' AND N'a' COLLATE Latin1_General_BIN2 NOT IN (N'A'); SELECT v FROM (VALUES ('b'), ('A'), ('a'), ('B')) t(v) ORDER BY v COLLATE Latin1_General_BIN2; SELECT COUNT(*) FROM (SELECT DISTINCT v COLLATE Latin1_General_BIN2 AS v FROM (VALUES ('a'), ('A')) t(v)) u",
      gives: "columns a:int!\nrow 1\ncolumns v:varchar(1)!\nrow 'A'\nrow 'B'\nrow 'a'\nrow 'b'\ncolumns -:int!\nrow 2",
    },
    {
      title: 'OPENJSON’s key compares by code point',
      run: `SELECT [key] FROM OPENJSON(N'{"a":1,"B":2,"A":3}') WHERE [key] IN (N'a', N'b') ORDER BY [key]; SELECT [key] FROM OPENJSON(N'{"a":1,"B":2,"A":3}') ORDER BY [key]`,
      gives: "columns key:nvarchar(4000)!\nrow 'a'\ncolumns key:nvarchar(4000)!\nrow 'A'\nrow 'B'\nrow 'a'",
    },
  ]);
});

describe('T-SQL: OPENJSON and FOR JSON in queries', () => {
  const json = `DECLARE @j nvarchar(max) = N'{"result":{"items":[{"metadata":{"name":"web","labels":{"app":"x"}},"n":1},{"metadata":{"name":"db"},"n":2}]}}';`;
  goldens([
    {
      title: 'WITH paths and AS JSON',
      run: `${json} SELECT name, labels, n FROM OPENJSON(@j, '$.result.items') WITH (name nvarchar(100) '$.metadata.name', labels nvarchar(max) '$.metadata.labels' AS JSON, n int) ORDER BY n DESC`,
      gives:
        "columns name:nvarchar(100), labels:nvarchar(max), n:int\nrow 'db', NULL, 2\nrow 'web', '{\"app\":\"x\"}', 1",
    },
    {
      title: 'the default schema',
      run: `${json} SELECT i.[key], JSON_VALUE(i.value, '$.metadata.name') AS name, i.type FROM OPENJSON(@j, '$.result.items') AS i`,
      gives: "columns key:nvarchar(4000)!, name:nvarchar(4000), type:tinyint!\nrow '0', 'web', 5\nrow '1', 'db', 5",
    },
    {
      title: 'CROSS and OUTER APPLY',
      run: `${json} SELECT p.name, l.value FROM OPENJSON(@j, '$.result.items') WITH (name nvarchar(100) '$.metadata.name', labels nvarchar(max) '$.metadata.labels' AS JSON) AS p CROSS APPLY OPENJSON(p.labels) AS l; SELECT p.name, l.value FROM OPENJSON(@j, '$.result.items') WITH (name nvarchar(100) '$.metadata.name', labels nvarchar(max) '$.metadata.labels' AS JSON) AS p OUTER APPLY OPENJSON(p.labels) WITH (value nvarchar(9) '$.app') AS l`,
      gives:
        "columns name:nvarchar(100), value:nvarchar(max)\nrow 'web', 'x'\ncolumns name:nvarchar(100), value:nvarchar(9)\nrow 'web', 'x'\nrow 'db', NULL",
    },
    {
      title: 'rows before a bad one are sent',
      run: `SELECT a FROM OPENJSON(N'[{"a":"12"},{"a":"x"}]') WITH (a int)`,
      gives:
        "columns a:int\nrow 12\nerror 245/16/1 line 1: Conversion failed when converting the nvarchar value 'x' to data type int.",
    },
    {
      title: 'constants fail before the columns, variables after',
      run: ["SELECT JSON_VALUE(N'x', '$.a')", "DECLARE @j nvarchar(10) = N'x'; SELECT JSON_VALUE(@j, '$.a')"],
      gives:
        "error 13609/16/1 line 1: JSON text is not properly formatted. Unexpected character 'x' is found at position 0.\ncolumns -:nvarchar(4000)\nerror 13609/16/1 line 1: JSON text is not properly formatted. Unexpected character 'x' is found at position 0.",
    },
    {
      title: 'FOR JSON PATH',
      run: "SELECT 1 AS [x.id], CAST(NULL AS int) AS [x.v], N'a/b' AS q FOR JSON PATH; SELECT 1 AS a, NULL AS b FOR JSON PATH, INCLUDE_NULL_VALUES, WITHOUT_ARRAY_WRAPPER; SELECT 1 AS a FOR JSON PATH, ROOT('items'); SELECT 1 AS a WHERE 1 = 0 FOR JSON PATH",
      gives: `columns JSON_F52E2B61-18A1-11d1-B105-00805F49916B:nvarchar(max)\nrow '[{"x":{"id":1},"q":"a\\/b"}]'\ncolumns JSON_F52E2B61-18A1-11d1-B105-00805F49916B:nvarchar(max)\nrow '{"a":1,"b":null}'\ncolumns JSON_F52E2B61-18A1-11d1-B105-00805F49916B:nvarchar(max)\nrow '{"items":[{"a":1}]}'\ncolumns JSON_F52E2B61-18A1-11d1-B105-00805F49916B:nvarchar(max)`,
    },
    {
      title: 'nested FOR JSON is raw with its wrapper, text without',
      run: 'SELECT (SELECT 1 AS b FOR JSON PATH) AS k, (SELECT 1 AS b FOR JSON PATH, WITHOUT_ARRAY_WRAPPER) AS s, JSON_QUERY(\'{"c":1}\') AS q FOR JSON PATH',
      gives: `columns JSON_F52E2B61-18A1-11d1-B105-00805F49916B:nvarchar(max)\nrow '[{"k":[{"b":1}],"s":"{\\"b\\":1}","q":{"c":1}}]'`,
    },
    {
      title: 'as a value',
      run: "DECLARE @j nvarchar(max) = (SELECT v FROM (VALUES (1), (2)) t(v) FOR JSON PATH); PRINT @j; SET @j = (SELECT 1 AS a WHERE 1 = 0 FOR JSON PATH); PRINT ISNULL(@j, 'NULL')",
      gives: 'info 0/0/1 line 1: [{"v":1},{"v":2}]\ninfo 0/0/1 line 1: NULL',
    },
    {
      title: '13602 and 13620',
      run: [
        'DECLARE @t TABLE (a nvarchar(max)); INSERT @t SELECT 1 AS a FOR JSON PATH',
        "SELECT 1 AS a FOR JSON PATH, ROOT('r'), WITHOUT_ARRAY_WRAPPER",
      ],
      gives:
        'error 13602/16/1 line 1: The FOR JSON clause is not allowed in a INSERT statement.\nerror 13620/16/1 line 1: ROOT option and WITHOUT_ARRAY_WRAPPER option cannot be used together in FOR JSON. Remove one of these options.',
    },
  ]);
});
