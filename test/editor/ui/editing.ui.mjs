// Editing: problems, quick fixes, completion, rename; in JSON, YAML and templates.
import assert from 'node:assert/strict';
import { goToLine, openFile, palette, pick } from '../support/workbench.mjs';

export const scenarios = [
  {
    title: 'a problem is underlined and its quick fix repairs it',
    async run({ page, shot }) {
      await openFile(page, 'broken.asl.json');
      await page.locator('.squiggly-error').first().waitFor();
      await goToLine(page, 6);
      await page.keyboard.press('End');
      await page.keyboard.press('ArrowLeft');
      await page.keyboard.press('ArrowLeft');
      await page.keyboard.press('Control+.');
      const fix = page.locator('.action-widget .monaco-list-row', { hasText: 'Refund' }).first();
      await fix.waitFor();
      await shot('quick-fix');
      await fix.click();
      await page.locator('.squiggly-error').first().waitFor({ state: 'detached' });
      await page.locator('.view-line', { hasText: '"Next": "Refund"' }).waitFor();
    },
  },
  {
    title: 'completion offers the states that can follow',
    async run({ page, shot }) {
      await openFile(page, 'loop.asl.json');
      await page.locator('.codelens-decoration').first().waitFor();
      await goToLine(page, 42);
      await page.keyboard.press('End');
      for (let step = 0; step < 5; step++) await page.keyboard.press('Backspace');
      await page.keyboard.press('Control+Space');
      const widget = page.locator('.suggest-widget .monaco-list-row');
      await widget.filter({ hasText: 'Apologise' }).first().waitFor();
      await shot('list');
      assert.equal(await widget.filter({ hasText: 'Compare' }).count(), 0, 'no state of another scope');
      await page.keyboard.press('Escape');
    },
  },
  {
    title: 'rename changes a state and everything that leads to it',
    async run({ page }) {
      await openFile(page, 'reminder.asl.yaml');
      await page.locator('.codelens-decoration').first().waitFor();
      await goToLine(page, 9);
      await page.keyboard.press('Home');
      await page.keyboard.press('F2');
      const input = page.locator('.rename-box input, .rename-input').first();
      await input.waitFor({ state: 'visible' });
      await input.fill('Greet');
      await page.keyboard.press('Enter');
      await page.locator('.view-line', { hasText: 'Next: Greet' }).waitFor();
      await page.locator('.view-line', { hasText: /^\s*Greet:/ }).waitFor();
    },
  },
  {
    title: 'a template has problems and a Run of its own for each machine',
    async run({ page, shot }) {
      await openFile(page, 'template.yaml');
      await page.locator('.codelens-decoration', { hasText: 'Run' }).nth(1).waitFor();
      await page.locator('.squiggly-error').first().waitFor();
      await shot('template');
      await page.locator('.codelens-decoration').first().locator('a', { hasText: 'Run' }).first().click();
      await pick(page, 'Empty object');
      await page.locator('.statusbar-item', { hasText: 'Succeeded' }).waitFor();
    },
  },
  {
    title: 'no notification and no panel comes by itself',
    async run({ page }) {
      await openFile(page, 'loop.asl.json');
      await page.locator('.codelens-decoration').first().waitFor();
      // Whatever comes by itself has come once the file is read: by then the outline knows its states.
      await page.locator('.pane-header', { hasText: 'Outline' }).click();
      await page.locator('.outline-tree .monaco-list-row', { hasText: 'Each number' }).waitFor();
      assert.equal(await page.locator('.notification-toast').count(), 0);
      assert.equal(await page.locator('.part.panel').isVisible(), false);
      await palette(page, 'Stepwise: Show Log');
      await page.locator('.part.panel').waitFor();
    },
  },
];
