// Debugging: F5 without launch.json, stepping through iterations, time travel, errors, values.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { focusEditor, goToLine, openFile, palette, pick, webview } from '../support/workbench.mjs';

const toolbar = '.debug-toolbar';

async function breakpoint(page, line) {
  await focusEditor(page);
  await goToLine(page, line);
  await page.keyboard.press('F9');
  await page.locator('.codicon-debug-breakpoint').first().waitFor();
}

async function start(page, file, line, input) {
  await openFile(page, file);
  await page.locator('.codelens-decoration', { hasText: 'Debug with last input' }).first().waitFor();
  if (line) await breakpoint(page, line);
  await page.keyboard.press('F5');
  await pick(page, input);
  await page.locator(toolbar).waitFor();
}

function paused(page, name) {
  return page.locator('.statusbar-item', { hasText: `Paused before ${name}` }).waitFor();
}

/** A button of the toolbar, once the editor itself knows that it may be pressed. */
async function press(page, name) {
  await page.locator(`${toolbar} .action-label:not(.disabled).codicon-debug-${name}`).first().click();
}

const continueToEnd = (page) => press(page, 'continue');

/** Every view of the panel shows the run of this number. */
async function filled(page, run) {
  const execution = await webview(page, 'execution');
  await execution.locator('.head .title', { hasText: `run ${run} ` }).waitFor();
  await execution.locator('.head .state', { hasText: 'Succeeded' }).waitFor();
  await execution.locator('[role=row]', { hasText: 'Apologise' }).first().waitFor();
  await execution.locator('[role=tab]').first().waitFor();
  const items = await webview(page, 'iterations');
  await items.locator('.items .row', { hasText: 'Number.TooLarge' }).first().waitFor();
}

/** A scope of the Variables view, opened. */
async function openScope(page, name) {
  const row = page
    .locator('.debug-variables .monaco-list-row, .debug-view-content .monaco-list-row', { hasText: name })
    .first();
  await row.waitFor();
  if ((await row.getAttribute('aria-expanded')) !== 'true') await row.click();
}

