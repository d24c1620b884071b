import { at, isJsonObject, listAt, textAt } from '../../kube/json.ts';
import { redacted } from '../../redact.ts';

/** Shorter values would blank ordinary words. */
const shortest = 4;

const decoded = (text: string): readonly string[] => {
  const plain = Buffer.from(text, 'base64').toString('utf8');
  return plain.includes('\ufffd') ? [] : [plain];
};

const ofSecret = (object: unknown): readonly string[] => {
  const [data, plain] = [at(object, 'data'), at(object, 'stringData')];
  const coded = isJsonObject(data) ? Object.values(data).filter((value) => typeof value === 'string') : [];
  const given = isJsonObject(plain) ? Object.values(plain).filter((value) => typeof value === 'string') : [];
  return [...coded, ...coded.flatMap(decoded), ...given];
};

const ofResult = (result: unknown): readonly string[] => {
  switch (at(result, 'kind')) {
    case 'Secret':
      return ofSecret(result);
    case 'SecretList':
    case 'List':
      return listAt(result, 'items').flatMap(ofSecret);
    case 'TokenRequest': {
      const token = textAt(result, 'status', 'token');
      return token === undefined ? [] : [token];
    }
    default:
      return [];
  }
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
};

/**
 * What the answers of a run say is secret: the data of Secrets, coded and decoded, and tokens. A script that picks such a value
 * out of the answer shows it without the name by which redaction would know it.
 */
export const responseSecrets = (envelopes: readonly string[]): ReadonlySet<string> =>
  new Set(
    envelopes
      .flatMap((envelope) => ofResult(at(parsed(envelope), 'result')))
      .map((value) => value.trim())
      .filter(({ length }) => length >= shortest),
  );

/** A text without these values: as a whole, and as words in it. Linear in the text, however many values there are. */
export const withoutValues = (text: string, values: ReadonlySet<string>): string => {
  if (values.size === 0) return text;
  if (values.has(text.trim())) return redacted;
  return text.replaceAll(/[A-Za-z0-9+/=_.-]{4,}/gu, (word) => (values.has(word) ? redacted : word));
};
