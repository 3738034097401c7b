// Restricted mode: editing and the graph work, nothing runs.
import assert from 'node:assert/strict';
import { focusEditor, openFile, palette, webview } from '../support/workbench.mjs';

export const server = {
  trust: true,
  settings: { 'security.workspace.trust.startupPrompt': 'never', 'security.workspace.trust.banner': 'never' },
};

export const scenarios = [
  {
    title: 'a workspace that is not trusted is edited and drawn, not run',
    async run({ page, shot }) {
      await page.locator('.statusbar-item', { hasText: 'Restricted Mode' }).waitFor();
      await openFile(page, 'broken.asl.json');
      await page.locator('.squiggly-error').first().waitFor();
      assert.equal(await page.locator('.codelens-decoration', { hasText: 'Run' }).count(), 0);
      await palette(page, 'Stepwise: Open Graph to the Side');
      const graph = await webview(page, 'graph');
      await graph.locator('[role=treeitem][aria-label^="Check,"]').waitFor();
      await page.keyboard.press('F1');
      const input = page.locator('.quick-input-widget input[type=text]').first();
      const rows = page.locator('.quick-input-list .monaco-list-row');
      await input.fill('>Stepwise: Show Log');
      await rows.filter({ hasText: 'Stepwise: Show Log' }).waitFor();
      await input.fill('>Stepwise: Run State Machine');
      await rows.filter({ hasText: 'Stepwise: Show Log' }).waitFor({ state: 'hidden' });
      assert.equal(await rows.filter({ hasText: 'Stepwise: Run State Machine' }).count(), 0);
      await page.keyboard.press('Escape');
      await focusEditor(page);
      await page.keyboard.press('F5');
      const question = page.locator('.monaco-dialog-box', { hasText: 'Do you trust the authors' });
      await question.waitFor();
      await question.getByRole('button', { name: 'Cancel' }).click();
      await question.waitFor({ state: 'hidden' });
      assert.equal(await page.locator('.debug-toolbar').isVisible(), false);
      await shot('restricted');
    },
  },
];
