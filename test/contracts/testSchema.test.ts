import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { schemaProblem } from '../../runtime/src/hosts/testRunner/schemaCheck.ts';
import { parseDocument } from '../../runtime/src/source/document.ts';

const schema = JSON.parse(readFileSync('schemas/asl-test.schema.json', 'utf8'));
const validates = new Ajv({ strict: true, allowUnionTypes: true, strictRequired: false, strictTypes: false }).compile(
  schema,
);

describe('the schema of test files', () => {
  const examples = readdirSync('examples', { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.asl\.test\.(?:json|yaml)$/.test(name),
  );

  test.each(examples)('accepts %s', (name) => {
    expect(validates(parse(readFileSync(path.join('examples', name), 'utf8')))).toBe(true);
  });

  const rows: readonly [name: string, file: object][] = [
    ['the least', { definition: 'a.json', cases: [] }],
    ['no definition', { cases: [] }],
    ['cases that are no list', { definition: 'a', cases: {} }],
    ['an unknown key', { definition: 'a', cases: [], extra: 1 }],
    ['a case without expectation', { definition: 'a', cases: [{ name: 'x' }] }],
    [
      'a case with everything',
      {
        definition: 'a',
        type: 'EXPRESS',
        cases: [
          {
            name: 'x',
            input: null,
            seed: 1,
            skip: 's',
            expect: { status: 'FAILED', visited: [], retries: { A: 1 }, duration: 1.5 },
          },
        ],
      },
    ],
    ['an unknown status', { definition: 'a', cases: [{ name: 'x', expect: { status: 'RUNNING' } }] }],
    ['parts of a path', { definition: 'a', cases: [{ name: 'x', expect: { visited: { includes: ['A'] } } }] }],
    ['unknown parts of a path', { definition: 'a', cases: [{ name: 'x', expect: { visited: { with: ['A'] } } }] }],
    ['a path with numbers', { definition: 'a', cases: [{ name: 'x', expect: { visited: [1] } }] }],
    ['half a retry', { definition: 'a', cases: [{ name: 'x', expect: { retries: { A: 0.5 } } }] }],
  ];
  test.each(rows)('is understood by the test runner as by a JSON Schema validator: %s', (_name, file) => {
    const problem = schemaProblem(parseDocument(JSON.stringify(file)).root!, schema);
    expect(problem === undefined).toBe(validates(file));
  });
});
