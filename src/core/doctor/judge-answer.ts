import { restLimitValues } from '../rest/limits.ts';
import { expiryOf } from '../pki/expiry.ts';
import { fixBy } from './failed.ts';
import { notNeeded, pass, unknown, type Fix, type Verdict } from './finding.ts';
import { firstPage } from './judge-access.ts';
import type { Probes } from './probes.ts';
import { jsonOf } from './judge-api.ts';
import { day, readServed } from './served.ts';
import { namespacePath } from '../kube/path.ts';
import { textAt } from '../kube/json.ts';

/** From this share of a limit on, it is worth a word. */
const share = 0.5;

/** `answer-size`: body and headers of a page of pods against what the procedure takes. */
export async function judgeSize(probes: Probes): Promise<Verdict> {
  const page = await firstPage(probes);
  if (page?.called.ok !== true) return unknown('No page of pods came to be measured');
  const { bodyLength, headerLength, facts } = page.called.value;
  const limits = restLimitValues;
  const evidence = [
    `Body: ${bodyLength} characters of ${limits.responseBytes} bytes, for ${probes.subject.pageSize} pods a page`,
    `Headers: ${headerLength} characters of ${limits.responseHeaderBytes} bytes`,
    ...(facts.bytes === undefined ? [] : [`From SQL Server to this computer: ${facts.bytes} bytes`]),
  ];
  if (headerLength > limits.responseHeaderBytes * share)
    return {
      outcome: 'warn',
      headline: 'The answers’ headers fill more than half of what SQL Server takes',
      why: 'Above 8 KB the call fails with Msg 31611. Something on the way adds cookies or policies.',
      evidence,
      fixes: [{ text: 'Have the cluster admin see what stands in front of the proxy and adds headers.' }],
    };
  if (bodyLength > limits.responseBytes * share)
    return {
      outcome: 'warn',
      headline: 'A page of pods fills more than half of what SQL Server takes',
      why: 'Above 100 MB the call fails.',
      evidence,
      fixes: [{ text: 'Lower `sqlkube.pods.pageSize`.' }],
    };
  return pass('Body and headers are far below the limits', evidence);
}

/** Milliseconds that a person waits without wondering. */
const patience = 2000;

/** `answer-time`: the proxy’s own path needs nobody else, so its time is the way’s. */
export async function judgeTime(probes: Probes): Promise<Verdict> {
  const [reach, version] = await Promise.all([probes.reach, probes.version]);
  const times = [
    { what: 'The proxy’s own path', called: reach },
    { what: 'The API server’s version', called: version },
  ].flatMap(({ what, called }) => (called.ok ? [{ what, ms: called.value.facts.durationMs }] : []));
  if (times.length === 0) return unknown('No answer came to be timed');
  const evidence = times.map(({ what, ms }) => `${what}: ${ms} ms`);
  const slowest = Math.max(...times.map(({ ms }) => ms));
  if (slowest < patience) return pass(`Answers come within ${slowest} ms`, evidence);
  const own = times.find(({ what }) => what.startsWith('The proxy'))?.ms ?? 0;
  const isProxy = own >= patience;
  const fix: Fix = isProxy
    ? { text: 'Look at the proxy: processor, memory, and the network between it and SQL Server’s machine.' }
    : { text: 'Look at the API server’s load, and at the network between the proxy and it.' };
  return {
    outcome: 'warn',
    headline: `Answers take ${(slowest / 1000).toFixed(1)} s`,
    why: isProxy
      ? 'Even the proxy’s own path does, which needs nobody else: the proxy is slow, or the way to it.'
      : 'The proxy itself is quick: it waits for the API server.',
    causes: [
      isProxy
        ? { code: 'proxy.slow', text: 'The proxy, or the way to it, is slow.' }
        : { code: 'api.slow', text: 'The API server is slow.' },
    ],
    sureness: 'judged',
    evidence,
    fixes: [fix, { text: 'Until then, raise `sqlkube.request.timeoutSeconds`.' }],
  };
}

