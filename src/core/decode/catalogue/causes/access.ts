import type { CauseEntry } from '../../cause.ts';
import { inProxyLog } from '../proxy-log.ts';

const withKubectl = 'a machine with kubectl';

/** What can be wrong with the API server, with the token, or with what it may do. */
export const accessCauses = {
  'api.down': {
    text: 'The API server does not run, or the proxy looks for it at a wrong address or port.',
    link: 'api-server',
    owner: 'cluster admin',
    confirm: [
      inProxyLog(
        'The proxy’s error log says `connect() failed (111: Connection refused) while connecting to upstream`.',
      ),
      ['It answers `ok`.', 'shell', withKubectl, 'kubectl get --raw /readyz'],
    ],
    fixes: [
      'Start the API server, or correct `proxy_pass`: `kubernetes.default.svc:443` inside the cluster, usually port 6443 outside.',
    ],
  },
  'api.unreachable': {
    text: 'A route, a firewall or a network policy stands between the proxy and the API server.',
    link: 'api-server',
    owner: 'cluster admin',
    confirm: [
      inProxyLog('The proxy’s error log says `No route to host` or `timed out … while connecting to upstream`.'),
    ],
    fixes: ['Allow the proxy’s pod to connect to the API server.'],
  },
  'api.certificate-untrusted': {
    text: 'The proxy does not trust the API server’s certificate: it was given another CA, or none.',
    link: 'api-server',
    owner: 'cluster admin',
    confirm: [inProxyLog('The proxy’s error log says `upstream SSL certificate verify error`.')],
    fixes: [
      'Point `proxy_ssl_trusted_certificate` to `/var/run/secrets/kubernetes.io/serviceaccount/ca.crt`.',
      ['Or generate the proxy again.', 'create-proxy'],
    ],
  },
  'api.certificate-expired': {
    text: 'The API server’s certificate has ended.',
    link: 'api-server',
    owner: 'cluster admin',
    confirm: [
      inProxyLog('The proxy’s error log says `certificate verify error: (10:certificate has expired)`.'),
      ['It lists the days left.', 'shell', 'the control plane', 'kubeadm certs check-expiration'],
    ],
    fixes: [['Renew it and restart the API server.', 'shell', 'the control plane', 'kubeadm certs renew apiserver']],
  },
  'api.certificate-name': {
    text: 'The API server’s certificate does not carry the name that the proxy expects.',
    link: 'api-server',
    owner: 'cluster admin',
    confirm: [inProxyLog('The proxy’s error log says `upstream SSL certificate does not match`.')],
    fixes: ['Set `proxy_ssl_name kubernetes.default.svc`, which every API server’s certificate carries.'],
  },
  'api.name-unresolved': {
    text: 'The proxy cannot resolve the API server’s name.',
    link: 'api-server',
    owner: 'cluster admin',
    confirm: [inProxyLog('The proxy’s error log says `host not found in upstream` or `could not be resolved`.')],
    fixes: ['Use `kubernetes.default.svc.cluster.local`, and `resolver` when the name stands in a variable.'],
  },
  'api.tls': {
    text: 'The proxy and the API server do not agree on TLS, or the port speaks none.',
    link: 'api-server',
    owner: 'cluster admin',
    confirm: [
      inProxyLog('The proxy’s error log says `SSL_do_handshake() failed … while SSL handshaking to upstream`.'),
    ],
    fixes: [
      'Correct scheme and port in `proxy_pass`, set `proxy_ssl_server_name on`, and check `proxy_ssl_protocols`.',
    ],
  },
  'api.closed': {
    text: 'The API server closed the connection before it answered: it restarts, or an idle connection was cut.',
    link: 'api-server',
    owner: 'cluster admin',
    confirm: [inProxyLog('The proxy’s error log says `upstream prematurely closed connection`.')],
    fixes: [['Try again.', 'retry'], 'If it stays, set `proxy_http_version 1.1`.'],
  },
  'api.taken-out': {
    text: 'The proxy has taken every API server out of use after earlier failures.',
    link: 'api-server',
    owner: 'cluster admin',
    confirm: [inProxyLog('The proxy’s error log says `no live upstreams`; the lines before it say why.')],
    fixes: ['Mend what those lines say; nginx tries again after `fail_timeout`.'],
  },
  'api.large-headers': {
    text: 'The API server’s answer has larger headers than the proxy reads.',
    link: 'api-server',
    owner: 'cluster admin',
    confirm: [inProxyLog('The proxy’s error log says `upstream sent too big header`.')],
    fixes: ['Raise `proxy_buffer_size`.'],
  },
  'api.slow': {
    text: 'The API server is slow, or the request never ends (a watch, a log that is followed).',
    link: 'api-server',
    owner: 'cluster admin',
    confirm: [
      'The same call with `?limit=1` is fast.',
      ['It answers at once.', 'shell', withKubectl, 'kubectl get --raw /readyz'],
    ],
    fixes: ['Ask for less at a time (`limit`, selectors), leave `watch` and `follow` out, and raise `@timeout`.'],
  },
  'api.not-ready': {
    text: 'The API server is starting, or the part of it that was asked for is not available.',
    link: 'api-server',
    owner: 'cluster admin',
    confirm: [
      ['All are Available.', 'shell', withKubectl, 'kubectl get apiservices'],
      ['It answers `ok`.', 'shell', withKubectl, 'kubectl get --raw /readyz'],
    ],
    fixes: [['Wait {retry} and try again.', 'retry']],
  },
  'api.internal': {
    text: 'The API server failed inside: a webhook that does not answer, or the storage behind it.',
    link: 'api-server',
    owner: 'cluster admin',
    confirm: ['The message names the webhook or etcd; if not, the API server’s log does at that second.'],
    fixes: ['Mend or remove the webhook, or look at etcd.', ['Then try again.', 'retry']],
  },
  'api.throttled': {
    text: 'The API server is busy and puts this caller off (priority and fairness).',
    link: 'api-server',
    owner: 'cluster admin',
    confirm: ['The answer has a header `Retry-After` and, as text, “Too many requests, please try again later.”'],
    fixes: [
      ['Wait {retry} and try again.', 'retry'],
      'If it lasts, give this service account a higher priority level.',
    ],
  },
  'api.disruption-budget': {
    text: 'A disruption budget does not allow the eviction now, or the storage asks to wait.',
    link: 'api-server',
    owner: 'cluster admin',
    confirm: [
      'The message names the budget.',
      ['Allowed disruptions are 0.', 'shell', withKubectl, 'kubectl get poddisruptionbudgets --all-namespaces'],
    ],
    fixes: [['Wait {retry} and try again.', 'retry']],
  },
  'api.not-found': {
    text: 'The object is not there: it was deleted meanwhile, or its name or namespace is wrong.',
    link: 'api-server',
    owner: 'you',
    confirm: ['List the objects of that kind in the namespace and look for the name.'],
    fixes: [['Refresh, or correct the name.', 'retry']],
  },
  'api.unknown-resource': {
    text: 'The API has no such resource: the version, the group or the plural name in the path is wrong, or its definition is not installed.',
    link: 'api-server',
    owner: 'you',
    confirm: [['The resource is not in the list.', 'shell', withKubectl, 'kubectl api-resources']],
    fixes: [
      'Correct the path: `/api/v1/…` for the core, `/apis/GROUP/VERSION/…` for the rest, the plural in lower case.',
    ],
  },
  'api.request-malformed': {
    text: 'The request itself is wrong: the body does not parse as this kind, or a selector, a number or a continue token is malformed.',
    link: 'api-server',
    owner: 'you',
    confirm: ['The message names what is wrong.'],
    fixes: ['Correct what it names; a broken continue token is cured by beginning the list anew.'],
  },
  'api.invalid-object': {
    text: 'The object breaks a rule of its kind; the message names the fields.',
    link: 'api-server',
    owner: 'you',
    confirm: ['Each cause names a field and its rule.'],
    fixes: ['Correct the fields that it names.'],
  },
  'api.method': {
    text: 'The verb does not fit the path; the procedure’s default is POST.',
    link: 'api-server',
    owner: 'you',
    confirm: ['The call does not set `@method`, or sets another than the path takes.'],
    fixes: ["Set `@method = 'GET'` for reading, `'POST'` on a list, `'PUT'`, `'PATCH'` or `'DELETE'` on one object."],
  },
  'api.media-type': {
    text: 'The API server answers only JSON, YAML or its own binary form, and something else was asked for.',
    link: 'api-server',
    owner: 'you',
    confirm: ['`@headers` holds an `Accept` other than `application/json`.'],
    fixes: ['Leave `Accept` out, or ask through a SQL Kube proxy with `X-Kube-View`.'],
  },
  'api.exists': {
    text: 'An object of this name exists already.',
    link: 'api-server',
    owner: 'you',
    confirm: ['Read the object under that name.'],
    fixes: ['Choose another name, or change what is there.'],
  },
  'api.changed-meanwhile': {
    text: 'Somebody else changed the object after it was read.',
    link: 'api-server',
    owner: 'you',
    confirm: ['Its `metadata.resourceVersion` is newer than the one that was sent.'],
    fixes: [['Read it again and repeat the change.', 'retry']],
  },
  'api.field-owner': {
    text: 'Another field manager owns what this change touches.',
    link: 'api-server',
    owner: 'you',
    confirm: ['The message names the manager and the fields.'],
    fixes: ['Take the fields over on purpose (`force=true`), or leave them to their manager.'],
  },
  'api.list-expired': {
    text: 'The continue token is older than Kubernetes keeps the state behind it, about five minutes.',
    link: 'api-server',
    owner: 'you',
    confirm: ['More than five minutes passed between two pages.'],
    fixes: [['Begin the list anew.', 'retry'], 'Read more a page, so that it takes fewer.'],
  },
  'access.token-expired': {
    text: 'The token has ended.',
    link: 'access',
    owner: 'cluster admin',
    confirm: ['Its `exp` claim lies in the past.', 'The API server’s log says `service account token has expired`.'],
    fixes: [
      ['Get a new token and store it in the credential.', 'rotate-token'],
      ['Or ask for one.', 'request-token'],
    ],
  },
  'access.token-rejected': {
    text: 'The token belongs to another cluster or audience, was withdrawn with its account or Secret, or is cut short.',
    link: 'access',
    owner: 'cluster admin',
    confirm: [
      'Its `iss` and `aud` claims are not this cluster’s, or its service account was made anew.',
      'The API server’s log says `invalid bearer token`.',
    ],
    fixes: [
      ['Get a new token and store it in the credential.', 'rotate-token'],
      ['Or ask for one.', 'request-token'],
    ],
  },
  'access.bearer-missing': {
    text: 'The header does not begin with `Bearer `, so that the token is not taken for one.',
    link: 'access',
    owner: 'DBA',
    confirm: ['Compare the secret as it was stored: `{"Authorization":"Bearer …"}`.'],
    fixes: [['Store the token again.', 'rotate-token']],
  },
  'access.no-token': {
    text: 'The call was made without a credential or an Authorization header.',
    link: 'access',
    owner: 'you',
    confirm: ['The call has no `@credential`, and its `@headers` no `Authorization`.'],
    fixes: [['Choose a credential or a token for this endpoint.', 'edit-endpoint']],
  },
  'access.role-missing': {
    text: 'No role bound to this service account allows the verb on the resource in this namespace.',
    link: 'access',
    owner: 'cluster admin',
    confirm: [
      [
        'The answer is no.',
        'shell',
        withKubectl,
        'kubectl auth can-i --list --as=system:serviceaccount:NAMESPACE:NAME --namespace NAMESPACE',
      ],
      ['Ask Kubernetes what it may.', 'check-access'],
    ],
    fixes: [
      ['Generate a role with this access and have it applied.', 'create-proxy'],
      'Or bind an existing role to the account that the message names.',
    ],
  },
  'access.cluster-role-missing': {
    text: 'What was asked for belongs to the whole cluster, and the account has no cluster role for it.',
    link: 'access',
    owner: 'cluster admin',
    confirm: ['The message ends in “at the cluster scope”.', ['Ask Kubernetes what it may.', 'check-access']],
    fixes: [
      'Bind a cluster role to it.',
      ['Or type the namespaces that this token may read into the endpoint.', 'edit-endpoint'],
    ],
  },
  'access.path-role-missing': {
    text: 'Paths outside the API need a cluster role with `nonResourceURLs`.',
    link: 'access',
    owner: 'cluster admin',
    confirm: ['The message says “cannot get path”.'],
    fixes: ['Bind such a cluster role to the account that the message names.'],
  },
  'access.quota': {
    text: 'A quota of the namespace is used up. This is no matter of permissions.',
    link: 'access',
    owner: 'cluster admin',
    confirm: [['Used equals hard.', 'shell', withKubectl, 'kubectl describe resourcequota --namespace NAMESPACE']],
    fixes: ['Free something in the namespace, or have the quota raised.'],
  },
  'access.admission': {
    text: 'An admission policy refuses the object: PodSecurity, a webhook, or a policy of the cluster.',
    link: 'access',
    owner: 'cluster admin',
    confirm: ['The text after the last colon names the policy.'],
    fixes: ['Change the object so that it keeps the policy, or ask for an exception.'],
  },
} as const satisfies Readonly<Record<string, CauseEntry>>;
