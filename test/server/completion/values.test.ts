import { describe, expect, test } from 'vitest';
import { chosen, labelsAt } from './support.ts';

const json = (members: string, machine = '') => `{ ${machine}"StartAt": "A", "States": { "A": { ${members} } } }`;

describe('values a field allows', () => {
  test.each([
    ['state types', '"Type": "<|>"', ['Choice', 'Fail', 'Map', 'Parallel', 'Pass', 'Succeed', 'Task', 'Wait']],
    [
      'state types without quotes',
      '"Type": <|>',
      ['Choice', 'Fail', 'Map', 'Parallel', 'Pass', 'Succeed', 'Task', 'Wait'],
    ],
    ['query languages', '"Type": "Pass", "QueryLanguage": "<|>"', ['JSONPath', 'JSONata']],
    ['jitter', '"Type": "Task", "Retry": [ { "JitterStrategy": "<|>" } ]', ['FULL', 'NONE']],
    ['mode', '"Type": "Map", "ItemProcessor": { "ProcessorConfig": { "Mode": "<|>" } }', ['INLINE', 'DISTRIBUTED']],
    [
      'execution type',
      '"Type": "Map", "ItemProcessor": { "ProcessorConfig": { "ExecutionType": "<|>" } }',
      ['STANDARD', 'EXPRESS'],
    ],
    [
      'input type',
      '"Type": "Map", "ItemReader": { "ReaderConfig": { "InputType": "<|>" } }',
      ['CSV', 'JSON', 'JSONL', 'PARQUET', 'MANIFEST'],
    ],
    [
      'delimiter',
      '"Type": "Map", "ItemReader": { "ReaderConfig": { "CSVDelimiter": "<|>" } }',
      ['COMMA', 'PIPE', 'SEMICOLON', 'SPACE', 'TAB'],
    ],
    ['output type', '"Type": "Map", "ResultWriter": { "WriterConfig": { "OutputType": "<|>" } }', ['JSON', 'JSONL']],
    ['End', '"Type": "Pass", "End": <|>', ['true', 'false']],
    ['type tests', '"Type": "Choice", "Choices": [ { "Variable": "$.a", "IsPresent": <|> } ]', ['true', 'false']],
    ['the default of a number', '"Type": "Task", "Retry": [ { "MaxAttempts": <|> } ]', ['3']],
    [
      'readers',
      '"Type": "Map", "ItemReader": { "Resource": "<|>" }',
      ['arn:aws:states:::s3:getObject', 'arn:aws:states:::s3:listObjectsV2'],
    ],
    ['writers', '"Type": "Map", "ResultWriter": { "Resource": "<|>" }', ['arn:aws:states:::s3:putObject']],
  ])('%s', (_, members, labels) => {
    expect(labelsAt(json(members))).toEqual(labels);
  });

  test('a state of a JSONata machine has no way back', () => {
    expect(labelsAt(json('"Type": "Pass", "QueryLanguage": "<|>"', '"QueryLanguage": "JSONata", '))).toEqual([
      'JSONata',
    ]);
  });

  test.each([
    ['"Type": <|>', 'Task', '"Type": "Task"'],
    ['"Type": "P<|>"', 'Task', '"Type": "Task"'],
    ['"Type": Ta<|>', 'Task', '"Type": "Task"'],
    ['"Type": "Pass", "End": <|>', 'true', '"Type": "Pass", "End": true'],
    ['"Type": "Pass", "ResultPath": <|>', 'null', '"Type": "Pass", "ResultPath": null'],
    ['"Type": "Pass", "ResultPath": "<|>"', 'null', '"Type": "Pass", "ResultPath": null'],
  ])('%s', (before, label, after) => {
    expect(chosen(json(before), label)).toBe(json(after));
  });

  test('in YAML', () => {
    const yaml = (value: string) => `StartAt: A\nStates:\n  A:\n    Type: ${value}\n    End: true\n`;
    expect(chosen(yaml('<|>'), 'Task', { format: 'yaml' })).toBe(yaml('Task'));
    expect(chosen(yaml('P<|>a'), 'Task', { format: 'yaml' })).toBe(yaml('Task'));
    expect(chosen(yaml('Task').replace('true', '<|>'), 'true', { format: 'yaml' })).toBe(yaml('Task'));
  });

  test('nothing in a comment and nothing where a value is complete', () => {
    expect(labelsAt('{ // <|>\n "StartAt": "A" }')).toEqual([]);
    expect(labelsAt('{ "StartAt": "A"<|> }')).toEqual([]);
    expect(labelsAt('StartAt: A # <|>\n', { format: 'yaml' })).toEqual([]);
  });
});

describe('around a value', () => {
  const yaml = (line: string) => `StartAt: A\nStates:\n  A:\n    ${line}\n    End: true\n`;

  test('directly behind the colon YAML needs a blank', () => {
    expect(chosen(yaml('Type:<|>'), 'Pass', { format: 'yaml' })).toBe(yaml('Type: Pass'));
  });

  test('before a value nothing is offered; from its beginning it is replaced', () => {
    expect(labelsAt(yaml('Type:<|> Task'), { format: 'yaml' })).toEqual([]);
    expect(labelsAt('{ "QueryLanguage":<|> "JSONata" }')).toEqual([]);
    expect(chosen('{ "QueryLanguage": <|>"JSONata" }', 'JSONPath')).toBe('{ "QueryLanguage": "JSONPath" }');
  });

  test('before a key the key is offered no second time', () => {
    expect(labelsAt('{ <|>"StartAt": "A" }')).not.toContain('StartAt');
  });

  test('Assign is an object, not an expression', () => {
    const text = '{ "QueryLanguage": "JSONata", "States": { "A": { "Type": "Pass", "Assign": <|> } } }';
    expect(labelsAt(text)).not.toContain('{% … %}');
  });
});