export const scenarios = [
  {
    title: 'F5, into an iteration, variables, hover, back, on to the end',
    async run({ page, workspace, shot }) {
      await start(page, 'loop.asl.json', 12, 'loop.good.input.json');
      await paused(page, 'Each number');
      await shot('stopped');
      await press(page, 'step-into');
      await paused(page, 'Compare');
      await press(page, 'step-over');
      await paused(page, 'Keep');
      await openScope(page, 'Variables of the execution');
      await page
        .locator('.debug-view-content .monaco-list-row', { hasText: /limit\s*=?\s*10/ })
        .first()
        .waitFor();
      await shot('iteration');

      const lines = readFileSync(path.join(workspace, 'loop.asl.json'), 'utf8').split('\n');
      const line = lines.findIndex((text) => text.includes('$states.input * 2'));
      await page.locator('.view-line', { hasText: '"Keep": {' }).click();
      await goToLine(page, `${line + 1}:${lines[line].indexOf('.input * 2') + 3}`);
      await page.keyboard.press('Control+K');
      await page.keyboard.press('Control+I');
      await page.locator('.debug-hover-widget .value', { hasText: /^1$/ }).waitFor();
      await shot('hover');

      await page.keyboard.press('Escape');
      await press(page, 'step-back');
      await page.locator('.statusbar-item', { hasText: /Past/ }).waitFor();
      await shot('past');
      const graph = await webview(page, 'graph');
      await graph.getByRole('button', { name: 'Return to Live' }).click();
      await paused(page, 'Keep');
      await continueToEnd(page);
      await page.locator(toolbar).waitFor({ state: 'hidden' });
      await page.locator('.statusbar-item', { hasText: 'Succeeded in 1 h' }).waitFor();
    },
  },
  {
    title: 'the graph follows the debugger',
    async run({ page, shot }) {
      await start(page, 'loop.asl.json', 7, 'loop.good.input.json');
      const graph = await webview(page, 'graph');
      const current = graph.locator('[role=treeitem][aria-current=step]');
      await current.waitFor();
      assert.match(await current.getAttribute('aria-label'), /^Prepare, Pass, .*paused.*breakpoint/);
      await press(page, 'step-over');
      await paused(page, 'Each number');
      await graph.locator('[role=treeitem][aria-current=step][aria-label^="Each number"]').waitFor();
      assert.match(
        await graph.locator('[role=treeitem][aria-label^="Prepare"]').getAttribute('aria-label'),
        /succeeded/,
      );
      await shot('followed');
      await continueToEnd(page);
      await page.locator(toolbar).waitFor({ state: 'hidden' });
      await graph.locator('[role=treeitem][aria-label*="3 done"]').waitFor();
    },
  },
  {
    title: 'an error that would fail the execution stops with its cause',
    async run({ page, shot }) {
      await start(page, 'order.asl.json', undefined, 'refuses an order');
      await page.locator('.exception-widget').waitFor();
      await shot('exception');
      assert.match(await page.locator('.exception-widget').textContent(), /Order\.TooSmall[\s\S]*less than 5/);
      await continueToEnd(page);
      await page.locator('.statusbar-item', { hasText: 'Failed after' }).waitFor();
    },
  },
  {
    title: 'a conditional breakpoint stops for one item, values stand in their lines',
    async run({ page, shot }) {
      await openFile(page, 'loop.asl.json');
      await page.locator('.codelens-decoration').first().waitFor();
      await focusEditor(page);
      await goToLine(page, 27);
      await palette(page, 'Debug: Add Conditional Breakpoint...');
      await page
        .locator('.breakpoint-widget .monaco-editor.focused, .breakpoint-widget .monaco-editor .focused')
        .first()
        .waitFor();
      await page.keyboard.type('$states.input = 3');
      await page.keyboard.press('Enter');
      await page.locator('.codicon-debug-breakpoint-conditional').first().waitFor();
      await page.keyboard.press('F5');
      await pick(page, 'loop.good.input.json');
      await paused(page, 'Keep');
      await page.locator('.view-line', { hasText: /=\s6/ }).first().waitFor();
      await shot('inline-value');
      const graph = await webview(page, 'graph');
      await graph.locator('[role=treeitem][aria-label*="breakpoint conditional"]').waitFor();
    },
  },
  {
    title: 'views fill at every run, and whenever they come back',
    async run({ page, shot }) {
      await openFile(page, 'loop.asl.json');
      await page.locator('.codelens-decoration').first().waitFor();
      const panel = page.locator('.part.panel');
      const toggle = async (wanted) => {
        await page.locator('.titlebar-right [aria-label^="Toggle Panel"]').click();
        await panel.waitFor({ state: wanted });
      };
      for (let run = 1; run <= 2; run++) {
        await page.locator('.codelens-decoration a', { hasText: 'Run' }).first().click();
        if (run === 1) await pick(page, 'loop.bad.input.json');
        else await toggle('visible');
        await filled(page, run);
        // The second time before its pages can have loaded.
        for (const wanted of ['hidden', 'visible', 'hidden', 'visible']) await toggle(wanted);
        await filled(page, run);
        await shot(`run-${run}`);
        await toggle('hidden');
      }
    },
  },
  {
    title: 'ten thousand items are one picture and one table',
    async run({ page, shot }) {
      await openFile(page, 'thousand.asl.json');
      await page.locator('.codelens-decoration a', { hasText: 'Run' }).first().click();
      await pick(page, 'thousand.input.json');
      const items = await webview(page, 'iterations');
      await items.getByRole('grid', { name: 'Iterations, 10,000 items, 100 failed' }).waitFor();
      await items.getByLabel('Show items').selectOption('failed');
      await items.locator('[role=grid][aria-rowcount="101"]').waitFor();
      assert.ok((await items.locator('.items .row').count()) < 120);
      await shot('iterations');
      await items.locator('.items .row', { hasText: '199' }).first().click();
      await page.locator('.statusbar-item', { hasText: 'Past' }).waitFor();
      await shot('item');
    },
  },
  {
    title: 'rows of the timeline move the playhead of everything',
    async run({ page, shot }) {
      await openFile(page, 'loop.asl.json');
      await page.locator('.codelens-decoration a', { hasText: 'Run' }).first().click();
      await pick(page, 'loop.bad.input.json');
      const execution = await webview(page, 'execution');
      await execution.locator('.head .state', { hasText: 'Succeeded' }).waitFor();
      await execution.locator('[role=row]', { hasText: 'Apologise' }).first().click();
      await execution.locator('.head .state', { hasText: 'Past · Apologise' }).waitFor();
      await page.locator('.monaco-editor .current-line').first().waitFor();
      await execution.getByRole('tab', { name: 'Diff' }).click();
      await execution.locator('.differences li', { hasText: '$.sorry' }).waitFor();
      await shot('timeline');
      await execution.getByLabel('Filter events').fill('zebra');
      await execution.getByText('No events match').waitFor();
      await execution.getByRole('button', { name: 'Clear Filter' }).click();
      await execution.getByRole('slider', { name: 'Playhead' }).focus();
      await page.keyboard.press('End');
      await execution.locator('.head .state', { hasText: 'Succeeded' }).waitFor();
    },
  },
];
