import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from 'vitest';

const run = promisify(execFile);

/** Suites that stand beside the repository on some machines; nothing of them is copied. */
const suites = path.resolve('../shared');
const recordings = path.join(suites, 'conformance/run.mjs');
const language = path.join(suites, 'language/score.mjs');

describe.skipIf(!existsSync(recordings))(
  'executions recorded on AWS (skipped where the recordings are not beside the repository)',
  () => {
    test('are reproduced event by event', { timeout: 300_000 }, async () => {
      const runtime = path.resolve('dist/runtime.js');
      const { stdout } = await run(process.execPath, [recordings, '--json', '--runtime', runtime], {
        maxBuffer: 1 << 28,
      });
      const { total, failures } = JSON.parse(stdout.slice(0, stdout.lastIndexOf('}') + 1));
      expect(failures).toEqual([]);
      expect(total).toBeGreaterThan(0);
    });
  },
);

describe.skipIf(!existsSync(language))(
  'the language server (skipped where the corpus of definitions is not beside the repository)',
  () => {
    let score: Score;
    beforeAll(async () => {
      const folder = mkdtempSync(path.join(tmpdir(), 'stepwise-language-'));
      const out = path.join(folder, 'score.json');
      const server = [process.execPath, path.resolve('dist/server.js'), '--stdio'];
      await run(
        process.execPath,
        [language, '--only', 'mutants,yaml,corpus,completions', '--out', out, '--', ...server],
        { maxBuffer: 1 << 28 },
      );
      score = JSON.parse(readFileSync(out, 'utf8'));
      rmSync(folder, { recursive: true });
    }, 300_000);

    test('finds every defect, at its place', () => {
      for (const { all } of [score.mutants, score.mutantsYaml]) {
        expect(all.hit).toBe(all.n);
        expect(all.covers).toBe(all.n);
        expect(all.extraPerMutant).toBeLessThanOrEqual(0.1);
      }
    });

    test('calls a defect an error where AWS refuses it, and never where AWS accepts it', () => {
      for (const { reject, rejectMeasured, acceptedButDefect } of [score.mutants, score.mutantsYaml]) {
        expect(reject.error / reject.n).toBeGreaterThanOrEqual(0.98);
        expect(rejectMeasured.error).toBe(rejectMeasured.n);
        expect(acceptedButDefect.error).toBe(0);
      }
    });

    test('finds no error in definitions that AWS accepts', () => {
      for (const folder of ['valid', 'valid-yaml', 'valid-yaml-converted']) {
        expect([folder, score.corpus[folder]?.list]).toEqual([folder, []]);
      }
    });

    test('completes what belongs there and nothing else', () => {
      const failed = score.completions.rows.filter(({ pass }) => !pass).map(({ id }) => id);
      expect(failed).toEqual([]);
    });
  },
);

interface Tally {
  readonly n: number;
  readonly hit: number;
  readonly error: number;
  readonly covers: number;
  readonly extraPerMutant: number;
}

interface Mutants {
  readonly all: Tally;
  readonly reject: Tally;
  readonly rejectMeasured: Tally;
  readonly acceptedButDefect: Tally;
}

interface Score {
  readonly mutants: Mutants;
  readonly mutantsYaml: Mutants;
  readonly corpus: Readonly<Record<string, { readonly list: readonly unknown[] } | undefined>>;
  readonly completions: { readonly rows: readonly { readonly id: string; readonly pass: boolean }[] };
}
