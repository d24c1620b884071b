import assert from 'node:assert/strict';
import { answer } from './bench.ts';
import { goldens } from './golden.ts';

describe('T-SQL: deferred names', () => {
  goldens([
    {
      title: '208 is found when reached, and ends the batch',
      run: "PRINT 'one'\nSELECT * FROM nope\nPRINT 'two'",
      gives: "info 0/0/1 line 1: one\nerror 208/16/1 line 2: Invalid object name 'nope'.",
    },
    {
      title: '208 of a temp table has state 0',
      run: 'SELECT * FROM #x',
      gives: "error 208/16/0 line 1: Invalid object name '#x'.",
    },
    {
      title: '208 is not caught in its own scope',
      run: "BEGIN TRY SELECT * FROM nope END TRY BEGIN CATCH PRINT 'caught' END CATCH",
      gives: "error 208/16/1 line 1: Invalid object name 'nope'.",
    },
    {
      title: '208 is caught one scope up',
      run: "BEGIN TRY EXEC('\nSELECT * FROM nope') END TRY BEGIN CATCH PRINT CONCAT(ERROR_NUMBER(), ' ', ERROR_LINE()) END CATCH",
      gives: 'info 0/0/1 line 2: 208 2',
    },
    {
      title: '208 in a procedure ends the procedure only',
      run: ['CREATE PROCEDURE q AS SELECT * FROM nope', 'DECLARE @r int = 5; EXEC @r = q; PRINT @r'],
      gives: "error 208/16/1 line 1 in q: Invalid object name 'nope'.\ninfo 0/0/1 line 1: 5",
    },
    {
      title: '207 of a table that is there refuses the batch',
      run: ['CREATE TABLE t (a int)', "PRINT 'never'\nSELECT b FROM t"],
      gives: "error 207/16/1 line 2: Invalid column name 'b'.",
    },
    {
      title: '207 of a table made in the batch waits',
      run: "CREATE TABLE t (a int)\nPRINT 'made'\nSELECT b FROM t",
      gives: "info 0/0/1 line 2: made\nerror 207/16/1 line 3: Invalid column name 'b'.",
    },
  ]);
});

describe('T-SQL: what an error ends', () => {
  const next = "\nPRINT CONCAT(@@ERROR, ' ', @@ROWCOUNT)";
  const statement = 'info 0/0/1 line 2:';
  goldens([
    {
      title: '8134: the statement',
      run: `SELECT 1/0${next}`,
      gives: `columns -:int\nerror 8134/16/1 line 1: Divide by zero error encountered.\n${statement} 8134 0`,
    },
    {
      title: '8115: the statement',
      run: `SELECT 2147483647 + 1${next}`,
      gives: `columns -:int\nerror 8115/16/2 line 1: Arithmetic overflow error converting expression to data type int.\n${statement} 8115 0`,
    },
    {
      title: '2812: the statement',
      run: `EXEC nope${next}`,
      gives: `error 2812/16/62 line 1: Could not find stored procedure 'nope'.\n${statement} 2812 0`,
    },
    {
      title: '512: the statement',
      run: `DECLARE @i int = (SELECT v FROM (VALUES (1), (2)) t(v))${next}`,
      gives: `error 512/16/1 line 1: Subquery returned more than 1 value. This is not permitted when the subquery follows =, !=, <, <= , >, >= or when the subquery is used as an expression.\n${statement} 512 0`,
    },
    {
      title: '3701: the statement',
      run: `DROP TABLE nope${next}`,
      gives: `error 3701/11/5 line 1: Cannot drop the table 'nope', because it does not exist or you do not have permission.\n${statement} 3701 0`,
    },
    {
      title: 'RAISERROR 16: nothing',
      run: `RAISERROR('m', 16, 3)${next}`,
      gives: `error 50000/16/3 line 1: m\n${statement} 50000 0`,
    },
    {
      title: '245: the batch',
      run: `SELECT CAST('bad' AS int)${next}`,
      gives:
        "columns -:int\nerror 245/16/1 line 1: Conversion failed when converting the varchar value 'bad' to data type int.",
    },
    {
      title: '8114 of CAST: the batch',
      run: `SELECT CAST('bad' AS bigint)${next}`,
      gives: 'columns -:bigint\nerror 8114/16/5 line 1: Error converting data type varchar to bigint.',
    },
    { title: 'THROW: the batch', run: `THROW 50001, 'm', 7${next}`, gives: 'error 50001/16/7 line 1: m' },
    {
      title: 'JSON errors: the batch',
      run: `DECLARE @j nvarchar(max) = N'x'; SELECT * FROM OPENJSON(@j)${next}`,
      gives:
        "columns key:nvarchar(4000)!, value:nvarchar(max), type:tinyint!\nerror 13609/16/4 line 1: JSON text is not properly formatted. Unexpected character 'x' is found at position 0.",
    },
    {
      title: '2714: the batch',
      run: [`CREATE TABLE t (a int)`, `CREATE TABLE t (a int)${next}`],
      gives: "error 2714/16/6 line 1: There is already an object named 't' in the database.",
    },
    {
      title: 'TOP -1: the batch, after the columns',
      run: `SELECT TOP (-1) 1 AS a${next}`,
      gives: 'columns a:int!\nerror 127/15/1 line 1: A TOP N value may not be negative.',
    },
    {
      title: 'TOP NULL in a variable: the batch',
      run: `DECLARE @n int; SELECT TOP (@n) 1 AS a${next}`,
      gives: 'columns a:int!\nerror 1014/15/1 line 1: A TOP or FETCH clause contains an invalid value.',
    },
    {
      title: 'a write: the statement, with 3621',
      run: `DECLARE @t TABLE (a int NOT NULL PRIMARY KEY); INSERT @t VALUES (1), (1)${next}`,
      gives: `error 2627/14/1 line 1: Violation of PRIMARY KEY constraint 'PK__t'. Cannot insert duplicate key in object 'dbo.@t'. The duplicate key value is (1).\ninfo 3621/0/0 line 1: The statement has been terminated.\n${statement} 2627 0`,
    },
    {
      title: 'XACT_ABORT ON: the batch and the transaction, but not for RAISERROR',
      run: ["SET XACT_ABORT ON; BEGIN TRAN; RAISERROR('m', 16, 1); SELECT 1/0\nPRINT 'never'", 'SELECT @@TRANCOUNT'],
      gives:
        'transaction begin\nerror 50000/16/1 line 1: m\ncolumns -:int\nerror 8134/16/1 line 1: Divide by zero error encountered.\ntransaction rollback\ncolumns -:int!\nrow 0',
    },
  ]);
});

