import { restEndpointOption } from '../server/configuration-options.ts';
import type { Server } from '../server/server.ts';
import { fold, type Credential, type Database } from '../server/state.ts';
import type { Faults } from './fault-switch.ts';

/** What an ordinary login still has under the faults that take a permission away. */
const ordinary: readonly string[] = ['CONNECT', 'SELECT', 'EXECUTE'];
const calling = 'EXECUTE ANY EXTERNAL ENDPOINT';
const using = 'REFERENCES';

/** A name that looks like the proxy’s and is not. */
const misnamed = (name: string): string => name.replace('://', '://k8s.');

/**
 * Plays the faults inside the instance by changing its state, as somebody would: T-SQL that mends it does mend it. Turned off,
 * everything is as it was when the sandbox was ready.
 */
export function followServerFaults(server: Server, databaseName: string): (faults: Faults) => Promise<void> {
  let ready: { readonly credentials: readonly Credential[]; readonly masterKey: Database['masterKey'] } | undefined;
  return (faults) => {
    const database = server.state.databases.get(fold(databaseName));
    if (database === undefined) return Promise.resolve();
    ready ??= { credentials: [...database.credentials.values()], masterKey: database.masterKey };
    breakSwitch(server, faults);
    server.onlyMay = permissionsUnder(faults);
    database.masterKey = faults.has('no-master-key') ? undefined : ready.masterKey;
    database.credentials.clear();
    for (const credential of ready.credentials.flatMap((one) => credentialUnder(one, faults)))
      database.credentials.set(fold(credential.name), credential);
    return Promise.resolve();
  };
}

function breakSwitch(server: Server, faults: Faults): void {
  const [value, inUse] = faults.has('switch-off') ? [0, 0] : faults.has('switch-pending') ? [1, 0] : [1, 1];
  const { options } = server.state;
  if (options.has(restEndpointOption)) options.set(restEndpointOption, { value, inUse });
}

function permissionsUnder(faults: Faults): ReadonlySet<string> | undefined {
  const [lacksCalling, lacksUsing] = [faults.has('no-permission'), faults.has('no-reference')];
  if (!lacksCalling && !lacksUsing) return undefined;
  return new Set([...ordinary, ...(lacksCalling ? [] : [calling]), ...(lacksUsing ? [] : [using])]);
}

function credentialUnder(credential: Credential, faults: Faults): readonly Credential[] {
  if (faults.has('credential-missing') || faults.has('no-master-key')) return [];
  return [
    {
      ...credential,
      ...(faults.has('credential-renamed') ? { name: misnamed(credential.name) } : {}),
      ...(faults.has('credential-identity') ? { identity: 'SHARED ACCESS KEY' } : {}),
    },
  ];
}
