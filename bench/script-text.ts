/** Twenty lines of an ordinary procedure that calls nothing. */
const procedure = (number: number): string => `-- Procedure ${number}: moves money from one account to the other.
CREATE OR ALTER PROCEDURE dbo.transfer_${number}
    @from int, @to int, @amount decimal(19, 4), @note nvarchar(200) = N'it''s number ${number}'
AS
BEGIN
    SET NOCOUNT, XACT_ABORT ON;
    BEGIN TRY
        BEGIN TRANSACTION;
        UPDATE dbo.accounts SET balance -= @amount WHERE id = @from AND balance >= @amount;
        IF @@ROWCOUNT <> 1
            THROW 50001, N'Not enough money.', 1;
        UPDATE [dbo].[accounts] SET balance += @amount WHERE id = @to; /* the other side */
        INSERT INTO dbo.transfers ([from], [to], amount, note) VALUES (@from, @to, @amount, @note);
        COMMIT;
    END TRY
    BEGIN CATCH
        IF XACT_STATE() <> 0 ROLLBACK;
        THROW;
    END CATCH;
END;
GO
`;

/** As many lines again with a call of Kubernetes, which has faults. */
const call = (number: number): string => `-- Call ${number}: reads the pods of a namespace as rows.
DECLARE @code int, @response nvarchar(max);
DECLARE @url nvarchar(4000) = N'https://k8s.corp.example/api/v1/namespaces/shop-${number}/pods';
EXECUTE @code = sys.sp_invoke_external_rest_endpoint
    @url = @url,
    @method = N'GET',
    @credential = [https://k8s.corp.example],
    @headers = N'{"Accept":"application/json"}',
    @timeout = 30,
    @response = @response OUTPUT;

IF @code = 0
    SELECT pod.[name], pod.[phase], pod.[node]
    FROM OPENJSON(@response, N'$.result.items')
    WITH ([name] nvarchar(253) N'$.metadata.name', [phase] nvarchar(20) N'$.status.phase',
        [node] nvarchar(253) N'$.spec.nodeName') AS pod;
ELSE
    SELECT @code AS [http_status], JSON_VALUE(@response, N'$.result.message') AS [message],
        JSON_VALUE(@response, N'$.result.details') AS [details];
GO
`;

const repeat = (lines: number, part: (number: number) => string): string => {
  const each = part(0).split('\n').length - 1;
  return Array.from({ length: Math.ceil(lines / each) }, (_, index) => part(index)).join('');
};

/** A script of about so many lines in which every fourth batch calls the procedure. */
export const scriptOf = (lines: number): string =>
  repeat(
    lines,
    (number) => procedure(3 * number) + procedure(3 * number + 1) + procedure(3 * number + 2) + call(number),
  );

/** So many calls that no GO parts, each with what rules about its surroundings look at. */
export const oneBatch = (calls: number): string =>
  Array.from({ length: calls }, (_, number) => {
    const statement = call(number).replaceAll('@code', `@code_${number}`).replace('GO\n', '');
    return `BEGIN TRANSACTION;\n${statement}COMMIT;\nWHILE @@FETCH_STATUS = 0 BEGIN FETCH NEXT FROM names INTO @name END;\n`;
  }).join('');

/** One that never does. */
export const plainScript = (lines: number): string => repeat(lines, procedure);