describe('T-SQL: TRY and CATCH', () => {
  goldens([
    {
      title: 'tells of the error inside CATCH only',
      run: "BEGIN TRY\nRAISERROR('m', 14, 9)\nEND TRY BEGIN CATCH\nSELECT ERROR_NUMBER() n, ERROR_MESSAGE() m, ERROR_SEVERITY() c, ERROR_STATE() s, ERROR_LINE() l, ERROR_PROCEDURE() p\nEND CATCH\nSELECT ERROR_NUMBER() n",
      gives:
        "columns n:int, m:nvarchar(4000), c:int, s:int, l:int, p:nvarchar(128)\nrow 50000, 'm', 14, 9, 2, NULL\ncolumns n:int\nrow NULL",
    },
    {
      title: 'hides and restores an outer error',
      run: "BEGIN TRY SELECT 1/0 END TRY BEGIN CATCH BEGIN TRY THROW 50001, 'in', 1 END TRY BEGIN CATCH PRINT ERROR_NUMBER() END CATCH; PRINT ERROR_NUMBER() END CATCH",
      gives: 'columns -:int\ninfo 0/0/1 line 1: 50001\ninfo 0/0/1 line 1: 8134',
    },
    {
      title: 'THROW sends the same error with its line again',
      run: "BEGIN TRY\nEXEC('\n\nTHROW 50002, ''m'', 4')\nEND TRY BEGIN CATCH\nTHROW\nEND CATCH\nPRINT 'never'",
      gives: 'error 50002/16/4 line 3: m',
    },
    { title: 'THROW takes no format', run: "THROW 50001, '%d 100%%', 1", gives: 'error 50001/16/1 line 1: %d 100%' },
    {
      title: 'THROW wants a user’s number',
      run: "THROW 42, 'm', 1",
      gives:
        'error 35100/16/10 line 1: Error number 42 in the THROW statement is outside the valid range. Specify an error number in the valid range of 50000 to 2147483647.',
    },
    {
      title: 'class 10 and less is not caught',
      run: "BEGIN TRY RAISERROR('i', 10, 1); PRINT 'on' END TRY BEGIN CATCH PRINT 'no' END CATCH",
      gives: 'info 50000/0/1 line 1: i\ninfo 0/0/1 line 1: on',
    },
    {
      title: 'an empty CATCH is allowed',
      run: "BEGIN TRY THROW 50001, 'm', 1 END TRY BEGIN CATCH END CATCH; PRINT 'on'",
      gives: 'info 0/0/1 line 1: on',
    },
    {
      title: 'a conversion error dooms the transaction, a division does not',
      run: [
        'BEGIN TRAN; BEGIN TRY SELECT 1/0 END TRY BEGIN CATCH PRINT XACT_STATE() END CATCH; ROLLBACK',
        "BEGIN TRAN; BEGIN TRY DECLARE @i int = 'x' END TRY BEGIN CATCH PRINT XACT_STATE(); COMMIT END CATCH",
      ],
      gives:
        'transaction begin\ncolumns -:int\ninfo 0/0/1 line 1: 1\ntransaction rollback\ntransaction begin\ninfo 0/0/1 line 1: -1\nerror 3930/16/1 line 1: The current transaction cannot be committed and cannot support operations that write to the log file. Roll back the transaction.\ntransaction rollback\nerror 3998/16/1 line 1: Uncommittable transaction is detected at the end of the batch. The transaction is rolled back.',
    },
    {
      title: 'errors of called procedures are caught with their line and name',
      run: [
        'CREATE PROCEDURE p AS\nSELECT 1 AS a\nSELECT 1/0',
        "BEGIN TRY EXEC dbo.p END TRY BEGIN CATCH PRINT CONCAT(ERROR_PROCEDURE(), ' ', ERROR_LINE()) END CATCH",
      ],
      gives: 'columns a:int!\nrow 1\ncolumns -:int\ninfo 0/0/1 line 1: p 3',
    },
  ]);
});

