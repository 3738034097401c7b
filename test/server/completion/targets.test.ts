import { describe, expect, test } from 'vitest';
import { chosen, completionsAt, labelsAt } from './support.ts';

const machine = (first: string, inner = '"Type": "Pass", "End": true') => `{
  "StartAt": "First",
  "States": {
    "First": { ${first} },
    "Second": {
      "Type": "Map",
      "ItemProcessor": {
        "StartAt": "Inner One",
        "States": {
          "Inner One": { ${inner} },
          "Inner Two": { "Type": "Pass", "End": true }
        }
      },
      "Next": "Third"
    },
    "Third": { "Type": "Succeed" }
  }
}`;

describe('targets of transitions', () => {
  test.each([
    ['Next', '"Type": "Pass", "Next": "<|>"'],
    ['a Choice rule', '"Type": "Choice", "Choices": [ { "Variable": "$.a", "IsNull": true, "Next": "<|>" } ]'],
    ['Default', '"Type": "Choice", "Choices": [], "Default": "<|>"'],
    ['a catcher', '"Type": "Task", "Resource": "x", "Catch": [ { "ErrorEquals": [ "States.ALL" ], "Next": "<|>" } ]'],
  ])('%s takes the states of its scope, nearest first, without itself', (_, state) => {
    expect(labelsAt(machine(state))).toEqual(['Second', 'Third']);
  });

  test('an iteration reaches only its own states', () => {
    expect(labelsAt(machine('"Type": "Pass"', '"Type": "Pass", "Next": "<|>"'))).toEqual(['Inner Two']);
  });

  test('StartAt takes every state of its scope', () => {
    expect(labelsAt(machine('"Type": "Pass"').replace('"First",', '"<|>",'))).toEqual(['First', 'Second', 'Third']);
  });

  test('a branch starts at its own states', () => {
    const text =
      '{ "States": { "P": { "Type": "Parallel", "Branches": [ { "StartAt": "<|>", "States": { "L": {} } } ] } } }';
    expect(labelsAt(text)).toEqual(['L']);
  });

  test('the type of a target stands beside it, its summary is its documentation', () => {
    const [second] = completionsAt(machine('"Type": "Pass", "Next": "<|>"')).items;
    expect(second).toMatchObject({ detail: 'Map', documentation: { value: '**Second**: Map\n\nGoes on to `Third`' } });
  });

  test.each([
    ['"Type": "Pass", "Next": "<|>"', '"Type": "Pass", "Next": "Third"'],
    ['"Type": "Pass", "Next": <|>', '"Type": "Pass", "Next": "Third"'],
    ['"Type": "Pass", "Next": "Sec<|>ond"', '"Type": "Pass", "Next": "Third"'],
    ['"Type": "Pass", "Next": <|> "Comment": ""', '"Type": "Pass", "Next": "Third", "Comment": ""'],
    ['"Type": "Pass", "Next": "<|>', '"Type": "Pass", "Next": "Third"'],
  ])('%s', (before, after) => {
    // An unclosed string swallows the rest of its line in every reading, so it stands at the end of one.
    const text = before.endsWith('"<|>') ? machine(before).replace('<|> }', '<|>\n }') : machine(before);
    const expected = before.endsWith('"<|>') ? machine(after).replace('"Third" }', '"Third"\n }') : machine(after);
    expect(chosen(text, 'Third')).toBe(expected);
  });

  test('a long list grows with what is typed', () => {
    const states = Array.from({ length: 2000 }, (_, index) => `"State ${index}": { "Type": "Succeed" }`).join(',\n');
    const text = (typed: string) =>
      `{ "StartAt": "A", "States": { "A": { "Type": "Pass", "Next": "${typed}<|>" }, ${states} } }`;
    expect(completionsAt(text('')).isIncomplete).toBe(true);
    expect(completionsAt(text('')).items).toHaveLength(100);
    expect(labelsAt(text('1999'))).toEqual(['State 1999']);
  });
});

describe('targets in YAML', () => {
  const yaml = (line: string) => `StartAt: First
States:
  First:
    Type: Pass
${line}
  Yes:
    Type: Succeed
  "Third: last":
    Type: Succeed
`;

  test.each([
    ['    Next: <|>', 'Third: last', '    Next: "Third: last"'],
    ['    Next: T<|>', 'Third: last', '    Next: "Third: last"'],
    ["    Next: '<|>'", 'Third: last', "    Next: 'Third: last'"],
    ['    Next: "<|>"', 'Third: last', '    Next: "Third: last"'],
    ['    Next: <|> # comment', 'Third: last', '    Next: "Third: last" # comment'],
  ])('%s', (before, label, after) => {
    expect(labelsAt(yaml(before), { format: 'yaml' })).toEqual(['Yes', 'Third: last']);
    expect(chosen(yaml(before), label, { format: 'yaml' })).toBe(yaml(after));
  });

  test('flow collections', () => {
    const text = 'StartAt: A\nStates:\n  A: { Type: Pass, Next: <|> }\n  B: { Type: Succeed }\n';
    expect(chosen(text, 'B', { format: 'yaml' })).toBe(text.replace('<|>', 'B'));
  });
});
