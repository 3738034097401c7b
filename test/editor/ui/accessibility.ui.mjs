// axe-core on every view in the four built-in themes, and the promises of the visual language that axe cannot see.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { focusEditor, openFile, palette, pick, webview } from '../support/workbench.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const tags = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'];

async function violations(frame) {
  await frame.evaluate(axe);
  const found = await frame.evaluate(async (values) => {
    const { violations: list } = await window.axe.run(document.querySelector('main'), {
      runOnly: { type: 'tag', values },
    });
    return list.map(
      ({ id, nodes }) =>
        `${id}: ${nodes
          .slice(0, 3)
          .map((node) => `${node.html.slice(0, 160)} ${node.any[0]?.message ?? ''}`)
          .join(' | ')}`,
    );
  }, tags);
  return found;
}

/** Contrast of strokes and marks against what they stand on; axe judges text only. */
async function weakStrokes(frame) {
  return frame.evaluate(() => {
    const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
    const rgb = (color) => {
      canvas.clearRect(0, 0, 1, 1);
      canvas.fillStyle = color;
      canvas.fillRect(0, 0, 1, 1);
      return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
    };
    const luminance = (color) => {
      const [r, g, b] = rgb(color).map((value) => {
        const share = value / 255;
        return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const contrast = (a, b) => {
      const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x);
      return (high + 0.05) / (low + 0.05);
    };
    const background = getComputedStyle(document.body).backgroundColor;
    return [...document.querySelectorAll('.node[data-status] .outline, .node .status, .edge[data-executed] .line')]
      .filter((shape) => shape.getAttribute('d'))
      .map((shape) => ({
        what: shape.parentElement.dataset.id ?? 'edge',
        ratio: contrast(getComputedStyle(shape).stroke, background),
      }))
      .filter(({ ratio }) => ratio < 3)
      .map(({ what, ratio }) => `${what}: ${ratio.toFixed(2)}`);
  });
}

const themes = {
  'Default Dark Modern': 'vs-dark',
  'Default Light Modern': 'vs',
  'Default High Contrast': 'hc-black',
  'Default High Contrast Light': 'hc-light',
};

export const scenarios = [
  {
    title: 'every view is usable in the four built-in themes',
    async run({ page, workspace, shot }) {
      await openFile(page, 'loop.asl.json');
      await page.locator('.codelens-decoration').first().waitFor();
      await palette(page, 'Stepwise: Open Graph to the Side');
      const graph = await webview(page, 'graph');
      await graph.locator('[role=treeitem]').first().waitFor();
      assert.deepEqual(await violations(graph), [], 'graph without a run');
      await focusEditor(page);
      await palette(page, 'Stepwise: Run State Machine');
      await pick(page, 'loop.bad.input.json');
      const execution = await webview(page, 'execution');
      await execution.locator('.head .state', { hasText: 'Succeeded' }).waitFor();
      await execution.locator('[role=row]', { hasText: 'Apologise' }).first().waitFor();
      await execution.locator('[role=tab]').first().waitFor();
      await graph.locator('[role=treeitem][aria-label*="failed, caught"]').first().waitFor();
      const iterations = await webview(page, 'iterations');
      await iterations.locator('[role=grid]').first().waitFor();
      mkdirSync(path.join(workspace, '.vscode'), { recursive: true });
      for (const [theme, name] of Object.entries(themes)) {
        writeFileSync(path.join(workspace, '.vscode/settings.json'), JSON.stringify({ 'workbench.colorTheme': theme }));
        await page.locator(`.monaco-workbench.${name}`).waitFor();
        const kind = { 'vs-dark': 'vscode-dark', vs: 'vscode-light' }[name] ?? 'vscode-high-contrast';
        await graph.locator(`body.${kind}`).waitFor();
        assert.deepEqual(await violations(graph), [], `graph in ${theme}`);
        assert.deepEqual(await weakStrokes(graph), [], `strokes in ${theme}`);
        assert.deepEqual(await violations(execution), [], `execution in ${theme}`);
        assert.deepEqual(await violations(iterations), [], `iterations in ${theme}`);
        await shot(name);
      }
    },
  },
];
