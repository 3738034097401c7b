// The Test Explorer: running with coverage, a failure at its line, debugging a case.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { focusEditor, goToLine, openFile, palette, webview } from '../support/workbench.mjs';

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
      // What came and what was expected stand at the end of the line of the expectation.
      const line = page.locator('.view-line', { hasText: '"receipt": "R-2"' });
      const message = page.locator('.test-error-content-widget', { hasText: '"R-1" != "R-2"' });
      await message.waitFor();
      const [at, expected] = [await message.boundingBox(), await line.boundingBox()];
      assert.ok(Math.abs(at.y - expected.y) < expected.height, 'the message stands in that line');
      await shot('failure');
      await message.click();
      const peek = page.locator('.test-output-peek');
      await peek.locator('.modified .view-line', { hasText: '"R-1"' }).first().waitFor();
      await peek.locator('.original .view-line', { hasText: '"R-2"' }).first().waitFor();
      await shot('compared');
    },
  },
  {
    title: 'continuous run tests again after every save',
    async run({ page, shot }) {
      await openFile(page, 'order.asl.test.json');
      await openTesting(page);
      await palette(page, 'Test: Start Continuous Run');
      const profile = page.locator('.quick-input-list .monaco-list-row', { hasText: 'Run' }).first();
      await profile.locator('input[type=checkbox], .monaco-checkbox').click();
      await page.locator('.quick-input-widget').getByRole('button', { name: 'OK' }).click();
      await shot('started');
      await page.locator('.codicon-testing-turn-continuous-run-off').first().waitFor();
      await focusEditor(page);
      await page.keyboard.press('Control+End');
      await page.keyboard.press('Enter');
      await page.keyboard.press('Control+S');
      await page.locator('.test-explorer', { hasText: '3/3' }).waitFor();
      await goToLine(page, '11:67');
      await page.keyboard.type('X');
      await page.locator('.view-line', { hasText: '"XR-1"' }).waitFor();
      await page.keyboard.press('Control+S');
      const message = page.locator('.test-error-content-widget', { hasText: '"R-1" != "XR-1"' });
      await message.waitFor();
      const file = tree(page).filter({ hasText: 'order.asl.test.json' }).first();
      await file.locator('.codicon-testing-failed-icon').waitFor();
      await shot('failed');
      await page.keyboard.press('Backspace');
      await page.keyboard.press('Control+S');
      await file.locator('.codicon-testing-passed-icon').waitFor();
      await message.waitFor({ state: 'hidden' });
      await palette(page, 'Test: Stop Continuous Run');
    },
  },
  {
    title: 'a test case is debugged from its line',
    async run({ page, shot }) {
      await openFile(page, 'order.asl.json');
      await page.locator('.codelens-decoration').first().waitFor();
      await focusEditor(page);
      await goToLine(page, 6);
      await page.keyboard.press('F9');
      await page.locator('.codicon-debug-breakpoint').first().waitFor();
      await openFile(page, 'order.asl.test.json');
      await openTesting(page);
      await focusEditor(page);
      await goToLine(page, 18);
      await palette(page, 'Test: Debug Test at Cursor');
      await page.locator('.statusbar-item', { hasText: 'Paused before' }).waitFor();
      await shot('paused');
      const execution = await webview(page, 'execution');
      await execution.locator('.head .title', { hasText: 'refuses an order that is too small' }).waitFor();
      await page.locator('.debug-toolbar .action-label:not(.disabled).codicon-debug-continue').first().click();
      await page.locator('.exception-widget', { hasText: 'Order.TooSmall' }).waitFor();
      await shot('failed');
    },
  },
];
