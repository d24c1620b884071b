import { goldens } from './golden.ts';

const p = 'CREATE PROCEDURE p @a int, @b int = 3 OUTPUT AS SET @b = @a * @b';

describe('T-SQL: EXEC', () => {
  goldens([
    {
      title: 'positional, named, OUTPUT, DEFAULT',
      run: [
        p,
        'DECLARE @o int = 5; EXEC p 4, @o OUTPUT; PRINT @o; EXEC p @b = @o OUTPUT, @a = 2; PRINT @o; EXEC p 7, DEFAULT; EXECUTE demo.dbo.p 1, @o; PRINT @o',
      ],
      gives: 'info 0/0/1 line 1: 20\ninfo 0/0/1 line 1: 40\ninfo 0/0/1 line 1: 40',
    },
    {
      title: '201',
      run: [p, 'DECLARE @r int = 9; EXEC @r = p; PRINT @r'],
      gives:
        "error 201/16/4 line 0 in p: Procedure or function 'p' expects parameter '@a', which was not supplied.\ninfo 0/0/1 line 1: 9",
    },
    {
      title: '8145',
      run: [p, 'EXEC p 1, @x = 2'],
      gives: 'error 8145/16/1 line 0 in p: @x is not a parameter for procedure p.',
    },
    {
      title: '201 before 8145',
      run: [p, 'EXEC p @x = 2'],
      gives: "error 201/16/4 line 0 in p: Procedure or function 'p' expects parameter '@a', which was not supplied.",
    },
    {
      title: '8144 ends the batch',
      run: [p, "EXEC p 1, 2, 3; PRINT 'never'"],
      gives: 'error 8144/16/2 line 0 in p: Procedure or function p has too many arguments specified.',
    },
    {
      title: '8146',
      run: ['CREATE PROCEDURE q AS RETURN', 'EXEC q 1'],
      gives: 'error 8146/16/2 line 0 in q: Procedure q has no parameters and arguments were supplied.',
    },
    {
      title: '8143',
      run: [p, 'EXEC p @a = 1, @a = 2'],
      gives: "error 8143/16/1 line 0 in p: Parameter '@a' was supplied multiple times.",
    },
    {
      title: '8162',
      run: [p, 'DECLARE @o int; EXEC p @o OUTPUT'],
      gives:
        'error 8162/16/2 line 0 in p: The formal parameter "@a" was not declared as an OUTPUT parameter, but the actual parameter passed in requested output.',
    },
    {
      title: '8114 of an argument',
      run: [p, "EXEC p 'x'"],
      gives: 'error 8114/16/5 line 0 in p: Error converting data type varchar to int.',
    },
    {
      title: 'arguments are cut and rounded down silently',
      run: ['CREATE PROCEDURE q @a int, @b varchar(2) AS SELECT @a AS a, @b AS b', "EXEC q 1.5, 'abc'; EXEC q 2, word"],
      gives: "columns a:int, b:varchar(2)\nrow 1, 'ab'\ncolumns a:int, b:varchar(2)\nrow 2, 'wo'",
    },
    {
      title: 'return status',
      run: [
        "CREATE PROCEDURE q @n int AS IF @n = 1 RETURN 7; IF @n = 2 RAISERROR('m', 16, 1); IF @n = 3 RETURN NULL",
        'DECLARE @r int; EXEC @r = q 0; PRINT @r; EXEC @r = q 1; PRINT @r; EXEC @r = q 2; PRINT @r; EXEC @r = q 3; PRINT @r',
      ],
      gives:
        "info 0/0/1 line 1: 0\ninfo 0/0/1 line 1: 7\nerror 50000/16/1 line 1 in q: m\ninfo 0/0/1 line 1: -6\ninfo 282/0/1 line 1 in q: The 'q' procedure attempted to return a status of NULL, which is not allowed. A status of 0 will be returned instead.\ninfo 0/0/1 line 1: 0",
    },
    { title: 'the first statement needs no EXEC', run: [p, 'p 1'], gives: '' },
    {
      title: 'dynamic text sees no variables of the caller',
      run: "DECLARE @x int = 1; EXEC('SELECT @x')",
      gives: 'error 137/15/2 line 1: Must declare the scalar variable "@x".',
    },
    {
      title: 'NULL and empty text do nothing',
      run: "DECLARE @s nvarchar(10); EXEC(@s); EXEC(''); PRINT 'on'",
      gives: 'info 0/0/1 line 1: on',
    },
    {
      title: 'sp_executesql',
      run: "DECLARE @o int; EXEC sp_executesql N'SET @b = @a + 1', N'@a int, @b int OUTPUT', 4, @o OUTPUT; PRINT @o; EXEC sys.sp_executesql N'SET @b = @a + 1', N'@a int, @b int OUTPUT', @b = @o OUTPUT, @a = 9; PRINT @o",
      gives: 'info 0/0/1 line 1: 5\ninfo 0/0/1 line 1: 10',
    },
    {
      title: '8178',
      run: "EXEC sp_executesql N'SELECT @p', N'@p int'",
      gives:
        "error 8178/16/1 line 1: The parameterized query '(@p int)SELECT @p' expects the parameter '@p', which was not supplied.",
    },
    {
      title: '214',
      run: "EXEC sp_executesql 'SELECT 1'",
      gives:
        "error 214/16/2 line 1 in sp_executesql: Procedure expects parameter '@statement' of type 'ntext/nchar/nvarchar'.",
    },
    {
      title: 'prepared statements',
      run: "DECLARE @h int; EXEC sp_prepare @h OUTPUT, N'@a int', N'SELECT @a AS a'; EXEC sp_execute @h, 5; EXEC sp_unprepare @h; EXEC sp_execute @h, 6; EXEC sp_prepexec @h OUTPUT, N'@b int', N'SELECT @b AS b', 7; PRINT @h",
      gives:
        'columns a:int\nrow 5\nerror 8179/16/2 line 1 in sp_execute: Could not find prepared statement with handle 1.\ncolumns b:int\nrow 7\ninfo 0/0/1 line 1: 2',
    },
    {
      title: 'nesting ends at 32',
      run: ['CREATE PROCEDURE q AS EXEC q', 'EXEC q; PRINT 1'],
      gives:
        'error 217/16/1 line 1 in q: Maximum stored procedure, function, trigger, or view nesting level exceeded (limit 32).',
    },
    {
      title: 'temp tables end with the procedure that made them',
      run: [
        'CREATE PROCEDURE q AS CREATE TABLE #q (a int); INSERT #q VALUES (1); EXEC r',
        'CREATE PROCEDURE r AS SELECT * FROM #q',
        'EXEC q; SELECT * FROM #q',
      ],
      gives: "columns a:int\nrow 1\nerror 208/16/0 line 1: Invalid object name '#q'.",
    },
    {
      title: 'SET options go back',
      run: ['CREATE PROCEDURE q AS SET XACT_ABORT ON', 'EXEC q; SELECT 1/0; PRINT 1'],
      gives: 'columns -:int\nerror 8134/16/1 line 1: Divide by zero error encountered.\ninfo 0/0/1 line 1: 1',
    },
    {
      title: '266',
      run: ['CREATE PROCEDURE q AS BEGIN TRAN', 'EXEC q; ROLLBACK'],
      gives:
        'transaction begin\nerror 266/16/2 line 0 in q: Transaction count after EXECUTE indicates a mismatching number of BEGIN and COMMIT statements. Previous count = 0, current count = 1.\ntransaction rollback',
    },
    {
      title: 'INSERT … EXEC',
      run: "DECLARE @t TABLE (a int, b nvarchar(5)); INSERT @t EXEC('SELECT 1, N''x'' SELECT 2, N''y'''); SELECT * FROM @t",
      gives: "columns a:int, b:nvarchar(5)\nrow 1, 'x'\nrow 2, 'y'",
    },
    {
      title: 'lines in a procedure count from its batch',
      run: ['\n\nCREATE PROCEDURE q AS\n\nSELECT 1/0', 'EXEC Q'],
      gives: 'columns -:int\nerror 8134/16/1 line 5 in Q: Divide by zero error encountered.',
    },
  ]);
});
