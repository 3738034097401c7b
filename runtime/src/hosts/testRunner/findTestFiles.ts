import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { FileProblem } from '../files/fileProblem.ts';

/** Test files by their name. */
const TEST_FILE = /\.asl\.test\.(?:json|ya?ml)$/i;
const SKIPPED_FOLDERS = new Set(['node_modules', '.git', 'dist', 'cdk.out', '.aws-sam']);

/** Absolute paths of the files, and of all test files below the folders, in order. */
export async function findTestFiles(operands: readonly string[]): Promise<string[] | FileProblem> {
  const found: string[] = [];
  for (const operand of operands.length > 0 ? operands : ['.']) {
    const absolute = path.resolve(operand);
    const entry = await stat(absolute).catch(() => undefined);
    if (!entry) return new FileProblem(operand, 'The file does not exist.');
    found.push(...(entry.isDirectory() ? await testFilesBelow(absolute) : [absolute]));
  }
  return [...new Set(found)];
}

async function testFilesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const found: string[] = [];
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory() && !SKIPPED_FOLDERS.has(entry.name)) found.push(...(await testFilesBelow(file)));
    else if (entry.isFile() && TEST_FILE.test(entry.name)) found.push(file);
  }
  return found;
}
