import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { runScript } from '../support/dapScript.ts';

/** One file a scenario: what is done, and what the adapter says to it, byte by byte. `UPDATE_GOLDEN=1` writes the files anew. */
const folder = path.join(import.meta.dirname, 'scripts');
const scripts = readdirSync(folder)
  .filter((name) => name.endsWith('.dap'))
  .sort();

describe('scripts', () => {
  // Nothing in a script depends on real time: what is gathered for a moment is sent when something is said anyway.
  beforeAll(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  });
  afterAll(() => {
    vi.useRealTimers();
  });

  test('there are scripts', () => expect(scripts.length).toBeGreaterThanOrEqual(120));

  for (const name of scripts) {
    test(name, async () => {
      const file = path.join(folder, name);
      const expected = readFileSync(file, 'utf8');
      const actual = await runScript(expected);
      if (process.env.UPDATE_GOLDEN) writeFileSync(file, actual);
      else expect(actual).toBe(expected);
      expect(actual).not.toContain('! schema:');
    });
  }
});
