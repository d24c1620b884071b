import { checkHosts, type HostInput } from '../../core/certificates/hosts.ts';
import { checkPassphrase, generatePassphrase } from '../../core/pki/passphrase.ts';
import { randomBytes } from '../../host/certificate-tools.ts';
import { cleanEndpointUrl, splitNames } from '../../host/field-checks.ts';
import type { Choice, ChoiceQuestion, Place } from '../../host/prompts.ts';
import { answered, runSteps } from '../../host/steps.ts';
import type { Step } from '../../host/steps.ts';
import type { CommandContext } from '../command.ts';
import { splitHosts } from './inputs.ts';

/** What the form has learnt so far. The passphrase stays in memory until the files are written. */
export interface CertificateDraft {
  readonly url: string;
  /** False while one of the known endpoints is meant. */
  readonly typesUrl: boolean;
  /** Further names and addresses, as typed. */
  readonly others: string;
  readonly years: number;
  /** Name constraints. */
  readonly limited: boolean;
  readonly passphrase: string;
  readonly typesPassphrase: boolean;
  readonly folder: string;
}

interface Parts {
  readonly context: Pick<CommandContext, 'prompts' | 'files' | 'profiles'>;
  /** The endpoint that the command was called for; not asked again. */
  readonly url: string | undefined;
  readonly folder: string | undefined;
}

const years: readonly Choice<number>[] = [1, 2, 3, 4, 5].map((value) => ({
  label: value === 1 ? '1 year' : `${value} years`,
  ...(value === 3 && { description: 'default' }),
  value,
}));

const steps = ({ context, url, folder }: Parts): readonly Step<CertificateDraft>[] => {
  const { prompts, files, profiles } = context;
  const known = url === undefined ? [...new Set(profiles.endpoints().map(({ profile }) => profile.url))] : [];
  return [
    (draft, place) =>
      known.length === 0
        ? undefined
        : answered(
            () => prompts.choose(endpointQuestion(place, known, draft)),
            (chosen) => ({
              ...draft,
              url: chosen ?? draft.url,
              typesUrl: chosen === undefined,
            }),
          ),
    (draft, place) =>
      url !== undefined || !draft.typesUrl
        ? undefined
        : answered(
            () =>
              prompts.text({
                place,
                prompt:
                  'URL of the endpoint as SQL Server calls it; the certificate is for its host. Next: further names.',
                placeholder: 'https://k8s.corp.example:8443',
                value: draft.url,
                check: (text) => problemOf(checkHosts({ url: cleanEndpointUrl(text) })),
              }),
            (text) => ({ ...draft, url: cleanEndpointUrl(text) }),
          ),
    (draft, place) =>
      answered(
        () =>
          prompts.text({
            place,
            prompt: `Further names and IP addresses beside the host of ${draft.url}, separated by commas; empty for none. Next: how long the CA lives.`,
            placeholder: 'k8s, 10.0.0.41',
            value: draft.others,
            check: (text) => problemOf(checkHosts(hostInput({ url: draft.url, others: text }))),
          }),
        (others) => ({ ...draft, others }),
      ),
    (draft, place) =>
      answered(
        () =>
          prompts.choose({
            place,
            prompt:
              'How long the CA lives. The server certificate lives 397 days and is renewed without touching the CA.',
            choices: years,
            current: draft.years,
          }),
        (chosen) => ({ ...draft, years: chosen }),
      ),
    (draft, place) =>
      answered(
        () => prompts.choose(limitQuestion(place, draft, hostNames(draft))),
        (limited) => ({
          ...draft,
          limited,
        }),
      ),
    ...passphraseSteps(context),
    (draft, place) =>
      folder !== undefined
        ? undefined
        : answered(
            () => files.chooseFolder(place, `certificates/${folderName(draft.url)}`),
            (chosen) => ({
              ...draft,
              folder: chosen,
            }),
          ),
  ];
};

