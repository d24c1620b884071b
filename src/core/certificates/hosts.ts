import { parseHostName, type HostName } from '../pki/host-name.ts';
import { readEndpointUrl, type UrlProblem } from '../rest/endpoint-url.ts';
import { err, ok, type Result } from '../result.ts';
import { inputProblem, quoted, type InputProblem } from '../input-problem.ts';

/** The hosts that a certificate is asked for, as typed. The URL's host is always one of them. */
export interface HostInput {
  readonly url: string;
  readonly dnsNames?: readonly string[];
  readonly ipAddresses?: readonly string[];
}

/** The hosts of one certificate: canonical, each once, the URL's own first. */
export type Hosts = readonly [HostName, ...HostName[]];

/** A certificate grows with its names, and the proxy sends it with every handshake. */
const mostHosts = 100;

/** Checks every host by the procedure's rules: letters, digits, `-`, `_`, `.`; IPv4 only. All problems are told at once. */
export function checkHosts(input: HostInput): Result<Hosts, readonly [InputProblem, ...InputProblem[]]> {
  const [first, ...others] = [
    hostOfUrl(input.url),
    ...(input.dnsNames ?? []).map((text, at) => checkHost(text, `dnsNames[${at}]`, 'dns')),
    ...(input.ipAddresses ?? []).map((text, at) => checkHost(text, `ipAddresses[${at}]`, 'ip')),
  ] as const;
  const [problem, ...more] = [first, ...others].flatMap((host) => (host.ok ? [] : [host.error]));
  if (problem !== undefined || !first.ok) return err(problem === undefined ? [noHost] : [problem, ...more]);
  const hosts: [HostName, ...HostName[]] = [first.value];
  for (const host of others) if (host.ok && !hosts.some((known) => isSame(known, host.value))) hosts.push(host.value);
  if (hosts.length > mostHosts) {
    const reason = `${hosts.length} hosts are too many for one certificate; ${mostHosts} is the limit.`;
    return err([inputProblem('dnsNames', reason, 'Leave out those that SQL Server does not call.')]);
  }
  return ok(hosts);
}

const noHost = inputProblem(
  'url',
  'The URL has no host.',
  'Give the endpoint’s URL, such as https://k8s.example:8443.',
);

const isSame = (left: HostName, right: HostName): boolean => left.kind === right.kind && left.value === right.value;

function hostOfUrl(url: string): Result<HostName, InputProblem> {
  const read = readEndpointUrl(url.trim());
  return read.ok ? checkHost(read.value.host, 'url') : err(urlProblem(url, read.error));
}

function urlProblem(url: string, problem: UrlProblem): InputProblem {
  const example = 'Give the endpoint’s URL, such as https://k8s.example:8443.';
  switch (problem.kind) {
    case 'not-https':
      return inputProblem('url', `${quoted(url)} does not begin with https; SQL Server calls nothing else.`, example);
    case 'host-characters':
      return inputProblem(
        'url',
        `The host of ${quoted(url)} has characters that SQL Server refuses (Msg 31614).`,
        'Use letters, digits, hyphens, underscores and dots; for an IPv6 address use a DNS name.',
      );
    case 'too-long':
      return inputProblem('url', `The URL is longer than ${problem.limit} bytes.`, 'Give scheme, host and port only.');
    case 'unparsable':
      return inputProblem('url', `${quoted(url)} is not a URL.`, example);
  }
}

function checkHost(text: string, field: string, wanted?: HostName['kind']): Result<HostName, InputProblem> {
  const problem = (reason: string, fix: string): Result<never, InputProblem> =>
    err(inputProblem(field, `${quoted(text)} ${reason}.`, fix));
  const read = parseHostName(text);
  if (!read.ok) return problem(read.error.reason, read.error.fix);
  const host = read.value;
  if (host.kind === 'ip' && host.bytes.length === 16) {
    return problem('is an IPv6 address, which SQL Server refuses in a URL (Msg 31614)', 'Use a DNS name for it.');
  }
  if (wanted === 'dns' && host.kind === 'ip') {
    return problem('is an IP address, not a DNS name', 'Give it as IP address; as DNS name no client would match it.');
  }
  if (wanted === 'ip' && host.kind === 'dns') return problem('is not an IP address', 'Give it as DNS name.');
  if (host.kind === 'dns' && endsInNumber(host.value)) {
    return problem('ends in a number, so that programs read it as an IP address', 'Use another name.');
  }
  return ok(host);
}

/** The URL standard's "ends in a number": such hosts become IPv4 addresses in some clients and names in others. */
const endsInNumber = (name: string): boolean => /(?:^|\.)(?:\d+|0x[0-9a-f]*)$/.test(name);
