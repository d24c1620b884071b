import type { ApiRequest } from '../support/cluster-http.ts';

/** Who sends a request: an administrator, the bound service account, nobody, or somebody with a wrong token. */
export type Caller = 'admin' | 'reader' | 'nobody' | 'wrong';

/** One request and what every Kubernetes API must answer. */
export interface ContractCase {
  readonly name: string;
  readonly as?: Caller;
  readonly request: ApiRequest;
  readonly code: number;
  /** The whole message of the Status, or of the text. */
  readonly says?: string;
  /** The message's beginning, where its end is the parser's own. */
  readonly begins?: string;
}

/** The namespace in which both servers hold the same pods: a, b, c1 and d run on node-1, `waiting` has no node and two containers. */
export const namespace = 'contract';

const pods = `/api/v1/namespaces/${namespace}/pods`;
const table = { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' };
const metadataList = { accept: 'application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io' };
const metadata = { accept: 'application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io' };
const media = 'application/json, application/yaml, application/vnd.kubernetes.protobuf';
const accepted = `only the following media types are accepted: ${media}`;
const routed = `406: Not Acceptable\n\nAvailable representations: ${media}`;
const watched = ', application/json;stream=watch, application/vnd.kubernetes.protobuf;stream=watch';
const unknownFormat = `the body of the request was in an unknown format - accepted media types include: ${media}`;
const noResource = 'the server could not find the requested resource';
const noMethod = 'the server does not allow this method on the requested resource';

/** A small pod for requests that create. */
export const pod = (name: string, spec: object = {}): object => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, labels: { app: name } },
  spec: { containers: [{ name: 'c', image: 'registry.example/c:1' }], ...spec },
});

const get = (path: string, headers: Readonly<Record<string, string>> = {}): ApiRequest => ({ path, headers });
const post = (body: unknown, query = '', path = pods): ApiRequest => ({ method: 'POST', path: path + query, body });
const query = (text: string): ApiRequest => get(`${pods}?includeObject=None&${text}`, table);
const log = (text = '', accept = 'application/json', name = 'a'): ApiRequest =>
  get(`${pods}/${name}/log${text}`, { accept });
const spec = (containers: unknown): object => ({ metadata: { name: 'x' }, spec: { containers } });

const general: readonly ContractCase[] = [
  { name: 'version', request: get('/version'), code: 200 },
  { name: 'version without a token', as: 'nobody', request: get('/version'), code: 200 },
  { name: 'version with a wrong token', as: 'wrong', request: get('/version'), code: 401, says: 'Unauthorized' },
  { name: 'list with a wrong token', as: 'wrong', request: get(pods), code: 401, says: 'Unauthorized' },
  {
    name: 'list without a token',
    as: 'nobody',
    request: get(pods),
    code: 403,
    says: `pods is forbidden: User "system:anonymous" cannot list resource "pods" in API group "" in the namespace "${namespace}"`,
  },
  { name: 'healthz', as: 'nobody', request: get('/healthz'), code: 200, says: 'ok' },
  { name: 'readyz', request: get('/readyz'), code: 200, says: 'ok' },
  { name: 'livez', request: get('/livez'), code: 200, says: 'ok' },
  { name: 'unknown path', request: get('/nope'), code: 404, says: '404 page not found\n' },
  { name: 'unknown resource', request: get('/api/v1/nope'), code: 404, says: noResource },
  {
    name: 'unknown resource in a namespace',
    request: get(`/api/v1/namespaces/${namespace}/nope`),
    code: 404,
    says: noResource,
  },
  { name: 'doubled slash', request: get(`/api/v1//namespaces/${namespace}/pods`), code: 404, says: noResource },
  { name: 'slash at the end', request: get(`${pods}/`), code: 200 },
  { name: 'broken escape', request: get(`${pods}/%zz`), code: 400, says: '400 Bad Request' },
  { name: 'OPTIONS', request: { method: 'OPTIONS', path: pods }, code: 405, says: noMethod },
  { name: 'HEAD', request: { method: 'HEAD', path: `${pods}/a` }, code: 405 },
  { name: 'POST to an item', request: post({}, '/a'), code: 405, says: noMethod },
  { name: 'PUT to a collection', request: { method: 'PUT', path: pods, body: {} }, code: 405, says: noMethod },
  {
    name: 'PATCH with plain JSON',
    request: { method: 'PATCH', path: `${pods}/a`, body: {} },
    code: 415,
    says: '415: Unsupported Media Type',
  },
];

