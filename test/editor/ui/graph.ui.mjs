// The graph: text and picture are one, for pointer, keyboard and assistive technology.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { focusEditor, goToLine, openFile, palette, webview } from '../support/workbench.mjs';

async function openGraph(page, file) {
  await openFile(page, file);
  await page.locator('.codelens-decoration').first().waitFor();
  await palette(page, 'Stepwise: Open Graph to the Side');
  const graph = await webview(page, 'graph');
  await graph.locator('[role=treeitem]').first().waitFor();
  return graph;
}

const item = (graph, name) => graph.locator(`[role=treeitem][aria-label^="${name},"]`);

/** A chain of states with choices, as text. */
function largeMachine(count) {
  const states = {};
  for (let index = 0; index < count; index++) {
    const next = `S${index + 1}`;
    states[`S${index}`] =
      index === count - 1
        ? { Type: 'Succeed' }
        : index % 5 === 0
          ? {
              Type: 'Choice',
              Choices: [{ Variable: '$.a', IsPresent: true, Next: `S${Math.min(count - 1, index + 3)}` }],
              Default: next,
            }
          : { Type: 'Pass', Next: next };
  }
  return JSON.stringify({ StartAt: 'S0', States: states }, undefined, 2);
}

export const scenarios = [
  {
    title: 'a click shows the text, the text shows the state',
    async run({ page, shot }) {
      const graph = await openGraph(page, 'order.asl.json');
      await item(graph, 'Too small').click();
      await page.locator('.view-line', { hasText: '"Too small": {' }).waitFor();
      assert.equal(await item(graph, 'Too small').getAttribute('aria-selected'), 'true');
      await shot('selected');
      await page.locator('.view-line', { hasText: '"Too small": {' }).click();
      for (let step = 0; step < 12; step++) await page.keyboard.press('ArrowUp');
      await palette(page, 'Stepwise: Show in Graph');
      await graph.locator('[role=treeitem][aria-selected=true][aria-label^="Charge and pack,"]').waitFor();
    },
  },
  {
    title: 'the keyboard reaches everything',
    async run({ page, shot }) {
      const graph = await openGraph(page, 'order.asl.json');
      await item(graph, 'Open order').focus();
      await page.keyboard.press('ArrowDown');
      assert.match(await graph.evaluate(() => document.activeElement?.getAttribute('aria-label')), /^Price lines,/);
      await page.keyboard.press('ArrowLeft');
      await graph.locator('[role=treeitem][aria-expanded=false][aria-label^="Price lines,"]').waitFor();
      assert.equal(await item(graph, 'Look up price').count(), 0);
      await page.keyboard.press('ArrowRight');
      await item(graph, 'Look up price').waitFor();
      await page.keyboard.press('F9');
      await graph.locator('[role=treeitem][aria-label^="Price lines,"][aria-label*="breakpoint"]').waitFor();
      await page.locator('.codicon-debug-breakpoint').first().waitFor();
      await shot('breakpoint');
      await page.keyboard.press('/');
      await graph.getByRole('combobox', { name: 'Find state' }).fill('decl');
      await graph.getByRole('option', { name: /Declined/ }).waitFor();
      await shot('find');
      await page.keyboard.press('Enter');
      assert.match(await graph.evaluate(() => document.activeElement?.getAttribute('aria-label')), /^Declined,/);
      await page.keyboard.press('Enter');
      await page.locator('.view-line', { hasText: '"Declined": {' }).first().waitFor();
    },
  },
  {
    title: 'typing moves nothing that did not change',
    async run({ page }) {
      const graph = await openGraph(page, 'loop.asl.json');
      const places = () =>
        graph.evaluate(() =>
          [...document.querySelectorAll('[role=treeitem]')].map((one) => `${one.dataset.id} ${one.style.transform}`),
        );
      const before = await places();
      await focusEditor(page);
      await goToLine(page, 2);
      await page.keyboard.press('End');
      await page.keyboard.press('ArrowLeft');
      await page.keyboard.press('ArrowLeft');
      await page.keyboard.type(' and more');
      await page.keyboard.press('End');
      // The problem of this field comes with the new text; once it is counted, the graph is that of the new text.
      await page.keyboard.type(' "TimeoutSeconds": -1,');
      await graph.locator('.footer', { hasText: '1 problem' }).waitFor();
      assert.deepEqual(await places(), before);
    },
  },
  {
    title: 'a new state moves nothing above it',
    async run({ page, workspace }) {
      const graph = await openGraph(page, 'loop.asl.json');
      const place = async (name) => item(graph, name).evaluate((one) => one.getBoundingClientRect().toJSON());
      const before = [await place('Prepare'), await place('Compare')];
      const file = path.join(workspace, 'loop.asl.json');
      const text = readFileSync(file, 'utf8');
      const extra = '"Rest": { "Type": "Wait", "Seconds": 1, "Next": "Done" },\n    "Done": {';
      writeFileSync(file, text.replace('"Next": "Done"', '"Next": "Rest"').replace('"Done": {', extra));
      await item(graph, 'Rest').waitFor();
      assert.deepEqual([await place('Prepare'), await place('Compare')], before);
    },
  },
  {
    title: 'broken text keeps the last good graph and says so',
    async run({ page, shot }) {
      const graph = await openGraph(page, 'loop.asl.json');
      const names = () =>
        graph.locator('[role=treeitem]').evaluateAll((items) => items.map((one) => one.getAttribute('aria-label')));
      const before = await names();
      await focusEditor(page);
      await page.keyboard.press('Control+Home');
      for (let step = 0; step < 6; step++) await page.keyboard.press('Shift+ArrowDown');
      await page.keyboard.press('Delete');
      await page.keyboard.type('}}} nothing');
      await graph.getByText(/^Showing the last valid version. \d+ problems?.$/).waitFor();
      assert.deepEqual(await names(), before);
      await shot('broken');
      await graph.getByRole('button', { name: 'Show Problems' }).click();
      await page.locator('.markers-panel .monaco-list-row', { hasText: 'loop.asl.json' }).first().waitFor();
      await focusEditor(page);
      for (let step = 0; step < 20 && (await graph.getByText('Showing the last valid').isVisible()); step++)
        await page.keyboard.press('Control+Z');
      await graph.getByText('Showing the last valid').waitFor({ state: 'hidden' });
      assert.deepEqual(await names(), before);
    },
  },
  {
    title: 'a thousand states are drawn, the view never blocks',
    async run({ page, workspace, shot }) {
      writeFileSync(path.join(workspace, 'large.asl.json'), largeMachine(1000));
      await openFile(page, 'large.asl.json');
      await page.locator('.codelens-decoration').first().waitFor();
      await palette(page, 'Stepwise: Open Graph to the Side');
      const graph = await webview(page, 'graph');
      await graph.locator('[role=treeitem]').first().waitFor();
      assert.ok((await graph.locator('[role=treeitem]').count()) < 400, 'only what is in view is in the document');
      await graph.locator('.footer', { hasText: '1,000 states' }).waitFor();
      await shot('large');
      const overview = graph.locator('.minimap.shown');
      await overview.click({ position: { x: 80, y: 60 } });
      await item(graph, 'S500').waitFor();
      await overview.click({ position: { x: 80, y: 1 } });
      await item(graph, 'S1').waitFor();
      await focusEditor(page);
      await goToLine(page, '4:6');
      await page.keyboard.type('renamed ');
      await item(graph, 'renamed S0').waitFor();
      await page.locator('.squiggly-error').first().waitFor();
      await item(graph, 'renamed S0').focus();
      await page.keyboard.press('0');
      await graph.locator('.layer[data-detail=containers]').waitFor({ state: 'attached' });
      await shot('fitted');
    },
  },
  {
    title: 'a graph over the limit is a list that can be drawn anyway',
    async run({ page, workspace, shot }) {
      writeFileSync(path.join(workspace, 'huge.asl.json'), largeMachine(3200));
      await openFile(page, 'huge.asl.json');
      await page.locator('.codelens-decoration').first().waitFor({ timeout: 60_000 });
      await palette(page, 'Stepwise: Open Graph to the Side');
      const graph = await webview(page, 'graph');
      await graph.getByText('This graph has 3,200 states. The list stays fast.').waitFor();
      assert.ok((await graph.getByRole('option').count()) < 120);
      await shot('list');
    },
  },
];
