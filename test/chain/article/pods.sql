DECLARE @return INT, @pods NVARCHAR(MAX);

EXEC @return = sp_invoke_external_rest_endpoint
    @url = 'https://api.example.local/api/v1/namespaces/default/pods',
    @headers = '{"Authorization":"Bearer TOKEN"}',
    @method = 'GET',
    @response = @pods OUTPUT;

SELECT @return AS [return_value];

SELECT
    pods.[pod_name],
    pods.[pod_namespace],
    pods.[node],
    pods.[pod_ip],
    pods.[phase],
    pods.[started],
    container.[container_name],
    container.[image]
FROM OPENJSON(@pods, '$.result.items')
WITH (
    [pod_name]      NVARCHAR(255) '$.metadata.name',
    [pod_namespace] NVARCHAR(255) '$.metadata.namespace',
    [node]          NVARCHAR(255) '$.spec.nodeName',
    [pod_ip]        NVARCHAR(50)  '$.status.podIP',
    [phase]         NVARCHAR(50)  '$.status.phase',
    [started]       DATETIME2     '$.status.startTime',
    [containers]    NVARCHAR(MAX) '$.spec.containers' AS JSON
) AS pods
CROSS APPLY OPENJSON(pods.[containers])
WITH (
    [container_name] NVARCHAR(255) '$.name',
    [image]          NVARCHAR(255) '$.image'
) AS container
ORDER BY pods.[pod_name];
GO
