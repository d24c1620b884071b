import { createHash, randomUUID } from 'node:crypto';
import type { SqlType, TypedValue } from '../../values.ts';
import type { ScalarFunction } from '../contracts.ts';
import { textBytes } from '../types/convert.ts';
import { refuseTypes, strict, textOf } from './define.ts';

const varbinary: SqlType = { name: 'varbinary', length: 8000 };

/** Algorithm words of HASHBYTES; MD2 and MD4 are deprecated there and unknown here, and give NULL as unknown words do. */
const algorithms: Record<string, string> = {
  md5: 'md5',
  sha: 'sha1',
  sha1: 'sha1',
  sha2_256: 'sha256',
  sha2_512: 'sha512',
};

const bytesOf = ({ type, value }: TypedValue): Uint8Array =>
  value instanceof Uint8Array ? value : textBytes(typeof value === 'string' ? value : '', type);

const notHashed = [
  'int',
  'bigint',
  'smallint',
  'tinyint',
  'bit',
  'float',
  'real',
  'decimal',
  'numeric',
  'date',
  'datetime',
  'datetime2',
];

/** NEWID and HASHBYTES. */
export const identityFunctions: readonly ScalarFunction[] = [
  {
    name: 'newid',
    minArgs: 0,
    maxArgs: 0,
    nullable: false,
    returnType: () => ({ name: 'uniqueidentifier' }),
    evaluate: () => randomUUID().toUpperCase(),
  },
  strict(
    'hashbytes',
    [2, 2],
    (args) => {
      refuseTypes(args, 1, 'hashbytes', notHashed);
      return varbinary;
    },
    ([algorithm, input]) => {
      const name = algorithms[textOf(algorithm).toLowerCase()];
      return name === undefined || input === undefined ? null : createHash(name).update(bytesOf(input)).digest();
    },
  ),
];
