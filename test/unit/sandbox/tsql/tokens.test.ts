import { goldens } from './golden.ts';

describe('T-SQL: completions', () => {
  goldens([
    {
      title: 'SELECT, assignment, DECLARE',
      tokens: true,
      run: 'DECLARE @a int, @b int = 1; SET @a = 1; SELECT @a = 2; SELECT 1 AS x',
      gives: 'done 193 rows 1\ndone 193 rows 1\ndone 193 rows 1\ncolumns x:int!\nrow 1\ndone 193 rows 1',
    },
    {
      title: 'tables',
      tokens: true,
      run: 'CREATE TABLE #t (a int); INSERT #t VALUES (1), (2); UPDATE #t SET a = 3 WHERE a = 1; DELETE #t; TRUNCATE TABLE #t; DROP TABLE #t',
      gives: 'done 198\ndone 195 rows 2\ndone 197 rows 1\ndone 196 rows 2\ndone 234\ndone 199',
    },
    {
      title: 'transactions',
      tokens: true,
      run: 'BEGIN TRAN; BEGIN TRAN; COMMIT; COMMIT; BEGIN TRANSACTION; ROLLBACK',
      gives:
        'transaction begin\ndone 212\ndone 212\ndone 213\ntransaction commit\ndone 213\ntransaction begin\ndone 212\ntransaction rollback\ndone 210',
    },
    {
      title: 'control',
      tokens: true,
      run: "IF 1 = 0 PRINT 'a' ELSE BEGIN PRINT 'b' END; WHILE 1 = 1 BREAK; RETURN",
      gives: 'done 192\ninfo 0/0/1 line 1: b\ndone 247\ndone 192\ndone 202\ndone 219',
    },
    {
      title: 'TRY',
      tokens: true,
      run: "BEGIN TRY PRINT 'a' END TRY BEGIN CATCH END CATCH; BEGIN TRY SELECT 1/0 END TRY BEGIN CATCH PRINT 'c' END CATCH",
      gives:
        'done 349\ninfo 0/0/1 line 1: a\ndone 247\ndone 349\ncolumns -:int\ndone 193 rows 0\ndone 350\ninfo 0/0/1 line 1: c\ndone 247\ndone 351',
    },
    {
      title: 'THROW in TRY',
      tokens: true,
      run: "BEGIN TRY THROW 50001, 'm', 1 END TRY BEGIN CATCH END CATCH",
      gives: 'done 349\ndone 246\ndone 350\ndone 351',
    },
    {
      title: 'compile errors',
      tokens: true,
      run: 'SELECT @x',
      gives: 'error 137/15/2 line 1: Must declare the scalar variable "@x".\ndone 253 error',
    },
    {
      title: 'run-time errors',
      tokens: true,
      run: 'SELECT 1/0',
      gives: 'columns -:int\nerror 8134/16/1 line 1: Divide by zero error encountered.\ndone 193 error',
    },
    {
      title: 'SET options',
      tokens: true,
      run: 'SET ANSI_NULLS ON; SET XACT_ABORT OFF; SET TEXTSIZE 64512; SET ROWCOUNT 0; SET TRANSACTION ISOLATION LEVEL READ COMMITTED; SET QUOTED_IDENTIFIER ON; SET NUMERIC_ROUNDABORT, ARITHABORT OFF',
      gives: 'done 185\ndone 186\ndone 190\ndone 189\ndone 249\ndone 186',
    },
    {
      title: 'procedures answer inside',
      tokens: true,
      run: ['CREATE PROCEDURE p AS SELECT 1 AS a RETURN 3', 'DECLARE @r int; EXEC @r = p; PRINT @r'],
      gives:
        'done 222\ncolumns a:int!\nrow 1\ndone 193 rows 1 inproc\ndone 193 rows 1 inproc\ndone returns 3\ndone 224\ninfo 0/0/1 line 1: 3\ndone 247',
    },
    {
      title: 'NOCOUNT in a batch drops counts',
      tokens: true,
      run: 'SET NOCOUNT ON; DECLARE @a int = 1; SELECT @a AS a',
      gives: 'done 185\ndone 193\ncolumns a:int\nrow 1\ndone 193',
    },
    {
      title: 'NOCOUNT in a procedure drops tokens',
      tokens: true,
      run: [
        'CREATE PROCEDURE p AS SET NOCOUNT ON; DECLARE @a int = 1; SELECT @a AS a; PRINT @@ROWCOUNT',
        'EXEC p; SELECT 1 AS b',
      ],
      gives:
        'done 222\ncolumns a:int\nrow 1\ndone 193 inproc\ninfo 0/0/1 line 1 in p: 1\ndone returns 0\ndone 224\ncolumns b:int!\nrow 1\ndone 193 rows 1',
    },
    {
      title: '208 in a procedure',
      tokens: true,
      run: ['CREATE PROCEDURE p AS SELECT * FROM nope', 'EXEC p'],
      gives: "done 222\nerror 208/16/1 line 1 in p: Invalid object name 'nope'.\ndone 224 error",
    },
    {
      title: 'FOR JSON counts source rows',
      tokens: true,
      run: 'SELECT v FROM (VALUES (1), (2)) t(v) FOR JSON PATH',
      gives:
        'columns JSON_F52E2B61-18A1-11d1-B105-00805F49916B:nvarchar(max)\nrow \'[{"v":1},{"v":2}]\'\ndone 193 rows 2',
    },
  ]);
});