/** Chosen, then typed twice, or made and shown. */
const passphraseSteps = ({ prompts }: Pick<CommandContext, 'prompts'>): readonly Step<CertificateDraft>[] => [
  (draft, place) =>
    answered(
      () =>
        prompts.choose({
          place,
          prompt: 'The private key of the CA is encrypted with a passphrase; renewing needs it again.',
          choices: [
            { label: 'Make One', description: '150 random bits, shown once', value: false },
            { label: 'Type One', description: '12 characters or more', value: true },
          ],
          current: draft.typesPassphrase,
        }),
      (typesPassphrase) => ({
        ...draft,
        typesPassphrase,
        passphrase: typesPassphrase ? '' : generatePassphrase(randomBytes),
      }),
    ),
  (draft, place) =>
    draft.typesPassphrase
      ? answered(
          () =>
            prompts.text({
              place,
              prompt: 'Passphrase of the CA key. Store it in your vault too. Next: once more.',
              secret: true,
              check: (text) => problemOf(checkPassphrase(text)),
            }),
          (passphrase) => ({ ...draft, passphrase }),
        )
      : undefined,
  (draft, place) =>
    draft.typesPassphrase
      ? answered(
          () =>
            prompts.text({
              place,
              prompt: 'The same passphrase once more. Next: the folder.',
              secret: true,
              check: (text) => (text === draft.passphrase ? undefined : 'This is not what was typed before.'),
            }),
          () => draft,
        )
      : answered(
          () =>
            prompts.text({
              place,
              prompt: 'The passphrase of the CA key. Store it in your vault now: it is shown this once. Enter goes on.',
              value: draft.passphrase,
              check: (text) => (text === draft.passphrase ? undefined : 'Leave it as it is, or go back and type one.'),
            }),
          () => draft,
        ),
];

function endpointQuestion(
  place: Place,
  urls: readonly string[],
  draft: CertificateDraft,
): ChoiceQuestion<string | undefined> {
  const choices: Choice<string | undefined>[] = urls.map((value) => ({ label: value, value }));
  return {
    place,
    prompt: 'The endpoint that the certificates are for.',
    choices: [...choices, { label: 'Another URL…', value: undefined }],
    ...(draft.url !== '' && !draft.typesUrl && { current: draft.url }),
  };
}

function limitQuestion(place: Place, draft: CertificateDraft, hosts: readonly string[]): ChoiceQuestion<boolean> {
  return {
    place,
    prompt: 'For whom the CA may vouch; this name brings names below it.',
    choices: [
      {
        label: 'These Hosts Only',
        description: 'recommended; unproven on SQL Server',
        detail: hosts
          .map((host) => (/^[\d.]+$/.test(host) ? host : `${host}: this name and names below it`))
          .join(', '),
        value: true,
      },
      {
        label: 'Any Host',
        description: 'for TLS stacks that refuse limits',
        detail: 'Whoever holds the CA key could then vouch for any name.',
        value: false,
      },
    ],
    current: draft.limited,
  };
}

/** The hosts as the core takes them. */
export const hostInput = ({ url, others }: Pick<CertificateDraft, 'url' | 'others'>): HostInput => ({
  url,
  ...splitHosts(splitNames(others)),
});

function hostNames(draft: CertificateDraft): readonly string[] {
  const hosts = checkHosts(hostInput(draft));
  return hosts.ok ? hosts.value.map(({ value }) => value) : [];
}

/** `k8s.corp.example-8443`, good as a folder's name everywhere. */
const folderName = (url: string): string => new URL(url).host.replace(/[^\w.-]/g, '-');

interface Problem {
  readonly reason: string;
  readonly fix: string;
}

function problemOf(
  checked: { readonly ok: true } | { readonly ok: false; readonly error: Problem | readonly Problem[] },
): string | undefined {
  if (checked.ok) return undefined;
  const [first] = [checked.error].flat();
  return first && `${first.reason} ${first.fix}`;
}

/** Asks for all that certificates need. Undefined when the user backed out; nothing was made then. */
export async function askCertificates(
  parts: Parts,
  title: string,
  initial: CertificateDraft,
): Promise<CertificateDraft | undefined> {
  return await runSteps(title, steps(parts), initial);
}

/** Asked first by nobody: what stands in the boxes. */
export const emptyCertificateDraft: CertificateDraft = {
  url: '',
  typesUrl: true,
  others: '',
  years: 3,
  limited: true,
  passphrase: '',
  typesPassphrase: false,
  folder: '',
};
