import { describe, expect, test } from 'vitest';
import { parseDocument } from '../../../runtime/src/source/document.ts';
import { analyze } from '../../../server/src/service/analysis.ts';
import { complete, resolveCompletion } from '../../../server/src/service/completion/index.ts';
import { completionsAt, cut, workspaceOf } from './support.ts';

const json = (members: string) => `{ "StartAt": "A", "States": { "A": { ${members} }, "B": { "Type": "Succeed" } } }`;

/** What a client shows beside an item when it is selected. */
function documentation(marked: string, label: string): string {
  const item = completionsAt(marked).items.find((candidate) => candidate.label === label);
  const resolved = item && resolveCompletion(JSON.parse(JSON.stringify(item)));
  return (resolved?.documentation as { value: string } | undefined)?.value ?? '';
}

describe('documentation comes when an item is looked at', () => {
  test.each([
    ['a field', '"Type": "Task", "<|>"', 'Resource', /ARN of the work/],
    ['a state type', '"Type": "<|>"', 'Map', /for every item/],
    ['an enumeration', '"Type": "Task", "Retry": [ { "JitterStrategy": "<|>" } ]', 'FULL', /at random/],
    ['a resource', '"Type": "Task", "Resource": "<|>"', 'arn:aws:states:::sqs:sendMessage', /Required: .*`QueueUrl`/],
    [
      'a parameter',
      '"Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage", "Parameters": { "<|>" }',
      'QueueUrl',
      /required parameter/,
    ],
    ['an error', '"Type": "Task", "Retry": [ { "ErrorEquals": [ "<|>" ] } ]', 'States.Timeout', /ran longer/],
    ['the context object', '"Type": "Pass", "Parameters": { "a.$": "$$.Execution.<|>" }', 'StartTime', /ISO 8601/],
    [
      'an intrinsic function',
      '"Type": "Pass", "Parameters": { "a.$": "<|>" }',
      'States.Format',
      /each `\{\}` replaced/,
    ],
    [
      'a JSONata function',
      '"Type": "Pass", "QueryLanguage": "JSONata", "Output": "{% $<|> %}"',
      '$sum',
      /\$sum\(array\)/,
    ],
    [
      'a member of $states',
      '"Type": "Pass", "QueryLanguage": "JSONata", "Output": "{% $states.<|> %}"',
      'input',
      /as it arrived/,
    ],
    ['a target', '"Type": "Pass", "Next": "<|>"', 'B', /\*\*B\*\*: Succeed/],
  ])('%s', (_, members, label, text) => {
    expect(documentation(json(members), label)).toMatch(text);
  });

  test('an item without data stays as it is', () => {
    expect(resolveCompletion({ label: 'x' })).toEqual({ label: 'x' });
  });
});

describe('what clients need', () => {
  test('the typed quote is part of what is filtered', () => {
    const [item] = completionsAt(json('"Type": "Pass", "Next": "<|>"')).items;
    expect(item?.filterText).toBe('"B"');
  });

  test('a client that can is asked to open the list again', () => {
    const { text, offset } = cut(json('"Type": "Task", "<|>"'));
    const analysis = analyze(parseDocument(text));
    const { items } = complete(analysis, offset, workspaceOf({}), { snippets: true, suggestCommand: 'suggest' });
    expect(items.find(({ label }) => label === 'Resource')?.command).toMatchObject({ command: 'suggest' });
    expect(items.find(({ label }) => label === 'Comment')?.command).toBeUndefined();
    expect(completionsAt(json('"Type": "Task", "<|>"')).items.some(({ command }) => command)).toBe(false);
  });

  test('deprecated fields are marked and stand last', () => {
    const { items } = completionsAt(json('"Type": "Map", "<|>"'));
    const isDeprecated = ({ tags }: (typeof items)[number]) => tags?.includes(1) ?? false;
    const old = items.filter(isDeprecated);
    expect(old.map(({ label }) => label)).toContain('Iterator');
    for (const { sortText } of items.filter((item) => !isDeprecated(item))) {
      for (const { sortText: oldSortText } of old) expect(sortText! < oldSortText!).toBe(true);
    }
  });

  test('labels are unique', () => {
    for (const members of [
      '"<|>"',
      '"Type": "Map", "<|>"',
      '"Type": "Task", "Resource": "<|>"',
      '"Type": "Pass", "InputPath": "<|>"',
    ]) {
      const labels = completionsAt(json(members)).items.map(({ label }) => label);
      expect(new Set(labels).size, members).toBe(labels.length);
    }
  });

  test('only this document is asked', () => {
    completionsAt(
      '{ "States": { "Elsewhere": { "Type": "Pass", "Assign": { "foreign": 1 } }, "X": { "Type": "Pass", "Next": "<|>" } } }',
    );
    const broken =
      '{ "QueryLanguage": "JSONata", "States": { "A": { "Type": "Pass", "Assign": { "own": 1 } "Next": "B" }, "B": { "Type": "Pass", "Output": "{% $<|> %}"';
    const labels = completionsAt(broken).items.map(({ label }) => label);
    expect(labels).toContain('$own');
    expect(labels).not.toContain('$foreign');
  });
});