const lists: readonly ContractCase[] = [
  { name: 'full list', request: get(pods), code: 200 },
  { name: 'page of a full list', request: get(`${pods}?limit=2`), code: 200 },
  { name: 'list of an absent namespace', request: get('/api/v1/namespaces/absent/pods'), code: 200 },
  { name: 'Table without objects', request: get(`${pods}?limit=2&includeObject=None`, table), code: 200 },
  { name: 'Table with metadata', request: get(`${pods}?limit=2`, table), code: 200 },
  { name: 'Table with whole objects', request: get(`${pods}?limit=2&includeObject=Object`, table), code: 200 },
  {
    name: 'Table with an unknown includeObject',
    request: get(`${pods}?includeObject=Foo`, table),
    code: 400,
    says: `Unable to convert to Table as requested: includeObject: Invalid value: "Foo": must be 'Metadata', 'Object', 'None', or empty`,
  },
  { name: 'Table of one pod', request: get(`${pods}/a?includeObject=None`, table), code: 200 },
  {
    name: 'Table of an unknown version',
    request: get(pods, { accept: 'application/json;as=Table;v=v9;g=meta.k8s.io' }),
    code: 406,
    says: accepted,
  },
  {
    name: 'Table or else JSON',
    request: get(pods, { accept: 'application/json;as=Table;v=v9;g=meta.k8s.io,application/json' }),
    code: 200,
  },
  { name: 'metadata list', request: get(`${pods}?limit=2`, metadataList), code: 200 },
  { name: 'metadata of one', request: get(`${pods}/a`, metadata), code: 200 },
  {
    name: 'one pod as a metadata list',
    request: get(`${pods}/a`, metadataList),
    code: 406,
    says: 'you requested PartialObjectMetadataList, but the requested object is not a list (*core.Pod)',
  },
  { name: 'list as text', request: get(pods, { accept: 'text/plain' }), code: 406, says: routed + watched },
  { name: 'list as any text', request: get(pods, { accept: 'text/*' }), code: 406, says: routed + watched },
  { name: 'list as XML', request: get(pods, { accept: 'application/xml' }), code: 406, says: routed + watched },
  {
    name: 'list as any application type',
    request: get(pods, { accept: 'application/*' }),
    code: 406,
    says: routed + watched,
  },
  { name: 'one pod as text', request: get(`${pods}/a`, { accept: 'text/plain' }), code: 406, says: routed },
  { name: 'list as anything', request: get(pods, { accept: '*/*' }), code: 200 },
  { name: 'list with an empty Accept', request: get(pods, { accept: '' }), code: 200 },
  { name: 'list as JSON or text', request: get(pods, { accept: 'application/json;q=0.5, text/plain' }), code: 200 },
  { name: 'list as JSON with a charset', request: get(pods, { accept: 'application/json;charset=utf-8' }), code: 200 },
  { name: 'limit 0', request: query('limit=0'), code: 200 },
  { name: 'limit -1', request: query('limit=-1'), code: 200 },
  {
    name: 'limit without a number',
    request: query('limit=abc'),
    code: 400,
    says: 'strconv.ParseInt: parsing "abc": invalid syntax',
  },
  {
    name: 'limit left empty',
    request: query('limit='),
    code: 400,
    says: 'strconv.ParseInt: parsing "": invalid syntax',
  },
  {
    name: 'broken continue token',
    request: query('continue=broken'),
    code: 400,
    begins: 'invalid continue token: continue key is not valid: invalid character',
  },
  {
    name: 'continue token without a version',
    request: query(`continue=${Buffer.from('{"v":"meta.k8s.io/v1"}').toString('base64url')}`),
    code: 400,
    says: 'invalid continue token: continue key is not valid: incorrect encoded start resourceVersion (version meta.k8s.io/v1)',
  },
  {
    name: 'continue token of another scheme',
    request: query(`continue=${Buffer.from('{"v":"v0","rv":5,"start":"a"}').toString('base64url')}`),
    code: 400,
  },
  {
    name: 'continue token that climbs',
    request: query(`continue=${Buffer.from('{"v":"meta.k8s.io/v1","rv":5,"start":"../x"}').toString('base64url')}`),
    code: 400,
    says: 'invalid continue token: continue key is not valid: ../x',
  },
  {
    name: 'resource version that is none',
    request: query('resourceVersion=abc'),
    code: 400,
    says: 'invalid resource version: resourceVersion: Invalid value: "abc": strconv.ParseUint: parsing "abc": invalid syntax',
  },
  ...['app=a', 'app==a', 'app!=a', 'app', '!app', 'app in (a,b)', 'app notin (a,b)', 'app=a,app!=b', 'app=', ''].map(
    (selector): ContractCase => ({
      name: `label selector ${selector || 'left empty'}`,
      request: query(`labelSelector=${encodeURIComponent(selector)}`),
      code: 200,
    }),
  ),
  { name: 'page behind a selector', request: get(`${pods}?limit=1&labelSelector=app`), code: 200 },
  {
    name: 'label selector a===b',
    request: query('labelSelector=a%3D%3D%3Db'),
    code: 400,
    says: "unable to parse requirement: found '=', expected: identifier",
  },
  {
    name: 'label selector without an operator',
    request: query('labelSelector=app%20foo'),
    code: 400,
    says: "unable to parse requirement: found 'foo', expected: in, notin, =, ==, !=, gt, lt",
  },
  ...[
    'metadata.name=a',
    'metadata.name!=a',
    `metadata.namespace=${namespace}`,
    'status.phase=Running',
    'status.phase!=Running',
    'spec.nodeName=node-1',
    'spec.nodeName=node-1,metadata.name=b',
    'spec.nodeName=',
  ].map((selector): ContractCase => ({
    name: `field selector ${selector}`,
    request: query(`fieldSelector=${encodeURIComponent(selector)}`),
    code: 200,
  })),
  {
    name: 'field selector on an unknown field',
    request: query('fieldSelector=spec.foo%3Da'),
    code: 400,
    says: 'field label not supported: spec.foo',
  },
  {
    name: 'field selector without an operator',
    request: query('fieldSelector=abc'),
    code: 400,
    says: "invalid selector: 'abc'; can't understand 'abc'",
  },
  { name: 'get', request: get(`${pods}/a`), code: 200 },
  { name: 'get of an absent pod', request: get(`${pods}/none`), code: 404, says: 'pods "none" not found' },
  { name: 'namespace', request: get(`/api/v1/namespaces/${namespace}`), code: 200 },
  {
    name: 'absent namespace',
    request: get('/api/v1/namespaces/absent'),
    code: 404,
    says: 'namespaces "absent" not found',
  },
  {
    name: 'namespace by field selector as a Table',
    request: get(`/api/v1/namespaces?includeObject=None&fieldSelector=metadata.name%3D${namespace}`, table),
    code: 200,
  },
  {
    name: 'events of a pod without any',
    request: get(
      `/api/v1/namespaces/${namespace}/events?fieldSelector=involvedObject.kind%3DPod,involvedObject.name%3Dabsent`,
    ),
    code: 200,
  },
  {
    name: 'events by an unknown field',
    request: get(`/api/v1/namespaces/${namespace}/events?fieldSelector=foo%3DPod`),
    code: 400,
    says: 'field label not supported: foo',
  },
];

