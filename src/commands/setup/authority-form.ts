import type { Failure } from '../../core/failure.ts';
import { ok, type Result } from '../../core/result.ts';
import type { Prompts } from '../../host/prompts.ts';
import { answered, type Step } from '../../host/steps.ts';

/** Which CA the hosts have to trust. */
export interface AuthorityDraft {
  /** The path of its certificate, or the fingerprint itself. */
  readonly authority: string;
  readonly typesFingerprint: boolean;
}

const shape = /^[0-9A-F]{2}(?::[0-9A-F]{2}){31}$/u;
const other = Symbol('another file');
const typed = Symbol('a fingerprint');

/** The last questions: the CA's certificate, by file or by fingerprint. */
export const authoritySteps = <S extends AuthorityDraft>(
  prompts: Prompts,
  made: (draft: S) => string | undefined,
): readonly Step<S>[] => [
  (draft, place) =>
    answered(
      async () => {
        for (;;) {
          const answer = await prompts.choose<string | typeof other | typeof typed>({
            place,
            prompt: 'The CA that SQL Server has to trust. The scripts refuse any other. Next: the files.',
            choices: [
              ...known(draft, made(draft)),
              { label: 'Choose ca.crt…', description: 'the certificate, never the key', value: other },
              {
                label: 'Type Its SHA-256 Fingerprint…',
                description: 'as openssl x509 -fingerprint -sha256 prints it',
                value: typed,
              },
            ],
          });
          if (answer.kind !== 'value' || answer.value !== other) return answer;
          const path = await prompts.pickPath({ kind: 'file', title: place.title, button: 'Use This Certificate' });
          if (path !== undefined) return { kind: 'value' as const, value: path };
        }
      },
      (value) =>
        typeof value === 'string'
          ? { ...draft, authority: value, typesFingerprint: false }
          : { ...draft, typesFingerprint: true },
    ),
  (draft, place) =>
    draft.typesFingerprint
      ? answered(
          () =>
            prompts.text({
              place,
              prompt: 'SHA-256 fingerprint of the CA certificate. Next: the files.',
              value: shape.test(draft.authority) ? draft.authority : '',
              check: (text) =>
                shape.test(text.trim().toUpperCase())
                  ? undefined
                  : 'Type 32 pairs of hexadecimal digits with colons between.',
            }),
          (text) => ({ ...draft, authority: text.trim().toUpperCase() }),
        )
      : undefined,
];

/** The CA that was made here for this endpoint, then what was chosen before. */
const known = ({ authority }: AuthorityDraft, made: string | undefined) => [
  ...(made === undefined
    ? []
    : [
        {
          label: 'The CA That Was Made Here',
          description: made.slice(0, 23),
          detail: 'Of the certificates for this endpoint.',
          value: made,
        },
      ]),
  ...(authority === '' || authority === made ? [] : [{ label: authority, description: 'as before', value: authority }]),
];

/** The fingerprint that was typed, or the one of the file. */
export const fingerprintOf = async (
  { authority }: AuthorityDraft,
  read: (path: string) => Promise<Result<string, Failure>>,
): Promise<Result<string, Failure>> => (shape.test(authority) ? ok(authority) : await read(authority));
