// `npm start -- --editor`, as a person uses it: it says where the editor is, the editor shows an example, Ctrl-C ends it.
// `run()` resolves with { passed, failed, pending, failures: [{ title, message }] }.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { newContext, newPage, openBrowser } from './support/browser.mjs';
import { endAtExit, endGroup, nowRunning } from './support/cleanUp.mjs';

const script = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../scripts/start.mjs');
const title = 'start: the editor opens with an example and ends with Ctrl-C';

export async function run() {
  nowRunning(() => title);
  const results = { passed: 0, failed: 0, pending: 0, failures: [], titles: [], external: [] };
  const child = spawn(process.execPath, [script, '--editor'], { detached: true, stdio: ['ignore', 'pipe', 'inherit'] });
  const forget = endAtExit(() => endGroup(child));
  const browser = await openBrowser();
  try {
    const page = await newPage(await newContext(browser));
    const url = await addressOf(child);
    await page.goto(url);
    await page.locator('.tab.active', { hasText: 'job-poller.asl.json' }).waitFor();
    await page.locator('.codelens-decoration', { hasText: 'Debug' }).first().waitFor();
    results.external.push(...page.external);
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGINT');
    assert.equal(await ended, 0);
    await assert.rejects(fetch(new URL(url).origin), 'nobody listens any more');
    results.passed++;
    results.titles.push(title);
  } catch (error) {
    results.failed++;
    results.failures.push({ title, message: error.stack });
  } finally {
    await browser.close();
    forget();
    await endGroup(child);
  }
  return results;
}

/** The address it prints. */
function addressOf(child) {
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout.on('data', (chunk) => {
      text += chunk;
      const [found] = /http:\/\/127\.0\.0\.1:\d+\S+/.exec(text) ?? [];
      if (found) resolve(found);
    });
    child.once('exit', (code) => reject(new Error(`it ended with ${code}:\n${text}`)));
  });
}