const writes: readonly ContractCase[] = [
  { name: 'create (dry run)', request: post(pod('fresh'), '?dryRun=All'), code: 201 },
  {
    name: 'create with a charset in the media type',
    request: { ...post(pod('fresh'), '?dryRun=All'), headers: { 'content-type': 'application/json; charset=utf-8' } },
    code: 201,
  },
  {
    name: 'create without kind and version',
    request: post(spec([{ name: 'c', image: 'i:1' }]), '?dryRun=All'),
    code: 201,
  },
  { name: 'create of what exists', request: post(pod('a')), code: 409, says: 'pods "a" already exists' },
  {
    name: 'create as text',
    request: { ...post('hello'), headers: { 'content-type': 'text/plain' } },
    code: 415,
    says: unknownFormat,
  },
  {
    name: 'create as a form',
    request: { ...post('a=b'), headers: { 'content-type': 'application/x-www-form-urlencoded' } },
    code: 415,
    says: unknownFormat,
  },
  {
    name: 'create from broken JSON',
    request: post('{"apiVersion":"v1","kind":"Pod",'),
    code: 400,
    says: `the object provided is unrecognized (must be of type Pod): couldn't get version/kind; json parse error: unexpected end of JSON input ({"apiVersion":"v1","kind":"Pod ...)`,
  },
  {
    name: 'create from words',
    request: post('hello'),
    code: 400,
    says: "the object provided is unrecognized (must be of type Pod): couldn't get version/kind; json parse error: invalid character 'h' looking for beginning of value (68656c6c6f)",
  },
  {
    name: 'create from an empty object',
    request: post({}),
    code: 422,
    begins: 'Pod "" is invalid: [metadata.name: Required value: name or generateName is required',
  },
  {
    name: 'create of another kind',
    request: post({ apiVersion: 'v1', kind: 'Service', metadata: { name: 'x' } }),
    code: 400,
    says: 'Service in version "v1" cannot be handled as a Pod: converting (v1.Service) to (core.Pod): unknown conversion',
  },
  {
    name: 'create of an unknown version',
    request: post({ apiVersion: 'v2', kind: 'Pod', metadata: { name: 'x' } }),
    code: 400,
    says: 'Pod in version "v2" cannot be handled as a Pod: no kind "Pod" is registered for version "v2" in scheme "pkg/runtime/scheme.go:111"',
  },
  {
    name: 'create without a name',
    request: post({ metadata: {}, spec: { containers: [{ name: 'c', image: 'i' }] } }),
    code: 422,
  },
  { name: 'create with a bad name', request: post(pod('Bad_Name')), code: 422 },
  {
    name: 'create without containers',
    request: post({ metadata: { name: 'x' }, spec: {} }),
    code: 422,
    says: 'Pod "x" is invalid: spec.containers: Required value',
  },
  {
    name: 'create without an image',
    request: post(spec([{ name: 'c' }])),
    code: 422,
    says: 'Pod "x" is invalid: spec.containers[0].image: Required value',
  },
  {
    name: 'create without a container name',
    request: post(spec([{ image: 'c' }])),
    code: 422,
    says: 'Pod "x" is invalid: spec.containers[0].name: Required value',
  },
  {
    name: 'create with bad and doubled container names',
    request: post(
      spec([
        { name: 'A_b', image: 'c' },
        { name: 'd', image: 'c' },
        { name: 'd', image: 'e' },
      ]),
    ),
    code: 422,
  },
  {
    name: 'create with an unknown restart policy',
    request: post(pod('x', { restartPolicy: 'Sometimes' })),
    code: 422,
    says: 'Pod "x" is invalid: spec.restartPolicy: Unsupported value: "Sometimes": supported values: "Always", "OnFailure", "Never"',
  },
  {
    name: 'create with containers of the wrong type',
    request: post(spec('no')),
    code: 400,
    says: 'Pod in version "v1" cannot be handled as a Pod: json: cannot unmarshal string into Go struct field PodSpec.spec.containers of type []v1.Container',
  },
  {
    name: 'create with a number for a name',
    request: post({ metadata: { name: 5 }, spec: { containers: [] } }),
    code: 400,
    says: 'Pod in version "v1" cannot be handled as a Pod: json: cannot unmarshal number into Go struct field ObjectMeta.metadata.name of type string',
  },
  {
    name: 'create for another namespace',
    request: post({ metadata: { name: 'x', namespace: 'default' }, spec: { containers: [{ name: 'c', image: 'i' }] } }),
    code: 400,
    says: 'the namespace of the provided object does not match the namespace sent on the request',
  },
  {
    name: 'create in an absent namespace',
    request: post(pod('x'), '', '/api/v1/namespaces/absent/pods'),
    code: 404,
    says: 'namespaces "absent" not found',
  },
  { name: 'create with an unknown field', request: post(pod('x', { foo: 1 }), '?dryRun=All'), code: 201 },
  {
    name: 'create with unknown fields, strictly',
    request: post(pod('x', { foo: 1, bar: 2 }), '?fieldValidation=Strict'),
    code: 400,
    says: 'Pod in version "v1" cannot be handled as a Pod: strict decoding error: unknown field "spec.foo", unknown field "spec.bar"',
  },
  { name: 'create with an unknown strictness', request: post(pod('x'), '?fieldValidation=Foo'), code: 422 },
  { name: 'create with an unknown dry run', request: post(pod('x'), '?dryRun=Foo'), code: 422 },
  {
    name: 'delete of an absent pod',
    request: { method: 'DELETE', path: `${pods}/none` },
    code: 404,
    says: 'pods "none" not found',
  },
  {
    name: 'delete with a body of text',
    request: { method: 'DELETE', path: `${pods}/a`, body: 'x', headers: { 'content-type': 'text/plain' } },
    code: 415,
    says: unknownFormat,
  },
];

