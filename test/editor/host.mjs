// Runs the suite of test/editor/host inside the extension host of Visual Studio Code, against the packaged extension.
// `run({ vsix })` resolves with { passed, failed, pending, failures: [{ title, message }] }.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { newContext, newPage, openBrowser } from './support/browser.mjs';
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

export async function run({ vsix, grep = '' }) {
  const suite = await bundleSuite();
  const results = path.join(out, 'results.json');
  writeFileSync(results, '');
  const server = await startServer({
    vsix,
    workspace: path.join(folder, 'workspace'),
    smokeTest: true,
    env: {
      STEPWISE_TEST_RESULTS: results,
      STEPWISE_TEST_GREP: grep,
    },
  });
  const browser = await openBrowser();
  try {
    const page = await newPage(await newContext(browser));
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
    const text = existsSync(results) ? readFileSync(results, 'utf8') : '';
    if (text !== '') return { ...JSON.parse(text), external: [...page.external] };
    await page.screenshot({ path: path.join(folder, 'out/host.png') });
    const messages = [...page.messages.slice(-30), server.logText().slice(-3000)].join('\n');
    return {
      passed: 0,
      failed: 1,
      pending: 0,
      external: [],
      failures: [{ title: `extension host (exit ${code})`, message: messages }],
    };
  } finally {
    await browser.close();
    await server.stop();
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
