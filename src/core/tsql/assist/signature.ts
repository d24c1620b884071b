import { restParameters } from '../../rest/parameters.ts';
import { cursorPlace } from './cursor-place.ts';
import { parameterDocumentation, parameterLabel } from './parameter-docs.ts';

/** The parameters of the procedure, and which one is being written. */
export interface Signature {
  readonly label: string;
  readonly parameters: readonly { readonly label: string; readonly documentation: string }[];
  /** Index of the parameter at the cursor; absent where none is named yet. */
  readonly active?: number;
}

const parameters = restParameters.map((parameter) => ({
  label: parameterLabel(parameter),
  documentation: parameterDocumentation(parameter),
}));

const label = `sp_invoke_external_rest_endpoint ${parameters.map((one) => one.label).join(', ')}`;

/** The signature while the cursor is among the arguments of a call. */
export const signature = (document: string, offset: number): Signature | undefined => {
  const place = cursorPlace(document, offset);
  if (place === undefined || place.kind === 'procedure') return undefined;
  const name =
    place.kind === 'parameter'
      ? restParameters.find((parameter) => !place.given.includes(parameter.name))?.name
      : place.parameter;
  const active = restParameters.findIndex((parameter) => parameter.name === name);
  return { label, parameters, ...(active < 0 ? {} : { active }) };
};
