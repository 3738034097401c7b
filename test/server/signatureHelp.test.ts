import { describe, expect, test } from 'vitest';
import { type DocumentFormat, parseDocument } from '../../runtime/src/source/document.ts';
import { analyze } from '../../server/src/service/analysis.ts';
import { signatureHelpAt } from '../../server/src/service/signatureHelp.ts';
import { cut } from './completion/support.ts';

/** The signature with the active parameter in brackets. */
function signature(marked: string, format: DocumentFormat = 'json'): string | undefined {
  const { text, offset } = cut(marked);
  const help = signatureHelpAt(analyze(parseDocument(text, { format })), offset);
  const [only] = help?.signatures ?? [];
  if (!help || !only) return undefined;
  const active = only.parameters?.[help.activeParameter ?? 0]?.label;
  return typeof active === 'string' ? only.label.replace(active, `[${active}]`) : only.label;
}

const jsonata = (expression: string) =>
  `{ "QueryLanguage": "JSONata", "States": { "A": { "Type": "Pass", "Output": "{% ${expression} %}" } } }`;
const path = (value: string) => `{ "States": { "A": { "Type": "Pass", "Parameters": { "a.$": "${value}" } } } }`;

describe('JSONata', () => {
  test.each([
    ['$substring(<|>', '$substring([str?], start, length?)'],
    ['$substring($x, <|>', '$substring(str?, [start], length?)'],
    ["$substring('a,b(', 1, <|>)", '$substring(str?, start, [length?])'],
    ['$map([1, 2], <|>)', '$map(array, [function])'],
    ['$sum($map(<|>))', '$map([array], function)'],
    ['$sum($count($x), <|>)', '$sum(array)'],
    ['$join([$a, <|>], 1)', '$join([array], separator?)'],
    ['$substring($x, ($y + <|>))', '$substring(str?, [start], length?)'],
  ])('%s', (expression, expected) => {
    expect(signature(jsonata(expression))).toBe(expected);
  });

  test('nothing outside of calls, in texts, and for own functions', () => {
    for (const expression of ['$sum<|>($x)', '$sum($x) + <|>', "$sum('<|>')", '$mine(<|>)']) {
      expect(signature(jsonata(expression)), expression).toBeUndefined();
    }
  });
});

describe('intrinsic functions', () => {
  test.each([
    ['States.ArrayRange(<|>', 'States.ArrayRange([first: integer], last: integer, step: integer): array'],
    ['States.ArrayRange(1, <|>', 'States.ArrayRange(first: integer, [last: integer], step: integer): array'],
    ["States.Format('{}, {}', 1, 2, <|>)", 'States.Format(template: string, [...values: any]): string'],
    ["States.Format('{}', States.Hash(<|>))", 'States.Hash([data: any], algorithm: string): string'],
  ])('%s', (value, expected) => {
    expect(signature(path(value))).toBe(expected);
  });

  test('only where they can be called', () => {
    expect(signature('{ "States": { "A": { "Type": "Pass", "Comment": "States.Hash(<|>" } } }')).toBeUndefined();
    expect(signature('{ "States": { "A": { "Type": "Fail", "ErrorPath": "States.Format(<|>" } } }')).toMatch(
      /^States\.Format/,
    );
  });
});

test('in YAML', () => {
  const yaml = 'QueryLanguage: JSONata\nStates:\n  A:\n    Type: Pass\n    Output: "{% $substring($x, <|> %}"\n';
  expect(signature(yaml, 'yaml')).toBe('$substring(str?, [start], length?)');
});
