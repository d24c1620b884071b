DECLARE @return INT, @response NVARCHAR(MAX);
DECLARE @payload NVARCHAR(MAX) = N'{
  "apiVersion": "v1",
  "kind": "Pod",
  "metadata": { "name": "from-sql-server", "labels": { "made-by": "sql-server" } },
  "spec": {
    "containers": [
      { "name": "nginx", "image": "nginx:latest", "ports": [ { "containerPort": 80 } ] }
    ]
  }
}';

EXEC @return = sp_invoke_external_rest_endpoint
    @url = 'https://api.example.local/api/v1/namespaces/default/pods',
    @headers = '{"Authorization":"Bearer TOKEN"}',
    @method = 'POST',
    @payload = @payload,
    @response = @response OUTPUT;

SELECT
    @return AS [return_value],
    JSON_VALUE(@response, '$.response.status.http.code') AS [http_code],
    JSON_VALUE(@response, '$.result.metadata.name') AS [pod_name],
    JSON_VALUE(@response, '$.result.status.phase') AS [phase];
GO