const logs: readonly ContractCase[] = [
  { name: 'log', request: log(), code: 200 },
  { name: 'log as anything', request: log('', '*/*'), code: 200 },
  { name: 'log as text', request: log('', 'text/plain'), code: 406, says: accepted },
  ...['application/xml', 'text/*', 'application/*'].map((accept): ContractCase => ({
    name: `log as ${accept}`,
    request: log('', accept),
    code: 406,
    says: `406: Not Acceptable\n\nAvailable representations: text/plain, ${media}`,
  })),
  { name: 'log of the container', request: log('?container=c'), code: 200 },
  { name: 'log without lines', request: log('?tailLines=0'), code: 200 },
  {
    name: 'log of an unknown container',
    request: log('?container=none'),
    code: 400,
    says: 'container none is not valid for pod a',
  },
  {
    name: 'log of two containers',
    request: log('', 'application/json', 'waiting'),
    code: 400,
    says: 'a container name must be specified for pod waiting, choose one of: [c d]',
  },
  { name: 'log of a pod without a node', request: log('?container=d', 'application/json', 'waiting'), code: 204 },
  {
    name: 'log of an absent pod',
    request: log('', 'application/json', 'none'),
    code: 404,
    says: 'pods "none" not found',
  },
  {
    name: 'log with a negative tail',
    request: log('?tailLines=-1'),
    code: 422,
    says: 'PodLogOptions "a" is invalid: tailLines: Invalid value: -1: must be greater than or equal to 0',
  },
  {
    name: 'log with words for a tail',
    request: log('?tailLines=x'),
    code: 400,
    says: 'strconv.ParseInt: parsing "x": invalid syntax',
  },
  {
    name: 'log since no time',
    request: log('?sinceSeconds=0'),
    code: 422,
    says: 'PodLogOptions "a" is invalid: sinceSeconds: Invalid value: 0: must be greater than 0',
  },
];

