// Packages the extension: `node scripts/package.mjs FILE.vsix`, made of the bundles as they are in dist.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const [out] = process.argv.slice(2);
if (!out) {
  console.error('Usage: node scripts/package.mjs FILE.vsix');
  process.exit(1);
}
const run = (...args) =>
  execFileSync(process.execPath, args, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'], timeout: 120_000 });

if (!existsSync(path.join(root, 'dist/extension.js'))) run('esbuild.mjs');
writeFileSync(path.join(root, 'dist/README.md'), readme());
run(
  'node_modules/@vscode/vsce/vsce',
  ...['package', '--no-dependencies', '--allow-missing-repository', '--no-rewrite-relative-links'],
  ...['--readme-path', 'dist/README.md', '--out', path.resolve(out)],
);
execFileSync(process.execPath, ['scripts/checkPackage.mjs', path.resolve(out)], { cwd: root, stdio: 'inherit' });

/** The README without the pictures that are not packaged: a package has room for few. */
function readme() {
  const packaged = new Set(
    readFileSync(path.join(root, '.vscodeignore'), 'utf8')
      .split('\n')
      .map((line) => line.slice(1)),
  );
  const text = readFileSync(path.join(root, 'README.md'), 'utf8');
  return text.replaceAll(/^!\[[^\]]*\]\(([^)]+)\)\n\n?/gm, (picture, file) => (packaged.has(file) ? picture : ''));
}