/** `expiry`: everything with an end that is known, soonest first. */
export async function judgeExpiry(probes: Probes): Promise<Verdict> {
  const { subject, now } = probes;
  const seen = readServed(await probes.look, probes.host, now);
  const certificates = (seen?.chain ?? []).map((facts, index) => ({
    what: index === 0 ? `The proxy’s certificate (${facts.subject})` : `Its issuer (${facts.subject})`,
    ends: facts.validity.notAfter,
    isDue: ['renew', 'ends-soon', 'expired'].includes(expiryOf(facts.validity, now).stage),
    fix: fixBy('renew-certificate', 'Renew the proxy’s certificate; its CA stays.'),
  }));
  const ends = subject.token?.expiresAt;
  const token =
    ends === undefined
      ? []
      : [
          {
            what: 'The token',
            ends: new Date(ends),
            isDue: ends - now.getTime() < 7 * 86_400_000,
            fix: fixBy('rotate-token', 'Rotate the token.'),
          },
        ];
  const calendar = [...certificates, ...token].sort((left, right) => left.ends.getTime() - right.ends.getTime());
  const [first] = calendar;
  if (first === undefined)
    return unknown(
      'Nothing whose end is known was seen',
      'The certificate was not seen from this computer, and the token cannot be read.',
    );
  const evidence = calendar.map(({ what, ends: end }) => `${day(end)}  ${what}`);
  const due = calendar.filter(({ isDue }) => isDue);
  if (due.length === 0) return pass(`Nothing that was seen ends before ${day(first.ends)}`, evidence);
  return {
    outcome: 'warn',
    headline: `${due[0]?.what ?? ''} ends on ${day(due[0]?.ends ?? now)}`,
    evidence,
    fixes: due.map(({ fix }) => fix),
  };
}

/** `kubeconfig`: whether both ways lead to the same cluster. */
export async function judgeKubeconfig(probes: Probes): Promise<Verdict> {
  const asked = probes.kubeconfig;
  if (asked === undefined) return notNeeded('Run this check again to choose a kubeconfig to compare with');
  const view = await asked;
  if (!view.ok)
    return unknown(
      'The kubeconfig’s cluster could not be asked',
      view.error.kind === 'refused' ? view.error.reason : `It ended with: ${view.error.kind}.`,
    );
  const [version, system] = await Promise.all([probes.version, probes.read(namespacePath('kube-system'))]);
  const here = view.value;
  const theirs = {
    version: version.ok ? textAt(jsonOf(version.value), 'gitVersion') : undefined,
    uid: system.ok ? textAt(jsonOf(system.value), 'metadata', 'uid') : undefined,
  };
  const evidence = [
    `Context ${here.context}, ${here.server}: ${here.version}, kube-system ${here.uid ?? 'not to be read'}`,
    `Through SQL Server: ${theirs.version ?? 'version unknown'}, kube-system ${theirs.uid ?? 'not to be read'}`,
  ];
  const isSure = here.uid !== undefined && theirs.uid !== undefined;
  if (!isSure && theirs.version === undefined)
    return unknown('SQL Server’s side tells too little for a comparison', '', evidence);
  const isSame = isSure ? here.uid === theirs.uid : here.version === theirs.version;
  if (isSame)
    return pass(
      isSure
        ? `SQL Server sees the same cluster as context ${here.context}`
        : `SQL Server sees a cluster of the same version as context ${here.context}`,
      evidence,
    );
  return {
    outcome: 'warn',
    headline: `SQL Server sees another cluster than context ${here.context}`,
    why: isSure ? 'The namespace kube-system has another uid.' : 'The versions differ.',
    evidence,
    fixes: [fixBy('edit-endpoint', 'Check the endpoint’s URL, or compare with the other context.')],
  };
}
