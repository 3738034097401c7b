import { describe, expect, test } from 'vitest';
import { chosen, labelsAt } from './support.ts';

const SAMPLE = [{ order: { id: 7, lines: [{ sku: 'a' }] }, 'odd name': true }];
const setting = { sampleInputs: SAMPLE };

const machine = (task: string) => `{
  "StartAt": "First",
  "States": {
    "First": { "Type": "Pass", "Result": { "rate": 2 }, "ResultPath": "$.config", "Assign": { "total.$": "$.order.id", "limits": { "most": 3 } }, "Next": "Second" },
    "Second": { "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", ${task}, "Next": "Third" },
    "Third": { "Type": "Pass", "Assign": { "late": 1 }, "End": true }
  }
}`;

describe('paths', () => {
  test('what a path can begin with', () => {
    const labels = labelsAt(machine('"InputPath": "<|>"'), setting);
    expect(labels).toEqual([
      ...['$', '$.config', '$.order', "$['odd name']", '$limits', '$total', 'null'],
      ...['$$.Execution', '$$.Map', '$$.State', '$$.StateMachine', '$$.Task'],
    ]);
  });

  test.each([
    ['members of the input', '"InputPath": "$.order.<|>"', ['id', 'lines']],
    ['what an earlier state added', '"InputPath": "$.config.<|>"', ['rate']],
    ['after InputPath', '"InputPath": "$.order", "Parameters": { "a.$": "$.<|>" }', ['id', 'lines']],
    ['deep inside a template', '"Parameters": { "a": [ { "b.$": "$.order.<|>" } ] }', ['id', 'lines']],
    ['items', '"Parameters": { "a.$": "$.order.lines[0].<|>" }', ['sku']],
    [
      'the result of the call',
      '"ResultSelector": { "a.$": "$.<|>" }',
      ['ExecutedVersion', 'FunctionError', 'LogResult', 'Payload', 'StatusCode'],
    ],
    [
      'the result in Assign',
      '"Assign": { "a.$": "$.<|>" }',
      ['ExecutedVersion', 'FunctionError', 'LogResult', 'Payload', 'StatusCode'],
    ],
    ['the error output in a catcher', '"Catch": [ { "Assign": { "a.$": "$.<|>" } } ]', ['Cause', 'Error']],
    ['the merged result', '"ResultPath": "$.out", "OutputPath": "$.<|>"', ['config', 'odd name', 'order', 'out']],
    ['the context object', '"Parameters": { "a.$": "$$.<|>" }', ['Execution', 'Map', 'State', 'StateMachine', 'Task']],
    ['deep in the context object', '"Parameters": { "a.$": "$$.Map.Item.<|>" }', ['Index', 'Key', 'Source', 'Value']],
    ['the execution input', '"Parameters": { "a.$": "$$.Execution.Input.<|>" }', ['odd name', 'order']],
    ['a variable', '"Parameters": { "a.$": "$limits.<|>" }', ['most']],
    ['where the result goes', '"ResultPath": "$.<|>"', ['config', 'odd name', 'order']],
    ['twins', '"TimeoutSecondsPath": "$.order.<|>"', ['id', 'lines']],
  ])('%s', (_, field, labels) => {
    expect(labelsAt(machine(field), setting)).toEqual(labels);
  });

  test('variables that have a value', () => {
    const labels = labelsAt(machine('"Parameters": { "x.$": "$<|>" }'));
    expect(labels).toEqual(expect.arrayContaining(['$total', '$limits']));
    expect(labels).not.toContain('$late');
  });

  test('the result goes neither to variables nor to the context object', () => {
    expect(labelsAt(machine('"ResultPath": "<|>"'), setting)).toEqual([
      '$',
      '$.config',
      '$.order',
      "$['odd name']",
      'null',
    ]);
  });

  test('choice rules, waits and iterations', () => {
    const states = (text: string) => `{ "StartAt": "A", "States": { "A": ${text} } }`;
    expect(
      labelsAt(states('{ "Type": "Choice", "Choices": [ { "Not": { "Variable": "$.order.<|>" } } ] }'), setting),
    ).toEqual(['id', 'lines']);
    expect(
      labelsAt(
        states('{ "Type": "Choice", "Choices": [ { "Variable": "$.a", "StringEqualsPath": "$.<|>" } ] }'),
        setting,
      ),
    ).toEqual(['odd name', 'order']);
    expect(labelsAt(states('{ "Type": "Wait", "SecondsPath": "$.order.<|>" }'), setting)).toEqual(['id', 'lines']);
    const map = states(
      '{ "Type": "Map", "ItemsPath": "$.order.lines", "ItemProcessor": { "StartAt": "I", "States": { "I": { "Type": "Pass", "InputPath": "$.<|>" } } } }',
    );
    expect(labelsAt(map, setting)).toEqual(['sku']);
  });

  test.each([
    ['$.or<|>', 'order', '$.order'],
    ['$.ord<|>er.id', 'order', '$.order.id'],
    ['$.<|>', 'odd name', "$['odd name']"],
    ['$<|>', '$.order', '$.order'],
    ['$t<|>', '$total', '$total'],
    ['<|>', '$total', '$total'],
    ['$$.<|>', 'State', '$$.State'],
    ["States.Format('{}', <|>)", '$.order', "States.Format('{}', $.order)"],
    ["States.Format('{}', $.order.<|>)", 'id', "States.Format('{}', $.order.id)"],
  ])('%s', (before, label, after) => {
    expect(chosen(machine(`"Parameters": { "a.$": "${before}" }`), label, setting)).toBe(
      machine(`"Parameters": { "a.$": "${after}" }`),
    );
  });

  test('keys of a template: members to take over', () => {
    const text = machine('"Parameters": { "a": { "<|>" } }');
    expect(labelsAt(text, setting)).toEqual(['config.$', 'order.$']);
    expect(chosen(text, 'order.$', setting)).toContain('{ "order.$": "$.order" }');
  });

  test('other texts are no paths', () => {
    expect(labelsAt(machine('"Parameters": { "a": "$.<|>" }'), setting)).toEqual([]);
    expect(labelsAt(machine('"Comment": "$.<|>"'), setting)).toEqual([]);
  });
});

