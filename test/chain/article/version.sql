DECLARE @version NVARCHAR(MAX);

EXEC sp_invoke_external_rest_endpoint
    @url = 'https://api.example.local/version',
    @method = 'GET',
    @response = @version OUTPUT;

PRINT @version;

SELECT
    JSON_VALUE(@version, '$.response.status.http.code') AS [http_code],
    JSON_VALUE(@version, '$.result.gitVersion') AS [kubernetes_version];
GO
