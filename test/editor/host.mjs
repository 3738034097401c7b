// Runs the suite of test/editor/host inside the extension host of Visual Studio Code, against the packaged extension.
// `run({ vsix, repeat })` resolves with { passed, failed, pending, failures: [{ title, message }] }.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { newContext, newPage, openBrowser } from './support/browser.mjs';
import { nowRunning } from './support/cleanUp.mjs';
import { startServer } from './support/codeServer.mjs';

const folder = path.dirname(fileURLToPath(import.meta.url));
const out = path.join(folder, 'out/host');
const timeLimit = 300_000;

/** Mocha stays outside of the bundle, in the folder of the editor. */
const mochaOfEditor = {
  name: 'mocha',
  setup(plugins) {
    plugins.onResolve({ filter: /^mocha$/ }, () => ({
      path: path.join(folder, 'vscode/node_modules/mocha'),
      external: true,
    }));
  },
};

/** The suite is an extension of its own: it only holds tests, the product comes from its package. */
export async function bundleSuite() {
  mkdirSync(out, { recursive: true });
  await build({
    entryPoints: [path.join(folder, 'host/index.ts')],
    outfile: path.join(out, 'index.js'),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node22',
    external: ['vscode'],
    plugins: [mochaOfEditor],
    logLevel: 'warning',
  });
  const manifest = {
    name: 'stepwise-tests',
    publisher: 'stepwise',
    version: '0.0.1',
    engines: { vscode: '*' },
    main: './index.js',
  };
  writeFileSync(path.join(out, 'package.json'), JSON.stringify(manifest));
  return path.join(out, 'index.js');
}

/** One server; every pass has a page and a copy of the workspace of its own. */
export async function run({ vsix, grep = '', repeat = 1 }) {
  const suite = await bundleSuite();
  const files = { results: path.join(out, 'results.json'), progress: path.join(out, 'progress.txt') };
  const server = await startServer({
    vsix,
    workspace: path.join(folder, 'workspace'),
    smokeTest: true,
    env: {
      STEPWISE_TEST_RESULTS: files.results,
      STEPWISE_TEST_PROGRESS: files.progress,
      STEPWISE_TEST_GREP: grep,
    },
  });
  const browser = await openBrowser();
  const total = { passed: 0, failed: 0, pending: 0, titles: [], failures: [], external: [] };
  try {
    for (let pass = 1; pass <= repeat; pass++) {
      const result = await runSuite({ browser, server, suite, files });
      if (repeat > 1) console.log(`pass ${pass} of ${repeat}: ${result.passed} passed, ${result.failed} failed`);
      for (const key of ['passed', 'failed', 'pending']) total[key] += result[key];
      total.failures.push(...result.failures);
      total.external.push(...result.external);
      total.titles = result.titles ?? [];
    }
    return total;
  } finally {
    await browser.close();
    await server.stop();
  }
}

/** What mocha counted in the extension host; a host that does not end counts as one failure that says where it hung. */
async function runSuite({ browser, server, suite, files }) {
  writeFileSync(files.results, '');
  writeFileSync(files.progress, 'the start of the extension host');
  nowRunning(() => `extension host: ${readFileSync(files.progress, 'utf8')}`);
  const context = await newContext(browser);
  const page = await newPage(context);
  try {
    const ended = new Promise((resolve) => {
      setTimeout(() => resolve('timeout'), timeLimit).unref();
      page.exposeFunction('codeAutomationExit', (code) => resolve(code));
    });
    await page.exposeFunction('codeAutomationLog', (type, args) => {
      if (process.env.STEPWISE_TEST_VERBOSE) console.log(`[${type}]`, ...(Array.isArray(args) ? args : [args]));
    });
    await page.goto(
      `${server.url}/?folder=${encodeURIComponent(server.newFolder())}&payload=${payload(server.url, suite)}`,
    );
    const code = await ended;
    const external = [...page.external];
    const text = readFileSync(files.results, 'utf8');
    if (text !== '') return { ...JSON.parse(text), external };
    await page.screenshot({ path: path.join(folder, 'out/host.png') });
    const at = readFileSync(files.progress, 'utf8');
    const message = [`at: ${at}`, ...page.messages.slice(-30), server.logText().slice(-3000)].join('\n');
    return {
      passed: 0,
      failed: 1,
      pending: 0,
      external,
      failures: [{ title: `extension host (exit ${code})`, message }],
    };
  } finally {
    await context.close();
  }
}

function payload(url, suite) {
  const remote = (file) => `vscode-remote://${new URL(url).host}${file}`;
  const entries = [
    ['extensionDevelopmentPath', remote(path.dirname(suite))],
    ['extensionTestsPath', remote(suite)],
    ['skipWelcome', 'true'],
  ];
  return encodeURIComponent(JSON.stringify(entries));
}