describe('intrinsic functions', () => {
  test.each([['<|>'], ['States.<|>'], ['Sta<|>'], ['States.Array(States.<|>)'], ["States.Format('{}', <|>)"]])(
    'at %s',
    (value) => {
      expect(labelsAt(machine(`"Parameters": { "a.$": "${value}" }`))).toEqual(
        expect.arrayContaining(['States.Format', 'States.UUID', 'States.JsonMerge']),
      );
    },
  );

  test('not in texts, not after a call, not in JSONata', () => {
    expect(labelsAt(machine(`"Parameters": { "a.$": "States.Format('<|>')" }`))).toEqual([]);
    expect(labelsAt(machine('"Parameters": { "a.$": "States.UUID() <|>" }'))).toEqual([]);
    expect(labelsAt(machine('"QueryLanguage": "JSONata", "Arguments": { "a.$": "States.<|>" }'))).toEqual([]);
  });

  test('where a text is needed only those that give one', () => {
    const labels = labelsAt('{ "States": { "F": { "Type": "Fail", "CausePath": "States.<|>" } } }');
    expect(labels).toContain('States.Format');
    expect(labels).not.toContain('States.Array');
  });

  test.each([
    ['States.Fo<|>', 'States.Format', 'States.Format()'],
    ['<|>', 'States.UUID', 'States.UUID()'],
    ['States.Fo<|>rmat(1)', 'States.Format', 'States.Format(1)'],
  ])('%s', (before, label, after) => {
    expect(chosen(machine(`"Parameters": { "a.$": "${before}" }`), label)).toBe(
      machine(`"Parameters": { "a.$": "${after}" }`),
    );
  });
});

describe('in YAML', () => {
  const yaml = (value: string) => `StartAt: A
States:
  A:
    Type: Pass
    Parameters:
      a.$: ${value}
    End: true
`;

  test.each([
    ['$.or<|>', 'order', '$.order'],
    ["'$.<|>'", 'odd name', "'$[''odd name'']'"],
    ['"$.<|>"', 'order', '"$.order"'],
    ['<|>', '$.order', '$.order'],
    ['States.<|>', 'States.Format', 'States.Format()'],
    ['$$.Execution.<|>', 'Name', '$$.Execution.Name'],
  ])('%s', (before, label, after) => {
    expect(chosen(yaml(before), label, { format: 'yaml', ...setting })).toBe(yaml(after));
  });
});
