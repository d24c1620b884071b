import { inlineCode } from './markdown.ts';
import type { Setup } from './options.ts';
import type { RunBookStep } from './run-book.ts';

/** The step for logins that members are made for, if there are any: only the DBA of the instance can make one. */
export const loginStep = ({ members }: Setup): readonly RunBookStep[] => {
  const logins = members.flatMap(({ forLogin }) => (forLogin === undefined ? [] : [inlineCode(forLogin)]));
  if (logins.length === 0) return [];
  return [
    {
      title: 'Make the logins that are missing',
      owner: 'instance-dba',
      rights: [{ kind: 'sql', permission: 'ALTER ANY LOGIN', on: 'server' }],
      before: logins.map(
        (login) =>
          `login ${login}: leave it as it is when it is there; else ${inlineCode('CREATE LOGIN … WITH PASSWORD = …')} or ${inlineCode('CREATE LOGIN … FROM WINDOWS')}`,
      ),
      files: [],
      notes: [
        'A login alone may do nothing in the database; the next steps let its user make calls. Write down which you made.',
      ],
      checks: [`${inlineCode('sys.server_principals')} shows it.`],
      undo: logins.map((login) => `${inlineCode('DROP LOGIN …')} for ${login}, only if this step made it.`),
    },
  ];
};
