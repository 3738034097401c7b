import { describe, expect, test } from 'vitest';
import { chosen, labelsAt } from './support.ts';

const json = (state: string) => `{
  "StartAt": "A",
  "States": {
    "A": ${state},
    "B": { "Type": "Succeed" }
  }
}`;

describe('fields of a state', () => {
  test('follow its type and its query language', () => {
    const labels = labelsAt(json('{ "Type": "Task", "<|>" }'));
    expect(labels).toEqual(
      expect.arrayContaining(['Resource', 'Parameters', 'ResultPath', 'Retry', 'Credentials', 'Next', 'End']),
    );
    expect(labels).not.toEqual(expect.arrayContaining(['Arguments']));
    expect(labels).not.toContain('Output');
    expect(labels).not.toContain('Choices');
  });

  test('required ones stand first', () => {
    expect(labelsAt(json('{ "Type": "Task", "<|>" }')).slice(0, 3)).toEqual(['Resource', 'Next', 'End']);
    expect(labelsAt(json('{ "<|>" }'))[0]).toBe('Type');
  });

  test('a JSONata state of a JSONPath machine has the fields of JSONata', () => {
    const labels = labelsAt(json('{ "QueryLanguage": "JSONata", "Type": "Task", "<|>" }'));
    expect(labels).toContain('Arguments');
    expect(labels).not.toContain('Parameters');
    expect(labels).not.toContain('TimeoutSecondsPath');
  });

  test.each([
    ['"Next": "B"', ['Next', 'End']],
    ['"Seconds": 5', ['Seconds', 'SecondsPath', 'Timestamp', 'TimestampPath']],
  ])('%s takes its alternatives away', (present, unwanted) => {
    const labels = labelsAt(json(`{ "Type": "Wait", ${present}, "<|>" }`));
    for (const name of unwanted) expect(labels).not.toContain(name);
  });

  test('a member after the cursor counts as present', () => {
    expect(labelsAt(json('{ "<|>", "Type": "Pass", "End": true }'))).not.toContain('Next');
  });

  test('the field under the cursor itself is offered again', () => {
    expect(labelsAt(json('{ "Type": "Pass", "Ne<|>xt": "B" }'))).toContain('Next');
  });
});

describe('fields of other objects', () => {
  test.each([
    [
      'retrier',
      '"Retry": [ { "<|>" } ]',
      ['ErrorEquals', 'IntervalSeconds', 'MaxAttempts', 'BackoffRate', 'MaxDelaySeconds', 'JitterStrategy'],
      ['Next', 'ResultPath'],
    ],
    [
      'catcher',
      '"Catch": [ { "<|>" } ]',
      ['ErrorEquals', 'Next', 'ResultPath', 'Assign'],
      ['Output', 'IntervalSeconds'],
    ],
    ['credentials', '"Credentials": { "<|>" }', ['RoleArn', 'RoleArn.$'], ['Type']],
  ])('%s', (_, field, wanted, unwanted) => {
    const labels = labelsAt(json(`{ "Type": "Task", "Resource": "x", ${field} }`));
    expect(labels).toEqual(expect.arrayContaining(wanted));
    for (const name of unwanted) expect(labels).not.toContain(name);
  });

  test.each([
    ['ItemReader', '"ItemReader": { "<|>" }', ['Resource', 'ReaderConfig', 'Parameters']],
    [
      'ReaderConfig',
      '"ItemReader": { "ReaderConfig": { "<|>" } }',
      ['InputType', 'CSVHeaderLocation', 'MaxItems', 'ItemsPointer'],
    ],
    ['ItemBatcher', '"ItemBatcher": { "<|>" }', ['MaxItemsPerBatch', 'MaxItemsPerBatchPath', 'BatchInput']],
    ['ResultWriter', '"ResultWriter": { "<|>" }', ['Resource', 'Parameters', 'WriterConfig']],
    ['WriterConfig', '"ResultWriter": { "WriterConfig": { "<|>" } }', ['Transformation', 'OutputType']],
    ['ItemProcessor', '"ItemProcessor": { "<|>" }', ['ProcessorConfig', 'StartAt', 'States']],
    ['ProcessorConfig', '"ItemProcessor": { "ProcessorConfig": { "<|>" } }', ['Mode', 'ExecutionType']],
  ])('%s of a Map', (_, field, wanted) => {
    expect(labelsAt(json(`{ "Type": "Map", ${field} }`))).toEqual(expect.arrayContaining(wanted));
  });

  test('a rule takes one operator', () => {
    const rule = (members: string) => labelsAt(json(`{ "Type": "Choice", "Choices": [ { ${members} } ] }`));
    expect(rule('"<|>"')).toEqual(
      expect.arrayContaining(['Variable', 'And', 'Not', 'StringEquals', 'IsPresent', 'Next']),
    );
    expect(rule('"Variable": "$.a", "<|>"')).toEqual(expect.arrayContaining(['NumericGreaterThanEqualsPath', 'Next']));
    expect(rule('"Variable": "$.a", "<|>"')).not.toContain('And');
    expect(rule('"Variable": "$.a", "IsNull": true, "<|>"')).not.toContain('StringEquals');
    expect(rule('"And": [], "<|>"')).not.toContain('Variable');
    expect(rule('"And": [ { "<|>" } ]')).toContain('Variable');
    expect(rule('"And": [ { "<|>" } ]')).not.toContain('Next');
  });

  test('the machine', () => {
    expect(labelsAt('{ "<|>" }')).toEqual(
      expect.arrayContaining(['StartAt', 'States', 'Comment', 'QueryLanguage', 'TimeoutSeconds', 'Version']),
    );
  });
});

