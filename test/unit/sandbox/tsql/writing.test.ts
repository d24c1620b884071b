import { goldens } from './golden.ts';

const table =
  "CREATE TABLE t (id int IDENTITY(10, 5) PRIMARY KEY, name nvarchar(3) NOT NULL, n int DEFAULT 7); INSERT t (name) VALUES (N'a'), (N'b');";

describe('T-SQL: INSERT, UPDATE, DELETE', () => {
  goldens([
    {
      title: 'identity, default, @@IDENTITY and SCOPE_IDENTITY',
      run: `${table} SELECT * FROM t; PRINT CONCAT(@@IDENTITY, ' ', SCOPE_IDENTITY()); INSERT t VALUES (N'c', DEFAULT); INSERT INTO dbo.t (n, name) SELECT 1, N'd'; SELECT id, name, n FROM demo.dbo.t WHERE id > 15`,
      gives:
        "columns id:int!, name:nvarchar(3)!, n:int\nrow 10, 'a', 7\nrow 15, 'b', 7\ninfo 0/0/1 line 1: 15 15\ncolumns id:int!, name:nvarchar(3)!, n:int\nrow 20, 'c', 7\nrow 25, 'd', 1",
    },
    {
      title: '2628 names table, column and what fits',
      run: `${table} INSERT t (name) VALUES (N'hello')`,
      gives:
        "error 2628/16/1 line 1: String or binary data would be truncated in table 'demo.dbo.t', column 'name'. Truncated value: 'hel'.\ninfo 3621/0/0 line 1: The statement has been terminated.",
    },
    {
      title: '515',
      run: `${table} INSERT t (name) VALUES (NULL); UPDATE t SET name = NULL WHERE id = 10`,
      gives:
        "error 515/16/2 line 1: Cannot insert the value NULL into column 'name', table 'demo.dbo.t'; column does not allow nulls. INSERT fails.\ninfo 3621/0/0 line 1: The statement has been terminated.\nerror 515/16/2 line 1: Cannot insert the value NULL into column 'name', table 'demo.dbo.t'; column does not allow nulls. UPDATE fails.\ninfo 3621/0/0 line 1: The statement has been terminated.",
    },
    {
      title: '2627 leaves nothing behind',
      run: 'CREATE TABLE k (a int CONSTRAINT PK PRIMARY KEY); INSERT k VALUES (1); INSERT k VALUES (2), (1); SELECT a FROM k',
      gives:
        "error 2627/14/1 line 1: Violation of PRIMARY KEY constraint 'PK'. Cannot insert duplicate key in object 'dbo.k'. The duplicate key value is (1).\ninfo 3621/0/0 line 1: The statement has been terminated.\ncolumns a:int!\nrow 1",
    },
    {
      title: '213, 109, 110, 207, 544',
      run: [
        table,
        'INSERT t VALUES (1)',
        "INSERT t (name, n) VALUES (N'x')",
        "INSERT t (name) VALUES (N'x', 1)",
        'INSERT t (nope) VALUES (1)',
        "INSERT t (id, name) VALUES (1, N'x')",
      ],
      gives:
        "error 213/16/1 line 1: Column name or number of supplied values does not match table definition.\nerror 109/15/1 line 1: There are more columns in the INSERT statement than values specified in the VALUES clause. The number of values in the VALUES clause must match the number of columns specified in the INSERT statement.\nerror 110/15/1 line 1: There are fewer columns in the INSERT statement than values specified in the VALUES clause. The number of values in the VALUES clause must match the number of columns specified in the INSERT statement.\nerror 207/16/1 line 1: Invalid column name 'nope'.\nerror 544/16/1 line 1: Cannot insert explicit value for identity column in table 't' when IDENTITY_INSERT is set to OFF.",
    },
    {
      title: 'UPDATE with operators, FROM, aliases and joins',
      run: `${table} UPDATE t SET n += 1, name = UPPER(name) WHERE name = N'A'; UPDATE x SET x.n = y.v FROM t AS x JOIN (VALUES (15, 99)) y(id, v) ON y.id = x.id; SELECT name, n FROM t; UPDATE TOP (1) t SET n = 0; PRINT @@ROWCOUNT`,
      gives: "columns name:nvarchar(3)!, n:int\nrow 'A', 8\nrow 'b', 99\ninfo 0/0/1 line 1: 1",
    },
    {
      title: 'DELETE with FROM',
      run: `${table} DELETE x FROM t x WHERE EXISTS (SELECT 1 FROM (VALUES (10)) y(id) WHERE y.id = x.id); SELECT id FROM t; DELETE FROM t; PRINT @@ROWCOUNT`,
      gives: 'columns id:int!\nrow 15\ninfo 0/0/1 line 1: 1',
    },
    {
      title: 'a statement sees the rows as they were',
      run: 'DECLARE @t TABLE (a int); INSERT @t VALUES (1), (2); INSERT @t SELECT a + 10 FROM @t; UPDATE @t SET a = a + 1; SELECT a FROM @t',
      gives: 'columns a:int\nrow 2\nrow 3\nrow 12\nrow 13',
    },
    {
      title: 'SELECT INTO',
      run: "SELECT 1 AS a, N'x' AS b INTO #t; INSERT #t VALUES (2, N'y'); SELECT * FROM #t; SELECT 1 INTO #u",
      gives:
        "columns a:int!, b:nvarchar(1)!\nrow 1, 'x'\nrow 2, 'y'\nerror 1038/15/5 line 1: An object or column name is missing or empty. For SELECT INTO statements, verify each column has a name. For other statements, look for empty alias names. Aliases defined as \"\" or [] are not allowed. Change the alias to a valid name.",
    },
    {
      title: '4701',
      run: 'TRUNCATE TABLE nope',
      gives:
        'error 4701/16/1 line 1: Cannot find the object "nope" because it does not exist or you do not have permissions.',
    },
    {
      title: 'temp tables live on in the session',
      run: [
        'CREATE TABLE #t (a int)',
        'INSERT #t VALUES (1)',
        'SELECT * FROM #t; DROP TABLE IF EXISTS #t, #u',
        'SELECT * FROM #t',
      ],
      gives: "columns a:int\nrow 1\nerror 208/16/0 line 1: Invalid object name '#t'.",
    },
  ]);
});

