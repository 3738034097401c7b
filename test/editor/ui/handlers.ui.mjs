// Handlers of Tasks, debugged by the debugger of their own language together with the workflow.
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { openFile, palette, pick, webview } from '../support/workbench.mjs';

/** A folder of its own: with its launch.json no other scenario could show F5 without one. */
export const server = { workspace: path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../handlers') };

const toolbar = '.debug-toolbar';

function paused(page, name) {
  return page.locator('.statusbar-item', { hasText: `Paused before ${name}` }).waitFor();
}

async function press(page, name) {
  await page.locator(`${toolbar} .action-label:not(.disabled).codicon-debug-${name}`).first().click();
}

/** The editor shows this file and marks this line as the one at which execution stands. */
async function standsAt(page, file, line) {
  await page.locator('.tab.active', { hasText: file }).waitFor();
  await page.locator('.editor-instance .debug-top-stack-frame-line').first().waitFor();
  await page.locator('.statusbar-item', { hasText: `Ln ${line},` }).waitFor();
}

export const scenarios = [
  {
    title: 'a step into the Task stands on the first line of its handler, and comes back with its result',
    async run({ page, shot }) {
      await openFile(page, 'greet.asl.json');
      await page.keyboard.press('F5');
      await paused(page, 'Greet');
      await press(page, 'step-into');
      await standsAt(page, 'index.js', 4);
      await shot('handler');
      await press(page, 'step-over');
      await standsAt(page, 'index.js', 5);
      await press(page, 'continue');
      await page.locator('.tab.active', { hasText: 'greet.asl.json' }).waitFor();
      await paused(page, 'Greet');
      const execution = await webview(page, 'execution');
      await execution.getByText('Hello, Ada').first().waitFor();
      await shot('result');
      await press(page, 'continue');
      await page.locator(toolbar).waitFor({ state: 'hidden' });
      await execution.locator('.head .state', { hasText: 'Succeeded' }).waitFor();
    },
  },
  {
    title: 'a handler that was built from TypeScript is entered in its source',
    async run({ page, workspace, shot }) {
      await build({
        entryPoints: [path.join(workspace, 'price/index.ts')],
        outdir: path.join(workspace, 'price/dist'),
        bundle: true,
        platform: 'node',
        format: 'cjs',
        sourcemap: true,
      });
      await openFile(page, 'price.asl.json');
      await palette(page, 'Debug: Select and Start Debugging');
      await pick(page, 'Price');
      await paused(page, 'Price');
      await press(page, 'step-into');
      await standsAt(page, 'index.ts', 6);
      await shot('source');
      await press(page, 'continue');
      await page.locator('.tab.active', { hasText: 'price.asl.json' }).waitFor();
      await paused(page, 'Price');
      await press(page, 'continue');
      await page.locator(toolbar).waitFor({ state: 'hidden' });
    },
  },
];