const reader = 'system:serviceaccount:sqlkube:reader';
const authentication = '/apis/authentication.k8s.io/v1/selfsubjectreviews';
const authorization = '/apis/authorization.k8s.io/v1';

const accessReview = (resourceAttributes: object): ApiRequest =>
  post(
    { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectAccessReview', spec: { resourceAttributes } },
    '',
    `${authorization}/selfsubjectaccessreviews`,
  );
const rulesReview = (spec: object): ApiRequest =>
  post(
    { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectRulesReview', spec },
    '',
    `${authorization}/selfsubjectrulesreviews`,
  );
const selfReview = post({ apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview' }, '', authentication);

const access: readonly ContractCase[] = [
  { name: 'the service account lists', as: 'reader', request: get(pods), code: 200 },
  { name: 'the service account lists namespaces', as: 'reader', request: get('/api/v1/namespaces?limit=1'), code: 200 },
  {
    name: 'the service account gets a namespace',
    as: 'reader',
    request: get(`/api/v1/namespaces/${namespace}`),
    code: 200,
  },
  {
    name: 'the service account lists events',
    as: 'reader',
    request: get(`/api/v1/namespaces/${namespace}/events?limit=1`),
    code: 200,
  },
  { name: 'the service account reads a log', as: 'reader', request: log('?tailLines=0'), code: 200 },
  {
    name: 'the service account lists where it may not',
    as: 'reader',
    request: get('/api/v1/namespaces/secret-ops/pods'),
    code: 403,
    says: `pods is forbidden: User "${reader}" cannot list resource "pods" in API group "" in the namespace "secret-ops"`,
  },
  {
    name: 'the service account lists everywhere',
    as: 'reader',
    request: get('/api/v1/pods'),
    code: 403,
    says: `pods is forbidden: User "${reader}" cannot list resource "pods" in API group "" at the cluster scope`,
  },
  {
    name: 'the service account gets a pod where it may not',
    as: 'reader',
    request: get('/api/v1/namespaces/secret-ops/pods/x'),
    code: 403,
  },
  {
    name: 'the service account reads a log where it may not',
    as: 'reader',
    request: get('/api/v1/namespaces/secret-ops/pods/x/log'),
    code: 403,
  },
  {
    name: 'the service account creates where it may not',
    as: 'reader',
    request: post(pod('x'), '', '/api/v1/namespaces/secret-ops/pods'),
    code: 403,
  },
  {
    name: 'the service account deletes a namespace',
    as: 'reader',
    request: { method: 'DELETE', path: `/api/v1/namespaces/${namespace}` },
    code: 403,
  },
  { name: 'the service account runs a program', as: 'reader', request: post('', '/a/exec'), code: 403 },
  {
    name: 'the service account reads secrets',
    as: 'reader',
    request: get(`/api/v1/namespaces/${namespace}/secrets`),
    code: 403,
  },
  {
    name: 'the service account reads deployments',
    as: 'reader',
    request: get(`/apis/apps/v1/namespaces/${namespace}/deployments`),
    code: 403,
  },
  {
    name: 'the service account asks for an unknown resource',
    as: 'reader',
    request: get(`/api/v1/namespaces/${namespace}/nope`),
    code: 403,
  },
  {
    name: 'the service account asks for an unknown path',
    as: 'reader',
    request: get('/nope'),
    code: 403,
    says: `forbidden: User "${reader}" cannot get path "/nope"`,
  },
  { name: 'who am I', as: 'reader', request: selfReview, code: 201 },
  { name: 'who am I, as administrator', request: selfReview, code: 201 },
  { name: 'who am I, as nobody', as: 'nobody', request: selfReview, code: 403 },
  { name: 'who am I, by GET', request: get(authentication), code: 405, says: noMethod },
  { name: 'may I, yes', as: 'reader', request: accessReview({ namespace, verb: 'list', resource: 'pods' }), code: 201 },
  {
    name: 'may I, a subresource',
    as: 'reader',
    request: accessReview({ namespace, verb: 'get', resource: 'pods', subresource: 'log' }),
    code: 201,
  },
  {
    name: 'may I, across namespaces',
    as: 'reader',
    request: accessReview({ verb: 'list', resource: 'namespaces' }),
    code: 201,
  },
  {
    name: 'may I, no',
    as: 'reader',
    request: accessReview({ namespace: 'secret-ops', verb: 'list', resource: 'pods' }),
    code: 201,
  },
  { name: 'may I, as administrator', request: accessReview({ namespace, verb: 'list', resource: 'pods' }), code: 201 },
  {
    name: 'may I, without a question',
    as: 'reader',
    request: post(
      { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectAccessReview', spec: {} },
      '',
      `${authorization}/selfsubjectaccessreviews`,
    ),
    code: 422,
    says: '.authorization.k8s.io "" is invalid: spec.resourceAttributes: Invalid value: null: exactly one of nonResourceAttributes or resourceAttributes must be specified',
  },
  { name: 'what may I', as: 'reader', request: rulesReview({ namespace }), code: 201 },
  { name: 'what may I, nowhere', as: 'reader', request: rulesReview({}), code: 400, says: 'no namespace on request' },
];

/** The expectations, the same for the stand-in and for a real API server. */
export const contractCases: readonly ContractCase[] = [...general, ...lists, ...writes, ...logs, ...access];
