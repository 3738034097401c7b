// Scenarios that only a person sees, driven in a real Visual Studio Code through Chromium. Screenshots stay in out/ui.
// `run({ vsix })` resolves with { passed, failed, pending, failures: [{ title, message }] }.
import { mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { newContext, newPage, openBrowser } from './support/browser.mjs';
import { nowRunning } from './support/cleanUp.mjs';
import { startServer } from './support/codeServer.mjs';
import { openFolder } from './support/workbench.mjs';

const folder = path.dirname(fileURLToPath(import.meta.url));
const shots = path.join(folder, 'out/ui');

/** Scenarios of one group share a server and a browser profile; each has a page and a copy of the workspace of its own. */
export async function run({ vsix, only = '', repeat = 1 }) {
  mkdirSync(shots, { recursive: true });
  const results = { passed: 0, failed: 0, pending: 0, failures: [], titles: [], external: [] };
  const files = readdirSync(path.join(folder, 'ui'))
    .filter((file) => file.endsWith('.ui.mjs'))
    .sort();
  const browser = await openBrowser();
  try {
    for (const file of files) {
      const { scenarios, server: options = {} } = await import(pathToFileURL(path.join(folder, 'ui', file)).href);
      const wanted = scenarios.filter(({ title }) => `${file} ${title}`.includes(only));
      if (wanted.length === 0) continue;
      const server = await startServer({ vsix, workspace: path.join(folder, 'workspace'), ...options });
      const context = await newContext(browser, { width: 1500, height: 950 });
      const group = file.replace('.ui.mjs', '');
      try {
        for (let pass = 1; pass <= repeat; pass++)
          for (const scenario of wanted) await runScenario(context, server, group, scenario, results);
      } finally {
        await context.close();
        await server.stop();
      }
    }
  } finally {
    await browser.close();
  }
  return results;
}

async function runScenario(context, server, group, scenario, results) {
  const title = `${group}: ${scenario.title}`;
  nowRunning(() => title);
  const started = Date.now();
  const failure = await tryScenario(context, server, group, scenario, results);
  if (failure) {
    results.failed++;
    results.failures.push({ title, message: failure });
    console.log(`FAILED ${title}`);
    return;
  }
  results.passed++;
  results.titles.push(`${title} (${Date.now() - started} ms)`);
}

/** Why the scenario failed, or undefined. */
async function tryScenario(context, server, group, { title, run: act }, results) {
  const page = await newPage(context);
  const slug = `${group}-${title}`
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 80);
  let count = 0;
  const shot = (name) => page.screenshot({ path: path.join(shots, `${slug}-${++count}-${name}.png`) });
  try {
    const workspace = server.newFolder();
    await openFolder(page, server, workspace);
    await act({ page, workspace, shot });
    await shot('end');
    return undefined;
  } catch (error) {
    await shot('failed').catch(() => undefined);
    const errors = page.messages.filter((message) => /^\[(error|pageerror)\]/.test(message)).slice(-10);
    return [error.stack, ...errors].join('\n');
  } finally {
    results.external.push(...page.external);
    await page.close();
  }
}
