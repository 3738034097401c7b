// Builds every bundle of the product into dist/. `node esbuild.mjs [--watch] [--only NAME,NAME]`
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build, context } from 'esbuild';
import { clientBundles } from './client/bundles.mjs';

const common = {
  bundle: true,
  outdir: 'dist',
  // UMD entries (jsonc-parser's is one) cannot be bundled; ESM entries can.
  mainFields: ['module', 'main'],
  logLevel: 'warning',
  legalComments: 'none',
  minifySyntax: true,
  metafile: true,
};
/** What AWS's services offer stands once in dist/data; the bundles that ask it would hold a copy each otherwise. */
const awsData = {
  name: 'aws-data',
  setup({ onResolve }) {
    onResolve({ filter: /^\.\/data\/\w+\.json$/ }, ({ path: file, resolveDir }) => {
      mkdirSync('dist/data', { recursive: true });
      // Minified, as the rest of dist.
      const data = JSON.parse(readFileSync(path.join(resolveDir, file), 'utf8'));
      writeFileSync(path.join('dist', file), JSON.stringify(data));
      return { path: file, external: true };
    });
  },
};
const node = {
  ...common,
  platform: 'node',
  format: 'cjs',
  target: 'node22',
  minifyWhitespace: true,
  plugins: [awsData],
};
/** What the package of the extension holds: short names save it a tenth of its size. The library keeps them, for the stack traces of its users. */
const packaged = { ...node, minifyIdentifiers: true };
const bundles = [
  { ...node, entryPoints: { runtime: 'runtime/src/index.ts' } },
  { ...packaged, entryPoints: { cli: 'runtime/src/hosts/cli/main.ts' }, banner: { js: '#!/usr/bin/env node' } },
  { ...packaged, entryPoints: { debugAdapter: 'runtime/src/hosts/dap/main.ts' } },
  { ...packaged, entryPoints: { server: 'server/src/main.ts' } },
  ...clientBundles,
];

const only = process.argv.includes('--only') ? process.argv[process.argv.indexOf('--only') + 1].split(',') : undefined;
const wanted = bundles.filter((bundle) => {
  const [name, file] = Object.entries(bundle.entryPoints)[0];
  return existsSync(file) && (!only || only.includes(name));
});
if (process.argv.includes('--watch')) {
  for (const bundle of wanted) await (await context(bundle)).watch();
} else {
  const results = await Promise.allSettled(wanted.map((bundle) => build(bundle)));
  // esbuild has printed what is wrong.
  if (results.some(({ status }) => status === 'rejected')) process.exit(1);
  if (!only) writeFileSync('dist/THIRD-PARTY-NOTICES.txt', notices(results.map(({ value }) => value.metafile)));
}

/** The licences of every package whose code is inside a bundle. */
function notices(metafiles) {
  const folders = metafiles.flatMap((metafile) => Object.keys(metafile.inputs)).map(packageFolder);
  const sections = [...new Set(folders.filter(Boolean))].sort().map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
    const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
    return `${name} ${version} (${license})\n\n${file ? readFileSync(path.join(folder, file), 'utf8').trim() : ''}`;
  });
  return `Stepwise contains code of these packages.\n\n${sections.join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}

function packageFolder(input) {
  return /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0];
}
