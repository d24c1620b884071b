import type { ExecutionContext } from '../tsql/contracts.ts';
import { EngineSession } from '../tsql/run/session.ts';
import { fold } from './state.ts';

/** A table or procedure that users made; the engine stores it, this folder only names it. */
export interface UserObject {
  /** Folded. */
  readonly schema: string;
  /** As written. */
  readonly name: string;
  readonly kind: 'table' | 'procedure';
  readonly id: number;
}

/** The user objects of a database. */
export type UserObjects = (context: Pick<ExecutionContext, 'session'>, database: string) => readonly UserObject[];

/** Reads them from the engine's own storage. */
export const engineObjects: UserObjects = ({ session }, database) => {
  if (!(session instanceof EngineSession)) return [];
  const read = (kind: UserObject['kind'], entries: ReadonlyMap<string, { readonly name: string }>): UserObject[] =>
    [...entries].flatMap(([key, { name }]) => {
      const [owner, schema = 'dbo'] = key.split('.');
      return owner === fold(database) ? [{ schema, name, kind, id: objectId(key) }] : [];
    });
  const temporary = fold(database) === 'tempdb' ? [...session.tempTables] : [];
  return [
    ...read('table', session.storage.tables),
    ...read('procedure', session.storage.procedures),
    ...temporary.map(([key, { name }]): UserObject => ({ schema: 'dbo', name, kind: 'table', id: objectId(key) })),
  ];
};

/** A stable positive number for a name (FNV-1a); real ids mean nothing either. */
export function objectId(key: string): number {
  let hash = 0x811c9dc5;
  for (const character of key) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return (hash >>> 2) + 1_000_000;
}
