// The Test Explorer: running with coverage, a failure at its line, debugging a case.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { openFile, palette, webview } from '../support/workbench.mjs';

const tree = (page) => page.locator('.test-explorer .monaco-list-row');

async function openTesting(page) {
  await page.locator('.activitybar [aria-label*="Testing"]').first().click();
  await tree(page).filter({ hasText: 'order.asl.test.json' }).first().waitFor();
}

export const scenarios = [
  {
    title: 'tests run with coverage of states and transitions',
    async run({ page, shot }) {
      await openFile(page, 'order.asl.json');
      await page.locator('.codelens-decoration').first().waitFor();
      await openTesting(page);
      await palette(page, 'Test: Run All Tests with Coverage');
      await page.locator('.test-explorer', { hasText: '3/3' }).waitFor();
      await page
        .locator('.pane', { hasText: 'Test Coverage' })
        .locator('.monaco-list-row', { hasText: '100' })
        .first()
        .waitFor();
      await shot('coverage');
      await openFile(page, 'order.asl.json');
      await palette(page, 'Stepwise: Show Coverage in Graph');
      const graph = await webview(page, 'graph');
      await graph.locator('[role=treeitem][aria-label*="covered 3 times"]').first().waitFor();
      await shot('graph');
    },
  },
  {
    title: 'a failure shows what was expected at its line',
    async run({ page, workspace, shot }) {
      const file = path.join(workspace, 'order.asl.test.json');
      const text = readFileSync(file, 'utf8');
      writeFileSync(file, text.replace('"receipt": "R-1"', '"receipt": "R-2"'));
      await openFile(page, 'order.asl.test.json');
      await openTesting(page);
      await palette(page, 'Test: Run All Tests');
      await page.locator('.test-explorer', { hasText: '2/3' }).waitFor();
      await tree(page).filter({ hasText: 'order.asl.test.json' }).first().click();
      await page.keyboard.press('ArrowRight');
      await tree(page).filter({ hasText: 'ships an order' }).first().waitFor();
      await shot('failure');
      writeFileSync(file, text);
      assert.ok(true);
    },
  },
];
