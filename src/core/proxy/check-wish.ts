import { checkText, shapes, textProblem } from '../access/text-shape.ts';
import type { InputProblem } from '../input-problem.ts';
import { parseHostName, type HostName } from '../pki/host-name.ts';
import { err, ok, type Result } from '../result.ts';
import { checkExposure } from './check-exposure.ts';
import { checkImage, defaultProxyImage } from './image.ts';
import type { RateLimit } from './nginx-options.ts';
import type { ProxyPlan, ProxyWish } from './proxy-plan.ts';
import { readUpstream } from './upstream.ts';

type Problems = readonly InputProblem[];

/** Checks and completes a wish, or tells everything that is wrong with it. The access in it was checked when it was chosen. */
export function planProxy(wish: ProxyWish): Result<ProxyPlan, Problems> {
  const { name = 'sqlkube-proxy', image = defaultProxyImage, replicas = 2, port = 443 } = wish;
  const tlsSecret = wish.tlsSecret ?? `${name}-tls`;
  const hosts = readHosts(wish.hosts);
  const upstream = readUpstream(wish.upstream);
  const fingerprint = wish.certificateFingerprint.replaceAll(':', '').toLowerCase();
  const problems = [
    // One label, because the Service carries it, with room for what Deployments append.
    ...checkText('name', name, { ...shapes.serviceName, longest: 50 }),
    ...checkText('namespace', wish.namespace, shapes.label),
    ...(hosts.ok ? checkExposure(wish.exposure, hosts.value) : hosts.error),
    ...(upstream.ok ? [] : upstream.error),
    ...checkImage(image),
    ...(wish.tlsSecret === undefined ? [] : checkText('tlsSecret', wish.tlsSecret, shapes.subdomain)),
    ...checkFingerprint(wish.certificateFingerprint, fingerprint),
    ...checkCount('replicas', replicas, 1, 20),
    ...checkCount('port', port, 1, 65_535),
    ...(wish.rate === undefined ? [] : checkRate(wish.rate)),
  ];
  const [first, ...others] = hosts.ok ? hosts.value : [];
  if (problems.length > 0 || first === undefined || !upstream.ok) return err(problems);
  return ok({
    name,
    namespace: wish.namespace,
    createNamespace: wish.createNamespace,
    hosts: [first, ...others],
    access: wish.access,
    upstream: upstream.value,
    image,
    tlsSecret,
    certificateFingerprint: fingerprint,
    replicas,
    user: wish.user ?? 'image',
    ipv6: wish.ipv6 ?? false,
    exposure: wish.exposure,
    port,
    ...(wish.rate === undefined ? {} : { rate: wish.rate }),
  });
}

/** The names in the certificate, in canonical spelling, each once. */
export function readHosts(texts: readonly string[]): Result<readonly HostName[], Problems> {
  const fix = "Give the host of the endpoint's URL first, as it stands in the server certificate.";
  if (texts.length === 0) return err([textProblem('hosts', '', 'is empty', fix)]);
  const read = texts.map(parseHostName);
  const problems = read.flatMap((host, place) =>
    host.ok ? [] : [textProblem(`hosts[${place}]`, host.error.text, host.error.reason, host.error.fix)],
  );
  if (problems.length > 0) return err(problems);
  const hosts = new Map(read.flatMap((host) => (host.ok ? [[host.value.value, host.value] as const] : [])));
  return ok([...hosts.values()]);
}

const checkFingerprint = (text: string, hex: string): Problems =>
  /^[0-9a-f]{64}$/.test(hex)
    ? []
    : [textProblem('certificateFingerprint', text, 'is not a SHA-256', 'Give 64 hex digits, with or without colons.')];

const checkCount = (field: string, value: number, least: number, most: number): Problems =>
  Number.isInteger(value) && value >= least && value <= most
    ? []
    : [textProblem(field, String(value), `is not from ${least} to ${most}`, `Give a whole number in that range.`)];

const checkRate = ({ perSecond, burst }: RateLimit): Problems => [
  ...checkCount('rate.perSecond', perSecond, 1, 100_000),
  ...checkCount('rate.burst', burst, 1, 100_000),
];
