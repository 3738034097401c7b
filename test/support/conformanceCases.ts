import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { RunnableCase } from './debuggedRun.ts';

/** Where the recorded cases lie, beside the checkout. */
const FOLDER = process.env.CONFORMANCE_CASES ?? path.resolve(import.meta.dirname, '../../../shared/conformance/cases');

export interface RecordedCase extends RunnableCase {
  readonly id: string;
  readonly kind: string;
  readonly expect: { readonly order?: string };
}

/** Every n-th recorded execution so that about `count` are left; none where the cases are not there. */
export function sampledExecutions(count: number, seed: number): RecordedCase[] {
  if (!existsSync(FOLDER)) return [];
  const cases = filesBelow(FOLDER)
    .map((file) => JSON.parse(readFileSync(file, 'utf8')) as RecordedCase)
    .filter(({ kind }) => kind === 'execution');
  const stride = Math.max(1, Math.floor(cases.length / count));
  return cases.filter((_, i) => i % stride === seed % stride).slice(0, count);
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const file = path.join(folder, entry.name);
      return entry.isDirectory() ? filesBelow(file) : entry.name.endsWith('.json') ? [file] : [];
    });
}
