import { inputProblem, quoted, type InputProblem } from '../input-problem.ts';

/** A kind of text that a field may hold; all patterns are anchored and take ASCII only. */
export interface TextShape {
  readonly pattern: RegExp;
  readonly longest: number;
  readonly reason: string;
  readonly fix: string;
}

const shape = (pattern: RegExp, longest: number, name: string, fix: string): TextShape => ({
  pattern,
  longest,
  reason: `is not ${name} of at most ${longest} characters`,
  fix,
});

/** What Kubernetes takes as names (documented: "Object Names and IDs"), a little narrower where an URL path must hold them. */
export const shapes = {
  /** Namespaces, services. */
  label: shape(
    /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/,
    63,
    'a DNS label',
    'Use lower-case letters, digits and hyphens; begin and end with a letter or digit.',
  ),
  /** A Service's name, which must begin with a letter on older servers. */
  serviceName: shape(
    /^[a-z](?:[a-z0-9-]*[a-z0-9])?$/,
    63,
    'a DNS label',
    'Use lower-case letters, digits and hyphens; begin with a letter.',
  ),
  /** Most objects. */
  subdomain: shape(
    /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$/,
    253,
    'a Kubernetes name',
    'Use lower-case letters, digits, hyphens and dots.',
  ),
  /** RBAC's own objects have colons, and node names can be anything a path segment takes. */
  objectName: shape(
    /^[A-Za-z0-9](?:[A-Za-z0-9._:-]*[A-Za-z0-9])?$/,
    253,
    'a Kubernetes name',
    'Use letters, digits, hyphens, dots and colons.',
  ),
  resource: shape(
    /^[a-z](?:[a-z0-9-]*[a-z0-9])?$/,
    63,
    'a resource',
    'Write the plural in lower case, as `kubectl api-resources` lists it; no wildcard.',
  ),
} as const satisfies Readonly<Record<string, TextShape>>;

/** The problem of a text: `reason` goes on where the quoted text ends, as in `is no port`. */
export const textProblem = (field: string, text: string, reason: string, fix: string): InputProblem =>
  inputProblem(field, `${text === '' ? 'It' : quoted(text)} ${reason}.`, fix);

/** Nothing when the text has the shape, else its problem. */
export const checkText = (field: string, text: string, wanted: TextShape): readonly InputProblem[] =>
  text.length <= wanted.longest && wanted.pattern.test(text)
    ? []
    : [textProblem(field, text, wanted.reason, wanted.fix)];

/** Checks each text of a list; the field is told with its place. */
export const checkTexts = (field: string, texts: readonly string[], wanted: TextShape): readonly InputProblem[] =>
  texts.flatMap((text, place) => checkText(`${field}[${place}]`, text, wanted));
