import type { EndpointAuthentication, EndpointProfile } from '../../core/connection.ts';
import { checkToken } from '../../host/access.ts';
import { checkEndpointUrl, checkNamespaces, cleanEndpointUrl, splitNames } from '../../host/field-checks.ts';
import type { Choice, Prompts } from '../../host/prompts.ts';
import { answered, runSteps } from '../../host/steps.ts';
import type { Step } from '../../host/steps.ts';

/** What the form has learnt so far. The token stays in memory until the call succeeded. */
export interface EndpointDraft {
  readonly profile: EndpointProfile;
  readonly token: string;
  /** Nothing was chosen for signing in yet, so what fits best stands first. */
  readonly isNew: boolean;
  /** “Another name…” was chosen, so the name is asked for. */
  readonly typesCredential: boolean;
  readonly typesNamespaces: boolean;
}

/** What the form needs to know about the connection that it is for. */
export interface EndpointFormParts {
  readonly prompts: Prompts;
  readonly server: string;
  /** Database scoped credentials found on the server. */
  readonly credentials: readonly string[];
}

type Way =
  | { readonly kind: 'credential'; readonly name: string }
  | { readonly kind: 'other-credential' }
  | { readonly kind: 'token' }
  | { readonly kind: 'none' };

/** Scheme, host and path must match for SQL Server to take a credential; the closest stand first. */
function ways(url: string, credentials: readonly string[]): readonly Choice<Way>[] {
  const fits = (name: string): boolean => url.toLowerCase().startsWith(name.toLowerCase().replace(/\/+$/, ''));
  const sorted = [...credentials].sort((a, b) => Number(fits(b)) - Number(fits(a)));
  return [
    ...sorted.map((name) => ({
      label: name,
      description: fits(name)
        ? 'database scoped credential, fits this URL'
        : 'database scoped credential for another URL',
      value: { kind: 'credential', name } as const,
    })),
    {
      label: 'Another credential…',
      description: 'type its name',
      detail: 'SQL Server lists only those that this login may see.',
      value: { kind: 'other-credential' },
    },
    {
      label: 'A token kept on this computer',
      description: 'quick test',
      detail: 'Sent with each call. For daily use keep it inside SQL Server, in a credential.',
      value: { kind: 'token' },
    },
    { label: 'None', description: 'the endpoint asks for nothing', value: { kind: 'none' } },
  ];
}

const chosen = (ways: readonly Choice<Way>[], now: EndpointAuthentication): Way | undefined =>
  ways.find(
    ({ value }) =>
      value.kind === now.kind && (value.kind !== 'credential' || now.kind !== 'credential' || value.name === now.name),
  )?.value;

const steps = ({ prompts, server, credentials }: EndpointFormParts): readonly Step<EndpointDraft>[] => {
  const set = (draft: EndpointDraft, change: Partial<EndpointProfile>): EndpointDraft => ({
    ...draft,
    profile: { ...draft.profile, ...change },
  });
  return [
    (draft, place) =>
      answered(
        () =>
          prompts.text({
            place,
            prompt: `URL of the cluster’s proxy as ${server} reaches it. Next: how ${server} signs in to it.`,
            placeholder: 'https://k8s.corp.example:8443',
            value: draft.profile.url,
            check: checkEndpointUrl,
          }),
        (text) => set(draft, { url: cleanEndpointUrl(text) }),
      ),
    (draft, place) => {
      const choices = ways(draft.profile.url, credentials);
      const current = draft.isNew ? undefined : chosen(choices, draft.profile.authentication);
      const prompt = `How ${server} signs in to ${draft.profile.url}. Next: which namespaces.`;
      return answered(
        () => prompts.choose({ place, prompt, choices, ...(current && { current }) }),
        (way) => {
          const known = { ...draft, isNew: false };
          return way.kind === 'other-credential'
            ? { ...known, typesCredential: true }
            : { ...set(known, { authentication: way }), typesCredential: false };
        },
      );
    },
    (draft, place) =>
      draft.typesCredential
        ? answered(
            () =>
              prompts.text({
                place,
                prompt: 'Name of the database scoped credential: scheme and host as in the URL.',
                value:
                  draft.profile.authentication.kind === 'credential'
                    ? draft.profile.authentication.name
                    : draft.profile.url,
                check: checkEndpointUrl,
              }),
            (name) => set(draft, { authentication: { kind: 'credential', name: name.trim() } }),
          )
        : undefined,
    (draft, place) =>
      !draft.typesCredential && draft.profile.authentication.kind === 'token'
        ? answered(
            () =>
              prompts.text({
                place,
                prompt: 'Service-account token. Kept in VS Code’s secret storage, never in settings.',
                value: draft.token,
                secret: true,
                check: checkToken,
              }),
            (token) => ({ ...draft, token: token.trim() }),
          )
        : undefined,
    (draft, place) =>
      answered(
        () =>
          prompts.choose({
            place,
            prompt: 'Which namespaces to show. Next: a real call.',
            choices: [
              { label: 'All', description: 'the token may list namespaces', value: false },
              { label: 'These…', description: 'type the names', value: true },
            ],
            current: draft.profile.namespaces !== 'all',
          }),
        (typed) => ({ ...(typed ? draft : set(draft, { namespaces: 'all' })), typesNamespaces: typed }),
      ),
    (draft, place) =>
      draft.typesNamespaces
        ? answered(
            () =>
              prompts.text({
                place,
                prompt: 'Namespaces, separated by commas. Next: a real call.',
                placeholder: 'shop, shop-test',
                value: draft.profile.namespaces === 'all' ? '' : draft.profile.namespaces.join(', '),
                check: checkNamespaces,
              }),
            (text) => set(draft, { namespaces: splitNames(text) }),
          )
        : undefined,
  ];
};

/** Asks for all of an endpoint. Undefined when the user backed out; nothing was stored then. */
export async function askEndpoint(
  parts: EndpointFormParts,
  title: string,
  initial: EndpointDraft,
): Promise<EndpointDraft | undefined> {
  return await runSteps(title, steps(parts), initial);
}