describe('T-SQL: loops, PRINT and RAISERROR', () => {
  it('PRINT of nothing is one blank', async () => {
    assert.deepEqual(await answer("PRINT ''; PRINT NULL"), [
      'info 0/0/1 line 1:  ',
      'done 247',
      'info 0/0/1 line 1:  ',
      'done 247',
    ]);
  });

  goldens([
    {
      title: 'BREAK and CONTINUE',
      run: 'DECLARE @i int = 0; WHILE 1 = 1 BEGIN SET @i += 1; IF @i = 2 CONTINUE; IF @i > 3 BREAK; PRINT @i; END',
      gives: 'info 0/0/1 line 1: 1\ninfo 0/0/1 line 1: 3',
    },
    { title: 'IF NULL takes ELSE', run: "IF NULL = NULL PRINT 'a' ELSE PRINT 'b'", gives: 'info 0/0/1 line 1: b' },
    { title: 'RETURN ends the batch', run: "PRINT 'a'; RETURN; PRINT 'b'", gives: 'info 0/0/1 line 1: a' },

    {
      title: 'RAISERROR formats',
      run: "RAISERROR('%08x|%+6d|%.3s|%s|%%', 16, 1, 255, 12, 'duck')",
      gives: 'error 50000/16/1 line 1: 000000ff|   +12|duc|(null)|%',
    },
    {
      title: 'RAISERROR 5 keeps its class',
      run: "RAISERROR('w', 5, 2) WITH NOWAIT; PRINT @@ERROR",
      gives: 'info 50000/5/2 line 1: w\ninfo 0/0/1 line 1: 0',
    },
    {
      title: 'RAISERROR WITH SETERROR',
      run: "RAISERROR('w', 5, 2) WITH SETERROR; PRINT @@ERROR",
      gives: 'info 50000/5/2 line 1: w\ninfo 0/0/1 line 1: 50000',
    },
    {
      title: 'RAISERROR of an unknown number',
      run: 'RAISERROR(50001, 16, 1)',
      gives:
        'error 18054/16/1 line 1: Error 50001, severity 16, state 1 was raised, but no message with that error number was found in sys.messages. If error is larger than 50000, make sure the user-defined message is added using sp_addmessage.',
    },
    {
      title: 'RAISERROR 19 without WITH LOG',
      run: "RAISERROR('m', 19, 1)",
      gives:
        'error 2754/16/1 line 1: Error severity levels greater than 18 can only be specified by members of the sysadmin role, using the WITH LOG option.',
    },
    {
      title: '@@ROWCOUNT and @@ERROR follow each statement',
      run: "DECLARE @a int = 1; PRINT @@ROWCOUNT; SELECT @a = v FROM (VALUES (1), (2)) t(v); PRINT CONCAT(@@ROWCOUNT, ' ', @a); IF 1 = 1 PRINT @@ROWCOUNT",
      gives: 'info 0/0/1 line 1: 1\ninfo 0/0/1 line 1: 2 2\ninfo 0/0/1 line 1: 0',
    },
  ]);
});
