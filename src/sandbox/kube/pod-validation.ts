import { at, isJsonObject, listAt, textAt, type JsonObject } from '../../core/kube/json.ts';
import { badRequest, invalid, type Cause } from './status-error.ts';

// What the real server's decoder and validator say about the mistakes that people make in a first pod; the contract suite
// holds the wordings. What is not checked here is taken as it is, so a pod that the real server refuses may be accepted.

const label = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const subdomain = `${label}(\\.${label})*`;

const cause = (reason: string, field: string, message: string): Cause => ({ reason, message, field });
const required = (field: string, why = ''): Cause =>
  cause('FieldValueRequired', field, `Required value${why === '' ? '' : `: ${why}`}`);

const subdomainRule =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end " +
  `with an alphanumeric character (e.g. 'example.com', regex used for validation is '${subdomain}')`;
const labelRule =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an " +
  `alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '${label}')`;

const matches = (pattern: string, text: string): boolean => new RegExp(`^(?:${pattern})$`).test(text);

const nameCauses = (pod: JsonObject): readonly Cause[] => {
  const name = textAt(pod, 'metadata', 'name');
  if (name === undefined) {
    return textAt(pod, 'metadata', 'generateName') === undefined
      ? [required('metadata.name', 'name or generateName is required')]
      : [];
  }
  if (name.length <= 253 && matches(subdomain, name)) return [];
  return [cause('FieldValueInvalid', 'metadata.name', `Invalid value: ${JSON.stringify(name)}: ${subdomainRule}`)];
};

const containerNameCauses = (name: string | undefined, field: string, seen: ReadonlySet<string>): readonly Cause[] => {
  if (name === undefined) return [required(field)];
  if (name.length > 63 || !matches(label, name)) {
    return [cause('FieldValueInvalid', field, `Invalid value: ${JSON.stringify(name)}: ${labelRule}`)];
  }
  return seen.has(name) ? [cause('FieldValueDuplicate', field, `Duplicate value: ${JSON.stringify(name)}`)] : [];
};

const containerCauses = (pod: JsonObject): readonly Cause[] => {
  const containers = listAt(pod, 'spec', 'containers');
  if (containers.length === 0) return [required('spec.containers')];
  const seen = new Set<string>();
  return containers.flatMap((container, index) => {
    const field = `spec.containers[${index}]`;
    const name = textAt(container, 'name');
    const causes = [...containerNameCauses(name, `${field}.name`, seen)];
    if (textAt(container, 'image') === undefined) causes.push(required(`${field}.image`));
    if (name !== undefined) seen.add(name);
    return causes;
  });
};

const policies = ['Always', 'OnFailure', 'Never'];

const policyCauses = (pod: JsonObject): readonly Cause[] => {
  const policy = textAt(pod, 'spec', 'restartPolicy');
  if (policy === undefined || policies.includes(policy)) return [];
  const supported = policies.map((each) => JSON.stringify(each)).join(', ');
  const message = `Unsupported value: ${JSON.stringify(policy)}: supported values: ${supported}`;
  return [cause('FieldValueNotSupported', 'spec.restartPolicy', message)];
};

/** Throws the 422 with all causes, in the server's order. */
export const validatePod = (pod: JsonObject): void => {
  const causes = [...nameCauses(pod), ...containerCauses(pod), ...policyCauses(pod)];
  if (causes.length > 0) throw invalid('Pod', textAt(pod, 'metadata', 'name') ?? '', causes);
};

type Shape = 'string' | 'object' | 'list';

const goTypes: readonly (readonly [path: readonly string[], shape: Shape, field: string, goType: string])[] = [
  [['metadata'], 'object', 'Pod.metadata', 'v1.ObjectMeta'],
  [['metadata', 'name'], 'string', 'ObjectMeta.metadata.name', 'string'],
  [['metadata', 'namespace'], 'string', 'ObjectMeta.metadata.namespace', 'string'],
  [['metadata', 'labels'], 'object', 'ObjectMeta.metadata.labels', 'map[string]string'],
  [['spec'], 'object', 'Pod.spec', 'v1.PodSpec'],
  [['spec', 'containers'], 'list', 'PodSpec.spec.containers', '[]v1.Container'],
  [['spec', 'restartPolicy'], 'string', 'PodSpec.spec.restartPolicy', 'v1.RestartPolicy'],
];

const shapeOf = (value: unknown): string => {
  if (Array.isArray(value)) return 'array';
  return typeof value === 'boolean' ? 'bool' : typeof value;
};

const hasShape = (value: unknown, shape: Shape): boolean => {
  if (value === undefined || value === null) return true;
  if (shape === 'list') return Array.isArray(value);
  return shape === 'object' ? isJsonObject(value) : typeof value === 'string';
};

/** Throws the decoder's 400 for a field of the wrong type. */
export const checkTypes = (pod: JsonObject): void => {
  for (const [path, shape, field, goType] of goTypes) {
    const value = at(pod, ...path);
    if (hasShape(value, shape)) continue;
    const what = `json: cannot unmarshal ${shapeOf(value)} into Go struct field ${field} of type ${goType}`;
    throw badRequest(`Pod in version "v1" cannot be handled as a Pod: ${what}`);
  }
};
