import { restParameters } from '../../rest/parameters.ts';
import type { RestParameter } from '../../rest/parameters.ts';

/** What each parameter is for, in a sentence. */
const purposes: Readonly<Record<string, string>> = {
  '@url': 'Where to: `https://` only, a host name without IPv6, and no more than 4 kB behind the `?`.',
  '@payload': 'What to send, as JSON, XML or text, up to 100 MB. What it is follows from the Content-Type.',
  '@headers': 'Request headers as a flat JSON object. A token does not belong here: use `@credential`.',
  '@method': 'The HTTP method. Without it the procedure sends POST, which creates.',
  '@timeout': 'Seconds until the call is given up.',
  '@credential': 'A database scoped credential whose name is the beginning of the URL; it signs the call in.',
  '@response': 'Takes the envelope: `$.response` holds status and headers, `$.result` the body.',
  '@retry_count': 'How often to repeat after 408, 429 and 5xx, POST too. Missing in preview builds of SQL Server 2025.',
};

const typeText = ({ type, length }: RestParameter): string =>
  type === 'nvarchar' ? `nvarchar(${length ?? ''})` : type;

/** `@timeout smallint`. */
export const parameterLabel = (parameter: RestParameter): string =>
  `${parameter.name} ${typeText(parameter)}${parameter.output ? ' OUTPUT' : ''}`;

/** All there is to say of a parameter, as Markdown. */
export const parameterDocumentation = (parameter: RestParameter): string => {
  const { name, range, defaultValue, required, source } = parameter;
  const facts = [
    required ? 'Required.' : defaultValue === undefined ? 'Default: NULL.' : `Default: \`${defaultValue}\`.`,
    ...(range === undefined ? [] : [`From ${range.minimum} to ${range.maximum}.`]),
  ];
  return `\`${parameterLabel(parameter)}\`\n\n${purposes[name] ?? ''} ${facts.join(' ')}\n\n*${source}*`;
};

/** The parameter of this name, in any case. */
export const restParameter = (name: string): RestParameter | undefined =>
  restParameters.find((one) => one.name === name.toLowerCase());
