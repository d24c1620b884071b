import { noAccess } from '../access/grant.ts';
import { inputProblem, quoted, type InputProblem } from '../input-problem.ts';
import { err, ok, type Result } from '../result.ts';
import { readProxyImage } from './image-setting.ts';
import { localVariant, type LocalWish } from './local-variant.ts';

/** What need not be said of the local variant, as a person types it; empty is the default. */
export interface LocalTexts {
  readonly sqlServerImage: string;
  readonly sqlServerPort: string;
}

export const noLocalTexts: LocalTexts = { sqlServerImage: '', sqlServerPort: '' };

type Parts = Pick<LocalWish, 'sqlServerImage' | 'sqlServerPort'>;

const probe: LocalWish = {
  cluster: { kind: 'kind', name: 'kind' },
  hosts: ['k8s.example'],
  access: noAccess,
};

/** The texts as parts of a wish, or what is wrong with them by the rules of the generator. */
export function readLocalTexts(texts: LocalTexts): Result<Parts, readonly InputProblem[]> {
  const image = texts.sqlServerImage.trim();
  const port = texts.sqlServerPort.trim();
  if (port !== '' && !/^\d{1,5}$/.test(port)) {
    return err([inputProblem('sqlServerPort', `${quoted(port)} is no port.`, 'Give one from 1 to 65535.')]);
  }
  const read = readProxyImage(image);
  if (!read.ok) return err(read.error.map((one) => ({ ...one, field: 'sqlServerImage' })));
  const parts = {
    ...(image !== '' && { sqlServerImage: read.value }),
    ...(port !== '' && { sqlServerPort: Number(port) }),
  };
  const made = localVariant({ ...probe, ...parts });
  return made.ok ? ok(parts) : made;
}
