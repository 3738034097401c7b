// Checks what was packaged: `node scripts/checkPackage.mjs FILE.vsix`. Nothing but the product may be inside, and small.
import { readFileSync, statSync } from 'node:fs';

const largestPackage = 1.5 * 1024 * 1024;
const largestEntry = 40 * 1024;
const wanted = ['extension/package.json', 'extension/dist/extension.js', 'extension/dist/THIRD-PARTY-NOTICES.txt'];
const unwanted = [/node_modules/, /\.map$/, /\.ts$/, /^extension\/(test|runtime|server|client|scripts)\//];

const [file] = process.argv.slice(2);
if (!file) fail('Usage: node scripts/checkPackage.mjs FILE.vsix');
const entries = listEntries(file);
const problems = [
  ...wanted.filter((name) => !entries.has(name)).map((name) => `${name} is missing`),
  ...[...entries.keys()]
    .filter((name) => unwanted.some((pattern) => pattern.test(name)))
    .map((name) => `${name} does not belong there`),
];
const size = statSync(file).size;
if (size > largestPackage) problems.push(`the package has ${kilobytes(size)}, more than ${kilobytes(largestPackage)}`);
const entrySize = entries.get('extension/dist/extension.js') ?? 0;
if (entrySize > largestEntry)
  problems.push(`dist/extension.js has ${kilobytes(entrySize)}, more than ${kilobytes(largestEntry)}`);
if (problems.length > 0) fail(`${file}:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
console.log(`${file}: ${kilobytes(size)}, ${entries.size} files, entry ${kilobytes(entrySize)}`);

/** Names and sizes of the files in a ZIP archive, from its central directory (APPNOTE 4.3.12). */
function listEntries(archive) {
  const bytes = readFileSync(archive);
  const end = bytes.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  if (end < 0) fail(`${archive} is not a ZIP archive`);
  const found = new Map();
  let at = bytes.readUInt32LE(end + 16);
  for (let count = bytes.readUInt16LE(end + 10); count > 0; count--) {
    const nameLength = bytes.readUInt16LE(at + 28);
    found.set(bytes.toString('utf8', at + 46, at + 46 + nameLength), bytes.readUInt32LE(at + 24));
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return found;
}

function kilobytes(bytes) {
  return `${Math.round(bytes / 102.4) / 10} KB`;
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
