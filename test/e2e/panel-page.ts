import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Frame } from 'playwright-core';
import { root } from '../support/package.ts';
import type { TestWindow } from './environment.ts';

/** Planted in what is pasted; must be nowhere afterwards. */
export const plantedToken = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJwbGFudGVkIn0.c2lnbmF0dXJlLXBsYW50ZWQ';

/** An error as SSMS shows it, with a token that does not belong there. */
export const pasted = `Msg 31608, Level 16, State 24, Procedure sys.sp_invoke_external_rest_endpoint_internal, Line 1
An error occurred, failed to communicate with the external rest endpoint. HRESULT: 0x80070008.
the call had Authorization: Bearer ${plantedToken}
`;

/** What `page/panel-facts.cjs` finds. */
interface Facts {
  readonly unnamed: readonly string[];
  readonly headings: readonly number[];
  readonly mains: number;
  readonly doubleIds: readonly string[];
  readonly foreign: number;
  readonly scrollWidth: number;
  readonly width: number;
  readonly faint: readonly string[];
  readonly focus: string;
}

/** The panel’s own document, for what only its page can tell. */
export async function panelFrame(window: TestWindow): Promise<Frame> {
  await window.webview().getByRole('textbox', { name: 'Error text' }).waitFor();
  for (const frame of window.page.frames()) {
    if ((await frame.locator('#box').count()) > 0) return frame;
  }
  throw new Error('the panel has no frame');
}

/** What a screen reader, a keyboard and tired eyes meet in the panel. */
export async function panelFacts(window: TestWindow): Promise<Facts> {
  const script = await readFile(path.join(root, 'test/support/page/panel-facts.cjs'), 'utf8');
  return await (await panelFrame(window)).evaluate<Facts>(script);
}
