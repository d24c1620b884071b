import { goldens } from './golden.ts';

const refused = (title: string, run: string, ...errors: readonly string[]): void =>
  goldens([{ title, run: `PRINT 'never'\n${run}`, gives: errors.map((error) => `error ${error}`).join('\n') }]);

describe('T-SQL: errors found before anything runs', () => {
  refused('102 names the token', 'SELECT 1 1', "102/15/1 line 2: Incorrect syntax near '1'.");
  refused('102 at the end names the last token', 'SELECT 1 +', "102/15/1 line 2: Incorrect syntax near '+'.");
  refused(
    '156 names the keyword as typed',
    'SELECT From',
    "156/15/1 line 2: Incorrect syntax near the keyword 'From'.",
  );
  refused(
    '105 for an open quote, then 102',
    "SELECT 1\nSELECT 'abc",
    "105/15/1 line 3: Unclosed quotation mark after the character string 'abc'.",
    "102/15/1 line 3: Incorrect syntax near 'abc'.",
  );
  refused('113 for an open comment, on the last line', '/* a\n\n', "113/15/1 line 4: Missing end comment mark '*/'.");
  refused('137 state 2 when read', 'SELECT @x', '137/15/2 line 2: Must declare the scalar variable "@x".');
  refused('137 state 1 when set', 'SET @x = 1', '137/15/1 line 2: Must declare the scalar variable "@x".');
  refused(
    '137 for a table variable as a scalar',
    'DECLARE @t TABLE (a int); SELECT @t',
    '137/16/1 line 2: Must declare the scalar variable "@t".',
  );
  refused('1087', 'SELECT * FROM @t', '1087/15/2 line 2: Must declare the table variable "@t".');
  refused(
    '134, even in a branch not taken',
    'IF 1 = 0 DECLARE @v int\nDECLARE @V int',
    "134/15/1 line 3: The variable name '@V' has already been declared. Variable names must be unique within a query batch or stored procedure.",
  );
  refused(
    'several at once',
    'BREAK\nCONTINUE\nRETURN 1\nTHROW',
    '135/15/1 line 2: Cannot use a BREAK statement outside the scope of a WHILE statement.',
    '136/15/1 line 3: Cannot use a CONTINUE statement outside the scope of a WHILE statement.',
    '178/15/1 line 4: A RETURN statement with a return value cannot be used in this context.',
    '10704/15/1 line 5: To rethrow an error, a THROW statement must be used inside a CATCH block. Insert the THROW statement inside a CATCH block, or add error parameters to the THROW statement.',
  );
  refused('174', "SELECT JSON_MODIFY('{}')", '174/15/1 line 2: The json_modify function requires 3 argument(s).');
  refused('189', "SELECT CONCAT('a')", '189/15/1 line 2: The concat function requires 2 to 254 arguments.');
  refused('195', 'SELECT frog(1)', "195/15/10 line 2: 'frog' is not a recognized built-in function name.");
  refused(
    '4121',
    'SELECT dbo.f(1)',
    '4121/16/1 line 2: Cannot find either column "dbo" or the user-defined function or aggregate "dbo.f", or the name is ambiguous.',
  );
  refused(
    '1046',
    'PRINT (SELECT 1)',
    '1046/15/1 line 2: Subqueries are not allowed in this context. Only scalar expressions are allowed.',
  );
  refused('empty BEGIN END', 'BEGIN END', "102/15/1 line 2: Incorrect syntax near 'END'.");
  refused('empty TRY', 'BEGIN TRY END TRY BEGIN CATCH END CATCH', "102/15/1 line 2: Incorrect syntax near 'END'.");
  refused(
    '111',
    'CREATE PROCEDURE p AS SELECT 1',
    "111/15/1 line 2: 'CREATE/ALTER PROCEDURE' must be the first statement in a query batch.",
  );
  refused(
    '4145',
    'IF 1 SELECT 1',
    "4145/15/1 line 2: An expression of non-boolean type specified in a context where a condition is expected, near 'SELECT'.",
  );
  refused(
    '141',
    'DECLARE @a int; SELECT @a = 1, 2',
    '141/15/1 line 2: A SELECT statement that assigns a value to a variable must not be combined with data-retrieval operations.',
  );
  refused('243', 'SELECT CAST(1 AS foo)', '243/16/1 line 2: Type foo is not a defined system type.');
  refused('2715', 'DECLARE @x foo', '2715/16/6 line 2: Column, parameter, or variable #1: Cannot find data type foo.');
  refused(
    '529',
    'SELECT CAST(1 AS date)',
    '529/16/1 line 2: Explicit conversion from data type int to date is not allowed.',
  );
  refused('206', 'DECLARE @d date = 1', '206/16/2 line 2: Operand type clash: int is incompatible with date');
  refused(
    '179',
    'EXEC p 1 OUTPUT',
    '179/15/1 line 2: Cannot use the OUTPUT option when passing a constant to a stored procedure.',
  );
  refused(
    '119',
    'EXEC p @a = 1, 2',
    "119/15/1 line 2: Must pass parameter number 2 and subsequent parameters as '@name = value'. After the form '@name = value' has been used, all subsequent parameters must be passed in the form '@name = value'.",
  );
  refused('an expression as an argument', 'EXEC p 1 + 1', "102/15/1 line 2: Incorrect syntax near '+'.");
  refused('GO, which is the client’s word', 'SELECT 1\nGO 5', "102/15/1 line 3: Incorrect syntax near '5'.");
  refused(
    '8120',
    'SELECT t.a, t.b FROM (VALUES (1, 2)) t(a, b) GROUP BY a',
    "8120/16/1 line 2: Column 't.b' is invalid in the select list because it is not contained in either an aggregate function or the GROUP BY clause.",
  );
  refused(
    '108',
    'SELECT 1 AS a ORDER BY 3',
    '108/16/1 line 2: The ORDER BY position number 3 is out of range of the number of items in the select list.',
  );
  refused('209', 'SELECT a FROM (VALUES (1)) t(a), (VALUES (2)) u(a)', "209/16/1 line 2: Ambiguous column name 'a'.");
  refused(
    '4104',
    'SELECT x.b FROM (VALUES (1)) t(a)',
    '4104/16/1 line 2: The multi-part identifier "x.b" could not be bound.',
  );
});

describe('T-SQL: what the stand-in does not do', () => {
  for (const [run, construct] of [
    ['MERGE t USING s ON 1 = 1', 'MERGE statement'],
    ['ALTER TABLE t ADD x int', 'ALTER TABLE statement'],
    ['SELECT STDEV(1)', 'function STDEV'],
    ['SELECT 1 INTERSECT SELECT 1', 'INTERSECT'],
    ['DECLARE @x xml', 'data type xml'],
    ['DECLARE c CURSOR FOR SELECT 1', 'DECLARE statement'],
    ['SET IMPLICIT_TRANSACTIONS ON', 'SET IMPLICIT_TRANSACTIONS ON'],
    ['SELECT 1 FOR XML PATH', 'FOR XML PATH'],
    ["SELECT 'a' COLLATE Finnish_Swedish_CI_AS", 'COLLATE Finnish_Swedish_CI_AS'],
    ['SELECT SUM(a) OVER () FROM (VALUES (1)) t(a)', 'SUM OVER'],
    ['SELECT * FROM a TABLESAMPLE (10 PERCENT)', 'TABLESAMPLE'],
    ["WAITFOR TIME '10:00'", 'WAITFOR TIME'],
  ] as const)
    refused(`says so of ${construct}`, run, `49999/16/1 line 2: Sandbox: not supported: ${construct} (line 2)`);
});