describe('T-SQL: transactions', () => {
  goldens([
    {
      title: 'ROLLBACK undoes tables, not table variables',
      run: [
        'CREATE TABLE t (a int); INSERT t VALUES (1)',
        'DECLARE @v TABLE (a int); BEGIN TRAN; INSERT t VALUES (2); UPDATE t SET a = a * 10; INSERT @v VALUES (5); CREATE TABLE u (b int); DROP TABLE t; ROLLBACK; SELECT a FROM t; SELECT a FROM @v; SELECT * FROM u',
      ],
      gives:
        "transaction begin\ntransaction rollback\ncolumns a:int\nrow 1\ncolumns a:int\nrow 5\nerror 208/16/1 line 1: Invalid object name 'u'.",
    },
    {
      title: 'COMMIT of the outermost keeps',
      run: 'CREATE TABLE t (a int); BEGIN TRAN; BEGIN TRAN; INSERT t VALUES (1); PRINT @@TRANCOUNT; COMMIT; COMMIT TRAN; SELECT * FROM t; PRINT XACT_STATE()',
      gives: 'transaction begin\ninfo 0/0/1 line 1: 2\ntransaction commit\ncolumns a:int\nrow 1\ninfo 0/0/1 line 1: 0',
    },
    {
      title: '3902 and 3903',
      run: 'COMMIT; ROLLBACK; PRINT 1',
      gives:
        'error 3902/16/1 line 1: The COMMIT TRANSACTION request has no corresponding BEGIN TRANSACTION.\nerror 3903/16/1 line 1: The ROLLBACK TRANSACTION request has no corresponding BEGIN TRANSACTION.\ninfo 0/0/1 line 1: 1',
    },
    {
      title: 'a conversion error takes the transaction with it',
      run: [
        'CREATE TABLE t (a int)',
        "BEGIN TRAN; INSERT t VALUES (1); SELECT CAST('x' AS int)",
        'SELECT a FROM t; PRINT @@TRANCOUNT',
      ],
      gives:
        "transaction begin\ncolumns -:int\nerror 245/16/1 line 1: Conversion failed when converting the varchar value 'x' to data type int.\ntransaction rollback\ncolumns a:int\ninfo 0/0/1 line 1: 0",
    },
    {
      title: 'a write in a doomed transaction is 3930',
      run: [
        'CREATE TABLE t (a int)',
        "BEGIN TRAN; BEGIN TRY THROW 50001, 'm', 1 END TRY BEGIN CATCH END CATCH; INSERT t VALUES (1); COMMIT; SELECT a FROM t",
        "SET XACT_ABORT ON; BEGIN TRAN; BEGIN TRY THROW 50001, 'm', 1 END TRY BEGIN CATCH END CATCH; INSERT t VALUES (2)",
      ],
      gives:
        'transaction begin\ntransaction commit\ncolumns a:int\nrow 1\ntransaction begin\nerror 3930/16/1 line 1: The current transaction cannot be committed and cannot support operations that write to the log file. Roll back the transaction.\ntransaction rollback',
    },
  ]);
});