describe('what a chosen field writes in JSON', () => {
  test.each([
    ['{ "Type": "Task", "<|>" }', 'Resource', '{ "Type": "Task", "Resource": "" }'],
    ['{ "Type": "Task", <|> }', 'Resource', '{ "Type": "Task", "Resource": "" }'],
    ['{ "Type": "Task", Res<|> }', 'Resource', '{ "Type": "Task", "Resource": "" }'],
    ['{ "<|>" "Type": "Pass" }', 'End', '{ "End": true, "Type": "Pass" }'],
    ['{ "Type": "Pass" "<|>" }', 'End', '{ "Type": "Pass", "End": true }'],
    ['{ "Type": "Pass", "N<|>ext": "B" }', 'End', '{ "Type": "Pass", "End": "B" }'],
    [
      '{ "Type": "Task", "Retry": [ { "<|>" } ] }',
      'MaxAttempts',
      '{ "Type": "Task", "Retry": [ { "MaxAttempts": 3 } ] }',
    ],
    [
      '{ "Type": "Task", "Retry": [ { "<|>" } ] }',
      'ErrorEquals',
      '{ "Type": "Task", "Retry": [ { "ErrorEquals": [""] } ] }',
    ],
    ['{ "Type": "Pass", "<|>" }', 'OutputPath', '{ "Type": "Pass", "OutputPath": "$" }'],
  ])('%s', (before, label, after) => {
    expect(chosen(json(before), label)).toBe(json(after));
  });

  test('objects and lists of objects with what they need', () => {
    expect(chosen(json('{\n      "Type": "Task",\n      "<|>"\n    }'), 'Catch')).toBe(
      json(`{
      "Type": "Task",
      "Catch": [
        {
          "ErrorEquals": [""],
          "Next": ""
        }
      ]
    }`),
    );
  });

  test.each([
    ['Seconds', '"Type": "Wait",', '"Seconds": 0'],
    ['TimeoutSeconds', '"Type": "Task",', '"TimeoutSeconds": 1'],
    ['Result', '"Type": "Pass",', '"Result": {}'],
  ])('%s leaves the text readable before a value is typed', (label, before, after) => {
    expect(chosen(json(`{ ${before} "<|>" }`), label)).toBe(json(`{ ${before} ${after} }`));
  });

  test('without snippets nothing but text is inserted', () => {
    const retrier = (members: string) => json(`{ "Type": "Task", "Retry": [ { ${members} } ] }`);
    expect(chosen(retrier('"<|>"'), 'JitterStrategy', { snippets: false })).toBe(retrier('"JitterStrategy": "FULL"'));
  });
});

describe('in YAML', () => {
  const yaml = (state: string) => `StartAt: A
States:
  A:
${state}
  B:
    Type: Succeed
`;

  test.each([
    ['    Type: Task\n    <|>', 'Resource', '    Type: Task\n    Resource: '],
    ['    Type: Task\n    Res<|>', 'Resource', '    Type: Task\n    Resource: '],
    ['    Ty<|>', 'Type', '    Type: '],
    ['    Type: Pass\n    N<|>ext: B', 'End', '    Type: Pass\n    End: B'],
    ['    Type: Task\n    Retry:\n      - <|>', 'MaxAttempts', '    Type: Task\n    Retry:\n      - MaxAttempts: 3'],
    [
      '    Type: Task\n    Retry:\n      - MaxAttempts: 3\n        <|>',
      'BackoffRate',
      '    Type: Task\n    Retry:\n      - MaxAttempts: 3\n        BackoffRate: 2',
    ],
    [
      '    Type: Task\n    Retry:\n    - <|>',
      'ErrorEquals',
      '    Type: Task\n    Retry:\n    - ErrorEquals:\n        - ',
    ],
    [
      '    Type: Task\n    <|>',
      'Catch',
      '    Type: Task\n    Catch:\n      - ErrorEquals:\n          - \n        Next: ',
    ],
    ['    { Type: Task, <|> }', 'Resource', '    { Type: Task, Resource:  }'],
    ['    <|>\n    Type: Pass', 'End', '    End: true\n    Type: Pass'],
  ])('%j', (before, label, after) => {
    expect(chosen(yaml(before), label, { format: 'yaml' })).toBe(yaml(after));
  });

  test('an item may begin below its dash', () => {
    const text =
      'States:\n  P:\n    Type: Parallel\n    Branches:\n      -\n        StartAt: A\n        States:\n          A:\n            Type: Wait\n            <|>\n';
    expect(labelsAt(text, { format: 'yaml' })).toContain('Seconds');
  });

  test('fields follow type, language and what is there', () => {
    const labels = labelsAt(yaml('    Type: Wait\n    Seconds: 5\n    <|>\n    Comment: x'), { format: 'yaml' });
    expect(labels).toEqual(expect.arrayContaining(['Next', 'End', 'InputPath']));
    for (const name of ['Comment', 'SecondsPath', 'Timestamp', 'Choices', 'Output']) expect(labels).not.toContain(name);
  });
});
