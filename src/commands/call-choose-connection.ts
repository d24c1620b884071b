import { chooseConnection } from './call-connection.ts';
import { noPlace } from './call-place.ts';
import type { Command } from './command.ts';

export const callChooseConnection: Command<'sqlkube.call.chooseConnection'> = {
  id: 'sqlkube.call.chooseConnection',
  async run(context) {
    const place = context.editor.place();
    if (place === undefined) return noPlace;
    await chooseConnection(context, place.uri);
    return undefined;
  },
};
