// The pictures of the README, taken in a real editor: `node test/editor/run.mjs --only pictures` writes docs/*.png.
// `run({ vsix })` resolves with { passed, failed, pending, failures: [{ title, message }] }.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { newContext, newPage, openBrowser } from './support/browser.mjs';
import { nowRunning } from './support/cleanUp.mjs';
import { startServer } from './support/codeServer.mjs';
import { smallPng } from './support/smallPng.mjs';
import { focusEditor, goToLine, openFile, openFolder, palette, pick, webview } from './support/workbench.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const machine = 'order-jsonata.asl.json';

const settings = {
  'workbench.colorTheme': 'Default Dark Modern',
  'workbench.layoutControl.enabled': false,
  'workbench.activityBar.location': 'top',
  'window.title': 'order-jsonata',
  'editor.minimap.enabled': false,
  'editor.lightbulb.enabled': 'off',
  'editor.stickyScroll.enabled': false,
  'editor.fontSize': 13,
  'breadcrumbs.enabled': false,
  'testing.automaticallyOpenTestResults': 'neverOpen',
  'debug.toolBarLocation': 'docked',
  'debug.openDebug': 'openOnDebugBreak',
};

const pictures = {
  async editing({ page, workspace }) {
    const file = path.join(workspace, machine);
    writeFileSync(file, readFileSync(file, 'utf8').replace('"Default": "Too small"', '"Default": "To small"'));
    await openFile(page, machine);
    await page.keyboard.press('Control+B');
    await palette(page, 'Stepwise: Open Graph to the Side');
    const graph = await webview(page, 'graph');
    await graph.locator('[role=treeitem][aria-label^="Missing: To small"]').waitFor();
    await focusEditor(page);
    await goToLine(page, '61:21');
    await page.locator('.squiggly-error').first().waitFor();
    await page.keyboard.press('Control+.');
    await page.locator('.action-widget .monaco-list-row', { hasText: 'Too small' }).first().waitFor();
  },

  async debugging({ page }) {
    await openFile(page, machine);
    await focusEditor(page);
    await goToLine(page, 27);
    await page.keyboard.press('F9');
    await page.locator('.codicon-debug-breakpoint').first().waitFor();
    await page.keyboard.press('F5');
    await pick(page, 'ships an order');
    await paused(page, 'Look up price');
    await toggleSection(page, 'Watch');
    for (const name of ['Input', 'Variables of the execution']) await openScope(page, name);
    await page
      .locator('.debug-view-content .monaco-list-row', { hasText: /discount/ })
      .first()
      .waitFor();
    const items = await webview(page, 'iterations');
    await items.locator('.items .row', { hasText: 'running' }).first().waitFor();
  },

  async 'time-travel'({ page }) {
    await openFile(page, machine);
    await page.locator('.codelens-decoration a', { hasText: 'Debug' }).first().click();
    await pick(page, 'ships an order');
    await page.keyboard.press('Control+B');
    await page.locator('.statusbar-item', { hasText: 'Succeeded' }).waitFor();
    await toggleSection(page, 'Iterations');
    const execution = await webview(page, 'execution');
    await execution.locator('.head .state', { hasText: 'Succeeded' }).waitFor();
    await execution.locator('[role=row]', { hasText: 'Charge' }).nth(1).click();
    await execution.locator('.head .state', { hasText: 'Past' }).waitFor();
    const graph = await webview(page, 'graph');
    await graph.getByRole('button', { name: 'Return to Live' }).waitFor();
    await execution.getByRole('tab', { name: 'Diff' }).click();
  },

  async testing({ page }) {
    await openFile(page, machine);
    await page.locator('.activitybar, .composite-bar').locator('[aria-label*="Testing"]').first().click();
    await page.locator('.test-explorer .monaco-list-row').first().waitFor();
    await palette(page, 'Test: Run All Tests with Coverage');
    await page.locator('.test-explorer', { hasText: '3/3' }).waitFor();
    await page.locator('.test-explorer .monaco-list-row').first().click();
    await page.keyboard.press('ArrowRight');
    await openFile(page, machine);
    await palette(page, 'Stepwise: Show Coverage in Graph');
    const graph = await webview(page, 'graph');
    await graph.locator('[role=treeitem][aria-label*="covered 3 times"]').first().waitFor();
    await focusEditor(page);
  },
};

export async function run({ vsix, only = '' }) {
  const results = { passed: 0, failed: 0, pending: 0, failures: [], titles: [], external: [] };
  const server = await startServer({ vsix, workspace: path.join(root, 'examples/order-jsonata'), settings });
  const browser = await openBrowser();
  const context = await newContext(browser, { width: 1440, height: 900 });
  try {
    for (const [name, act] of Object.entries(pictures)) {
      if (!name.includes(only)) continue;
      nowRunning(() => `picture: ${name}`);
      const page = await newPage(context);
      const workspace = server.newFolder();
      try {
        await openFolder(page, server, workspace);
        await act({ page, workspace });
        // Without the pointer, and with whatever comes next to it drawn.
        await page.mouse.move(720, 1);
        await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)));
        const picture = smallPng(await page.screenshot());
        writeFileSync(path.join(root, `docs/${name}.png`), picture);
        results.passed++;
        results.titles.push(`docs/${name}.png, ${Math.round(picture.length / 1024)} KB`);
      } catch (error) {
        await page.screenshot({ path: path.join(root, `test/editor/out/${name}-failed.png`) });
        results.failed++;
        results.failures.push({ title: name, message: error.stack });
      } finally {
        await page.close();
      }
    }
  } finally {
    await browser.close();
    await server.stop();
  }
  return results;
}

function paused(page, name) {
  return page.locator('.statusbar-item', { hasText: `Paused before ${name}` }).waitFor();
}

/** Folds or unfolds a section of a side bar or a panel. */
function toggleSection(page, name) {
  return page.locator('.pane-header', { hasText: name }).first().click();
}

async function openScope(page, name) {
  const row = page.locator('.debug-view-content .monaco-list-row', { hasText: name }).first();
  await row.waitFor();
  if ((await row.getAttribute('aria-expanded')) !== 'true') await row.click();
}
