import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Json } from '../../runtime/src/asl/json.ts';
import { compilePath, isSyntaxProblem } from '../../runtime/src/expressions/jsonPath.ts';
import { scopeOf } from './scope.ts';

/** Tables of `path <tab> D|I|E <tab> result or error`, made with Jayway json-path 2.0.0, and the documents they belong to. */
const own = new URL('golden/', import.meta.url);
const shared = new URL('../../../shared/jsonpath/', import.meta.url);
const TABLES: [URL, string, string][] = [
  [own, 'order.json', 'order.tsv'],
  [shared, 'doc.json', 'jayway-2.0.0.tsv'],
  [shared, 'edge.json', 'edge-2.0.0.tsv'],
  [shared, 'e.json', 'aws-e-2.0.0.tsv'],
];

/** The library adds a leading `$.` to these, and knows neither the context object nor variables; the service demands the dollar. */
const DIFFERENT_LANGUAGE = new Set(['arr', '@.arr', '$arr', '$$.arr']);

for (const [folder, documentName, tableName] of TABLES) {
  const isThere = existsSync(new URL(tableName, folder));
  // The tables outside the repository are additional ones; without them there is nothing to compare.
  describe.skipIf(!isThere)(`JSONPath results of the reference library: ${tableName}`, () => {
    const document = isThere ? (JSON.parse(readFileSync(new URL(documentName, folder), 'utf8')) as Json) : null;
    const rows = isThere
      ? readFileSync(new URL(tableName, folder), 'utf8')
          .split('\n')
          .filter((row) => row !== '')
      : [];
    test.each(
      rows.map((row) => row.split('\t') as [string, string, string]).filter(([path]) => !DIFFERENT_LANGUAGE.has(path)),
    )('%s is %s %s', (text, kind, result) => {
      expect(evaluated(text, document)).toEqual(kind === 'E' ? `E ${errorText(result)}` : `${kind} ${result}`);
    });
  });
}

function evaluated(text: string, input: Json): string {
  const path = compilePath(text);
  if (isSyntaxProblem(path)) return `E syntax`;
  const scope = scopeOf({ input });
  const value = path.evaluate(scope);
  if (value === undefined) return `E ${path.explain(scope)}`;
  return `${path.definite ? 'D' : 'I'} ${JSON.stringify(value)}`;
}

/** Compile errors of the library are wrapped in the name of their exception; how they are worded is not compared. */
function errorText(result: string): string {
  const message = result.slice(result.indexOf(': ') + 2);
  return /^(?:com\.jayway|java\.)/.test(message) ? 'syntax' : message;
}
