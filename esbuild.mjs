// Builds every bundle of the product into dist/. `node esbuild.mjs [--watch] [--only NAME,NAME]`
import { existsSync } from 'node:fs';
import { build, context } from 'esbuild';

const common = {
  bundle: true,
  outdir: 'dist',
  // vscode-json-languageservice's UMD entry cannot be bundled; its ESM entry can.
  mainFields: ['module', 'main'],
  logLevel: 'warning',
  legalComments: 'none',
  minifySyntax: true,
};
const node = { ...common, platform: 'node', format: 'cjs', target: 'node22' };
const bundles = [
  { ...node, entryPoints: { runtime: 'runtime/src/index.ts' } },
  { ...node, entryPoints: { cli: 'runtime/src/hosts/cli/main.ts' }, banner: { js: '#!/usr/bin/env node' } },
  { ...node, entryPoints: { debugAdapter: 'runtime/src/hosts/dap/main.ts' } },
  { ...node, entryPoints: { server: 'server/src/main.ts' } },
  { ...node, entryPoints: { extension: 'client/src/extension.ts' }, external: ['vscode'], minify: true },
  { ...common, platform: 'browser', format: 'iife', target: 'es2022', entryPoints: { graph: 'client/webview/graph.ts' }, minify: true },
];

const only = process.argv.includes('--only') ? process.argv[process.argv.indexOf('--only') + 1].split(',') : undefined;
const wanted = bundles.filter((b) => {
  const [name, file] = Object.entries(b.entryPoints)[0];
  return existsSync(file) && (!only || only.includes(name));
});
if (process.argv.includes('--watch')) {
  for (const b of wanted) await (await context(b)).watch();
} else {
  await Promise.all(wanted.map((b) => build(b)));
}
