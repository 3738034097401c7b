import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { RULES } from '../../runtime/src/validation/index.ts';

const folder = path.join(import.meta.dirname, 'rules');
const tests = readdirSync(folder).flatMap((file) =>
  readFileSync(path.join(folder, file), 'utf8').split(/^(?=describe\()/m),
);

describe('the list of rules', () => {
  test('ids are unique and kebab-case', () => {
    const ids = RULES.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => !/^[a-z]+(?:-[a-z]+)*$/.test(id))).toEqual([]);
  });

  test.each(RULES)('$id says what, why and what to do', ({ doc }) => {
    expect(doc.split(/[.:] (?=[A-Z"])/).length).toBeGreaterThanOrEqual(2);
    expect(doc).toMatch(/\.$/);
  });

  test.each(RULES)('$id has a test in which it fires and one in which nothing does', ({ id }) => {
    const text = tests.find((candidate) => candidate.startsWith(`describe('${id}'`)) ?? '';
    expect(text).toMatch(new RegExp(`\\^…? (?:error|warning|information|hint) ${id}: `));
    expect(text).toContain("test('accepts ");
  });
});
