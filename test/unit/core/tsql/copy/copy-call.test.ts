import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { redact } from '../../../../../src/core/redact.ts';
import { copyCall } from '../../../../../src/core/tsql/copy/copy-call.ts';

const copy = (as: 'curl' | 'kubectl', args: string): string => {
  const document = `EXEC @c = sp_invoke_external_rest_endpoint ${args}, @response = @r OUTPUT;`;
  const copied = copyCall(document, 5, as, [], redact);
  return copied.ok ? copied.value : `refused: ${copied.error}`;
};
const url = (rest: string): string => `@url = N'https://k8s.corp:8443${rest}'`;
const pods = url('/api/v1/namespaces/shop/pods');

describe('copy as kubectl', () => {
  const cases: readonly (readonly [string, string])[] = [
    [`${pods}, @method = 'GET'`, 'kubectl get pods --namespace shop --output json\n'],
    [`${url('/api/v1/pods?limit=5&labelSelector=app%3Dweb')}, @method = 'GET'`, 'kubectl get pods --all-namespaces --selector app=web --chunk-size 5 --output json\n'],
    [`${pods}, @method = 'GET', @headers = N'{"X-Kube-View":"table"}'`, 'kubectl get pods --namespace shop\n'],
    [`${url('/api/v1/namespaces/shop/pods/web-1/log?tailLines=10&container=a')}, @method = 'GET'`, 'kubectl logs web-1 --namespace shop --container a --tail 10\n'],
    [`${url('/api/v1/nodes/a')}, @method = 'GET'`, 'kubectl get nodes a --output json\n'],
    [`${url('/version')}, @method = 'GET'`, "kubectl get --raw '/version'\n"],
    [`${url('/apis/x.io/v1/things?a=b')}, @method = 'GET'`, "kubectl get --raw '/apis/x.io/v1/things?a=b'\n"],
    [`${url('/apis/apps/v1/namespaces/shop/deployments/web?propagationPolicy=Orphan')}, @method = 'DELETE'`, 'kubectl delete deployments.apps web --namespace shop --cascade orphan\n'],
    [`${url('/apis/apps/v1/namespaces/shop/deployments/web/scale')}, @method = 'PATCH', @headers = N'{"X-Kube-Patch":"merge"}', @payload = N'{"spec":{"replicas":2}}'`,
      `kubectl patch deployments.apps web --namespace shop --subresource scale --type merge --patch '{"spec":{"replicas":2}}'\n`],
    [`${pods}, @payload = N'{"a":1}'`, `kubectl create --raw '/api/v1/namespaces/shop/pods' --filename - <<'JSON'\n{"a":1}\nJSON\n`],
  ]; // prettier-ignore
  for (const [args, expected] of cases) it(expected.trim(), () => assert.equal(copy('kubectl', args), expected));

  it('says why it cannot', () => {
    assert.match(copy('kubectl', '@url = @u'), /refused: The URL is not known/u);
    assert.match(copy('kubectl', `${pods}, @payload = @p`), /refused: The payload is not known/u);
    assert.match(copy('kubectl', "@url = N'https://api.openai.com/v1/x'"), /not known to be one of Kubernetes/u);
    assert.match(copy('kubectl', `${pods}/a, @method = 'PATCH'`), /refused/u);
    assert.deepEqual(copyCall('SELECT 1', 0, 'curl', [], redact).ok, false);
  });
});

describe('copy as curl', () => {
  it('is a command that a shell reads word for word', () => {
    const text = copy(
      'curl',
      `${pods}, @method = 'PUT', @timeout = 5, @credential = [https://k8s.corp:8443], @payload = N'{"a":"it''s $x"}'`,
    );
    const script = `curl() { printf '%s\\n' "$@"; }; TOKEN=mine; ${text}`;
    assert.deepEqual(execFileSync('sh', ['-c', script], { encoding: 'utf8' }).trimEnd().split('\n'), [
      '--request', 'PUT', '--header', 'Accept: application/json', '--header', 'Content-Type: application/json',
      '--header', 'Authorization: Bearer mine', '--data-raw', `{"a":"it's $x"}`, '--max-time', '5', 'https://k8s.corp:8443/api/v1/namespaces/shop/pods',
    ]); // prettier-ignore
  });

  it('never holds a token, a key or the data of a Secret', () => {
    const secret = 'ZqPlanted0123456789';
    const jwt = `eyJhbGciOiJSUzI1NiJ9.${secret}.${secret}`;
    const plants = [
      `${pods}, @headers = N'{"Authorization":"Bearer ${secret}"}'`,
      `${pods}, @headers = N'{"authorization":"Basic ${secret}","X-Auth-Token":"${secret}"}'`,
      `${pods}, @headers = N'{"X-Other":"${jwt}"}'`,
      `${pods}, @payload = N'{"kind":"Secret","data":{"a":"${secret}"}}'`,
      `${pods}, @payload = N'{"password":"${secret}"}'`,
      `@url = N'https://user:${secret}@k8s/api/v1/pods'`,
    ];
    for (const plant of plants)
      for (const as of ['curl', 'kubectl'] as const) assert.ok(!copy(as, plant).includes(secret), copy(as, plant));
  });
});
