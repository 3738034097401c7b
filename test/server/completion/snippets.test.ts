import { describe, expect, test } from 'vitest';
import { parseDocument } from '../../../runtime/src/source/document.ts';
import { validate } from '../../../runtime/src/validation/index.ts';
import { chosen, labelsAt } from './support.ts';

const empty = (language: string) => `{
  "QueryLanguage": "${language}",
  "StartAt": "Start",
  "States": {
    <|>
  }
}`;

const LABELS = [
  'Succeed state',
  'Fail state',
  'Wait state',
  'Wait until state',
  'Parallel state',
  'Task state',
  'Lambda task',
  'Callback task',
  'Pass state',
  'Choice state',
  'Map state',
  'Distributed Map state',
];

/** What is still to be filled in is '' or {} in JSON and nothing in YAML. */
function withoutHoles(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value).replaceAll(/""|\{\}/g, 'null'));
}

describe('whole states', () => {
  test.each(['JSONPath', 'JSONata'])('are offered in %s', (language) => {
    expect(labelsAt(empty(language))).toEqual(['Start', ...LABELS]);
  });

  test.each(['JSONPath', 'JSONata'].flatMap((language) => LABELS.map((label) => [language, label])))(
    '%s: %s is right in JSON and YAML',
    (language, label) => {
      const json = chosen(empty(language!), label!);
      const document = parseDocument(json);
      expect(document.problems).toEqual([]);
      const yaml = `QueryLanguage: ${language}\nStartAt: Start\nStates:\n  <|>\n`;
      const written = parseDocument(chosen(yaml, label!, { format: 'yaml' }), { format: 'yaml' });
      expect(written.problems).toEqual([]);
      expect(withoutHoles(written.value)).toEqual(withoutHoles(document.value));
      // Targets and the resource of a plain task are holes; nothing else may be wrong.
      const open = new Set(['transition-target', 'missing-terminal-state', 'resource-arn']);
      const faults = validate(document).filter(({ severity, rule }) => severity === 'error' && !open.has(rule));
      expect(faults.map(({ message }) => message)).toEqual([]);
    },
  );

  test('a name that is taken gets a number', () => {
    const text = '{ "States": { "Wait": { "Type": "Succeed" }, <|> } }';
    expect(chosen(text, 'Wait state')).toContain('"Wait 2": {');
  });

  test('targets that do not exist yet come first', () => {
    const text =
      '{ "StartAt": "A", "States": { "A": { "Type": "Choice", "Choices": [ { "Next": "Ship" } ], "Default": "Refund" }, "<|>" } }';
    expect(labelsAt(text).slice(0, 2)).toEqual(['Refund', 'Ship']);
    expect(chosen(text.replace('"<|>"', '"<|>": {}'), 'Ship')).toContain('"Ship": {}');
    expect(chosen(text, 'Ship')).toContain('"Ship": {\n  "Type": ""\n}');
  });
});

describe('other snippets', () => {
  test('error handling of a task', () => {
    const text = '{ "States": { "A": { "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "<|>" } } }';
    expect(labelsAt(text)).toEqual(
      expect.arrayContaining(['Retry Lambda service errors', 'Retry with backoff', 'Catch all errors']),
    );
    expect(labelsAt(text.replace('"<|>"', '"Retry": [], "<|>"'))).not.toContain('Retry with backoff');
    expect(labelsAt(text.replace('Task', 'Wait'))).not.toContain('Catch all errors');
    expect(chosen(text, 'Catch all errors')).toContain('"ResultPath": "$.error"');
  });

  test.each([
    ['"Type": "Task", "Retry": [ <|> ]', ['retrier']],
    ['"Type": "Task", "Catch": [ <|> ]', ['catcher']],
    ['"Type": "Choice", "Choices": [ <|> ]', ['rule on a value', 'rule with And']],
    ['"Type": "Parallel", "Branches": [ <|> ]', ['branch']],
    ['"Type": "Map", "ItemProcessor": <|>', ['item processor']],
  ])('entries: %s', (members, labels) => {
    expect(labelsAt(`{ "States": { "A": { ${members} } } }`)).toEqual(labels);
  });

  test('an entry in YAML begins with its dash', () => {
    const text = 'States:\n  A:\n    Type: Task\n    Catch:\n      <|>\n';
    expect(chosen(text, 'catcher', { format: 'yaml' })).toBe(
      'States:\n  A:\n    Type: Task\n    Catch:\n      - ErrorEquals:\n          - \n        Next: \n',
    );
  });

  test.each([
    ['', 'json'],
    ['{}', 'json'],
    ['', 'yaml'],
  ] as const)('a whole machine in %j (%s)', (text, format) => {
    const marked = text === '{}' ? '{<|>}' : '<|>';
    for (const label of ['State machine (JSONata)', 'State machine (JSONPath)']) {
      const document = parseDocument(chosen(marked, label, { format }), { format });
      expect(document.problems).toEqual([]);
      expect(validate(document)).toEqual([]);
    }
  });
});
