import assert from 'node:assert/strict';
import { errorDecode } from '../../../src/commands/error-decode.ts';
import { world } from './world.ts';

describe('Decode Error', () => {
  it('reads what is selected in the editor, and says where that was', async () => {
    const { context, state, panel } = world();
    state.selection = { text: 'HRESULT: 0x80072ee7', from: 'Selection in pods.sql' };
    state.clipboard = 'HRESULT: 0x80070008';
    assert.equal(await errorDecode.run(context), undefined);
    const [entry] = panel.diagnostics.state.entries;
    assert.equal(entry?.from, 'Selection in pods.sql');
    assert.equal(entry.diagnoses[0]?.code, 'transport.name-not-resolved');
    assert.equal(panel.revealed.times, 1);
  });

  it('reads the clipboard when nothing is selected', async () => {
    const { context, state, panel } = world();
    state.clipboard = 'HRESULT: 0x80070008';
    await errorDecode.run(context);
    assert.equal(panel.diagnostics.state.entries[0]?.from, 'Clipboard');
    assert.equal(panel.diagnostics.state.entries[0].diagnoses[0]?.code, 'transport.untrusted');
  });

  it('only shows the panel when there is nothing to read', async () => {
    const { context, panel } = world();
    await errorDecode.run(context);
    assert.deepEqual([panel.revealed.times, panel.diagnostics.state.entries.length], [1, 0]);
  });
});
