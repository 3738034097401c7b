// A change in the past: the line that was left can be shown again and compared, state by state.
import assert from 'node:assert/strict';
import { focusEditor, goToLine, openFile, palette, pick, webview } from '../support/workbench.mjs';

function paused(page, name) {
  return page.locator('.statusbar-item', { hasText: `Paused before ${name}` }).waitFor();
}

async function press(page, name) {
  await page.locator(`.debug-toolbar .action-label:not(.disabled).codicon-debug-${name}`).first().click();
}

/** A tab of the panel. */
function showPanel(page, name) {
  return page.locator('.part.panel .composite-bar .action-item', { hasText: name }).first().click();
}

export const scenarios = [
  {
    title: 'a fork and what it left are compared',
    async run({ page, shot }) {
      await openFile(page, 'loop.asl.json');
      await page.locator('.codelens-decoration').first().waitFor();
      await focusEditor(page);
      await goToLine(page, 49);
      await page.keyboard.press('F9');
      await page.locator('.codicon-debug-breakpoint').first().waitFor();
      await page.keyboard.press('F5');
      await pick(page, 'loop.bad.input.json');
      await paused(page, 'Apologise');
      await press(page, 'step-over');
      await paused(page, 'Pause');
      await press(page, 'step-back');
      await page.locator('.statusbar-item', { hasText: 'Past · Apologise' }).waitFor();
      await palette(page, 'Stepwise: Go On with Another Output…');
      await page.locator('.quick-input-title', { hasText: 'Output of Apologise' }).waitFor();
      const input = page.locator('.quick-input-widget input[type=text]').first();
      assert.match(await input.inputValue(), /is larger than/);
      await shot('another-output');
      await input.fill('{"sorry": "never mind"}');
      await page.keyboard.press('Enter');
      await page.locator('.statusbar-item', { hasText: 'Fork 1' }).waitFor();
      await press(page, 'continue');
      await page.locator('.statusbar-item', { hasText: 'Succeeded' }).waitFor();

      await showPanel(page, 'Stepwise');
      const execution = await webview(page, 'execution');
      await execution.locator('.head .state', { hasText: 'Succeeded' }).waitFor();
      await execution.locator('.comparing select').last().selectOption({ label: 'original' });
      await execution.locator('.comparing .result', { hasText: '2 different, 1 only here' }).waitFor();
      await execution.locator('[role=row]', { hasText: 'differs' }).filter({ hasText: 'Apologise' }).click();
      await execution.getByRole('tab', { name: 'Diff' }).click();
      const difference = execution.locator('.differences li', { hasText: 'output $.sorry' });
      assert.match(await difference.textContent(), /is larger than.*never mind/);
      await shot('compared');

      await execution.locator('.comparing select').first().selectOption({ label: 'original' });
      await execution.locator('.comparing .result', { hasText: 'Same as' }).waitFor({ state: 'hidden' });
      await execution.locator('[role=row] .name', { hasText: 'Done' }).waitFor({ state: 'hidden' });
      await shot('original');

      await page.locator('.pane-header', { hasText: 'Step Functions Runs' }).click();
      await page.locator('.pane-body .monaco-list-row', { hasText: 'fork 1 from Apologise' }).click();
      await execution.locator('[role=row] .name', { hasText: 'Done' }).waitFor();
    },
  },
  {
    title: 'a fork asks once what answers calls that were not made before',
    async run({ page, shot }) {
      await openFile(page, 'order.asl.json');
      await page.locator('.codelens-decoration').first().waitFor();
      await focusEditor(page);
      await goToLine(page, 6);
      await page.keyboard.press('F9');
      await page.locator('.codicon-debug-breakpoint').first().waitFor();
      await page.keyboard.press('F5');
      await pick(page, 'ships an order');
      await paused(page, 'Open order');
      await press(page, 'step-over');
      await paused(page, 'Price lines');
      await press(page, 'step-over');
      await paused(page, 'Worth shipping?');
      await press(page, 'step-back');
      await page.locator('.statusbar-item', { hasText: 'Past · Price lines' }).waitFor();
      await press(page, 'step-back');
      await page.locator('.statusbar-item', { hasText: 'Past · Open order' }).waitFor();
      await palette(page, 'Stepwise: Go On with Another Output…');
      await page.locator('.quick-input-title', { hasText: 'Output of Open order' }).waitFor();
      const input = page.locator('.quick-input-widget input[type=text]').first();
      await input.fill('{"lines": [{"sku": "kiwi", "quantity": 9}, {"sku": "lime", "quantity": 1}]}');
      await page.keyboard.press('Enter');
      await page.locator('.statusbar-item', { hasText: 'Fork 1' }).waitFor();
      await press(page, 'continue');
      await page.locator('.quick-input-title', { hasText: 'Fork 1: Look up price calls' }).waitFor();
      await shot('question');
      await pick(page, 'Only mocks');
      // The discount has no value, as Open order was left out: that both prices were found shows that nobody was asked for the second.
      await page.locator('.exception-widget').waitFor();
      await page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
      const execution = await webview(page, 'execution');
      await execution.locator('[role=row]', { hasText: 'item 1' }).filter({ hasText: 'succeeded' }).waitFor();
      await shot('answered');
    },
  },
];
