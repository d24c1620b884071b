import type { ClusterClient } from '../../cluster/client.ts';
import type { GrantedToken } from '../../cluster/reviews.ts';
import { checkText, shapes, type TextShape } from '../../core/access/text-shape.ts';
import type { EndpointProfile } from '../../core/connection.ts';
import type { Failure } from '../../core/failure.ts';
import { tokenClaims } from '../../core/kube/token.ts';
import { ok, type Result } from '../../core/result.ts';
import { lifeText, readTokenLife } from '../../core/tokens/life.ts';
import type { FieldCheck } from '../../host/field-checks.ts';
import type { Choice } from '../../host/prompts.ts';
import { answered, runSteps } from '../../host/steps.ts';
import type { Step } from '../../host/steps.ts';
import { chooseCluster, clusterFailed } from '../cluster/choose-cluster.ts';
import { endpointOf } from '../cluster/which-endpoint.ts';
import type { CommandContext } from '../command.ts';

/** A token and what is known of it. Holds a secret. */
export interface FreshToken {
  readonly token: string;
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly client: ClusterClient;
  /** Milliseconds since 1970. */
  readonly from: number;
  /** Absent when it never ends. */
  readonly until?: number;
  readonly askedSeconds: number;
}

interface TokenDraft {
  readonly namespace: string;
  readonly serviceAccount: string;
  /** Undefined while it is typed. */
  readonly life: number | undefined;
  readonly typedLife: string;
  readonly typesAudience: boolean;
  readonly audience: string;
}

const lives: readonly Choice<number | undefined>[] = [
  ...[86_400, 30 * 86_400, 90 * 86_400, 365 * 86_400].map((value) => ({
    label: lifeText(value),
    ...(value === 90 * 86_400 && { description: 'default' }),
    value,
  })),
  { label: 'Another…', description: '10 minutes or more', value: undefined },
];

/** A text of a shape, as a check under the box. */
const shaped =
  (shape: TextShape): FieldCheck =>
  (text) => {
    const [problem] = checkText('text', text.trim(), shape);
    return problem && `${problem.reason} ${problem.fix}`;
  };

const checkLife: FieldCheck = (text) => {
  const life = readTokenLife(text);
  return life.ok ? undefined : `${life.error.reason} ${life.error.fix}`;
};

const checkAudience: FieldCheck = (text) =>
  /^[\x21-\x7e]{1,253}$/.test(text.trim()) ? undefined : 'Type one audience, such as https://kubernetes.default.svc.';

const steps = ({ prompts }: CommandContext): readonly Step<TokenDraft>[] => [
  (draft, place) =>
    answered(
      () =>
        prompts.text({
          place,
          prompt: 'Namespace of the service account that SQL Server calls as. Next: its name.',
          value: draft.namespace,
          check: shaped(shapes.label),
        }),
      (text) => ({ ...draft, namespace: text.trim() }),
    ),
  (draft, place) =>
    answered(
      () =>
        prompts.text({
          place,
          prompt: `Service account in ${draft.namespace}. Next: how long its token lives.`,
          value: draft.serviceAccount,
          check: shaped(shapes.subdomain),
        }),
      (text) => ({ ...draft, serviceAccount: text.trim() }),
    ),
  (draft, place) =>
    answered(
      () =>
        prompts.choose({
          place,
          prompt: 'How long the token should live. Some clusters grant less; what was granted is shown.',
          choices: lives,
          current: draft.life,
        }),
      (life) => ({ ...draft, life }),
    ),
  (draft, place) =>
    draft.life === undefined
      ? answered(
          () =>
            prompts.text({
              place,
              prompt: 'How long the token should live: 30 minutes, 12 hours, 90 days. Next: for whom it is.',
              value: draft.typedLife,
              check: checkLife,
            }),
          (typedLife) => ({ ...draft, typedLife }),
        )
      : undefined,
  (draft, place) =>
    answered(
      () =>
        prompts.choose({
          place,
          prompt: 'For whom the token is (its audience). Next: the token is requested.',
          choices: [
            { label: 'The API Server', description: 'default; what SQL Server calls', value: false },
            { label: 'Another Audience…', description: 'an API server that is called by another name', value: true },
          ],
          current: draft.typesAudience,
        }),
      (typesAudience) => ({ ...draft, typesAudience }),
    ),
  (draft, place) =>
    draft.typesAudience
      ? answered(
          () =>
            prompts.text({
              place,
              prompt: 'The audience, as the API server’s flag --api-audiences has it. Next: the token is requested.',
              value: draft.audience,
              check: checkAudience,
            }),
          (text) => ({ ...draft, audience: text.trim() }),
        )
      : undefined,
];

/** Asks which cluster, account and life, and requests the token. Undefined when the user backed out. */
export async function askToken(
  context: CommandContext,
  title: string,
  endpoint: EndpointProfile,
): Promise<Result<FreshToken, Failure> | undefined> {
  const client = await chooseCluster(context, { title });
  if (!client.ok) return client;
  const { namespace, serviceAccount } = accountOf(context, endpoint);
  const draft = await runSteps<TokenDraft>(title, steps(context), {
    namespace,
    serviceAccount,
    life: 90 * 86_400,
    typedLife: '12 hours',
    typesAudience: false,
    audience: '',
  });
  return draft === undefined ? undefined : await request(context, client.value, draft);
}

/** Whose token it was last; else the account of the access that was chosen for the endpoint. */
function accountOf(
  context: CommandContext,
  { id, url }: EndpointProfile,
): Pick<TokenDraft, 'namespace' | 'serviceAccount'> {
  const [namespace = '', serviceAccount = ''] = context.expiries.token(id)?.account.split('/') ?? [];
  if (namespace !== '') return { namespace, serviceAccount };
  const account = endpointOf(context, url).cluster.access?.account;
  return { namespace: account?.namespace ?? '', serviceAccount: account?.name ?? '' };
}

async function request(
  context: CommandContext,
  client: ClusterClient,
  { namespace, serviceAccount, life, typedLife, typesAudience, audience }: TokenDraft,
): Promise<Result<FreshToken, Failure>> {
  const typed = readTokenLife(typedLife);
  const expirationSeconds = life ?? (typed.ok ? typed.value : 3600);
  const audiences = typesAudience ? { audiences: [audience] } : {};
  const granted = await context.prompts.progress(`Requesting a token for ${namespace}/${serviceAccount}`, (signal) =>
    client.requestToken({ namespace, serviceAccount, expirationSeconds, ...audiences }, signal),
  );
  if (!granted.ok) return clusterFailed(granted.error, { context: client.context.name });
  context.remember(granted.value.token);
  return ok({ ...spanOf(granted.value), namespace, serviceAccount, client, askedSeconds: expirationSeconds });
}

/** The token says itself when it was issued; else its end and its length tell. */
function spanOf({ token, expiresAt, expirationSeconds }: GrantedToken): Pick<FreshToken, 'token' | 'from' | 'until'> {
  const from = tokenClaims(token)?.issuedAt ?? expiresAt - expirationSeconds * 1000;
  return { token, from, until: expiresAt };
}
