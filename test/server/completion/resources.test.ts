import { describe, expect, test } from 'vitest';
import { chosen, completionsAt, labelsAt } from './support.ts';

const task = (resource: string, more = '') =>
  `{ "StartAt": "A", "States": { "A": { "Type": "Task", "Resource": "${resource}"${more}, "End": true } } }`;

describe('resources', () => {
  test('optimized integrations with exactly the patterns they have', () => {
    const labels = labelsAt(task('arn:aws:states:::glue:<|>'));
    expect(labels).toContain('arn:aws:states:::glue:startJobRun.sync');
    expect(labels).not.toContain('arn:aws:states:::glue:startJobRun.waitForTaskToken');
    expect(labels).toContain('arn:aws:states:::states:startExecution.sync:2');
  });

  test('services and actions of the SDK', () => {
    expect(labelsAt(task('arn:aws:states:::aws-sdk:<|>'))).toContain('arn:aws:states:::aws-sdk:dynamodb:');
    const labels = labelsAt(task('arn:aws:states:::aws-sdk:dynamodb:<|>'));
    expect(labels).toEqual(
      expect.arrayContaining([
        'arn:aws:states:::aws-sdk:dynamodb:query',
        'arn:aws:states:::aws-sdk:dynamodb:batchWriteItem',
      ]),
    );
    expect(labelsAt(task('arn:aws:states:::aws-sdk:sfn:startExecution.<|>'))).toContain(
      'arn:aws:states:::aws-sdk:sfn:startExecution.waitForTaskToken',
    );
  });

  test('in another partition ARNs begin as the user began', () => {
    expect(labelsAt(task('arn:aws-cn:states:::lam<|>'))).toContain('arn:aws-cn:states:::lambda:invoke');
    expect(
      chosen(task('arn:aws-us-gov:states:::aws-sdk:s3:get<|>'), 'arn:aws-us-gov:states:::aws-sdk:s3:getObject'),
    ).toBe(task('arn:aws-us-gov:states:::aws-sdk:s3:getObject'));
  });

  test('a word finds actions of the SDK, too', () => {
    expect(labelsAt(task('putMetric<|>'))).toContain('arn:aws:states:::aws-sdk:cloudwatch:putMetricData');
    expect(completionsAt(task('putMetric<|>')).isIncomplete).toBe(true);
  });

  test('functions that other tasks call', () => {
    const text = `{ "States": { "A": { "Type": "Task", "Resource": "<|>" }, "B": { "Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:charge" } } }`;
    expect(labelsAt(text)[0]).toBe('arn:aws:lambda:us-east-1:123456789012:function:charge');
  });

  test('the whole text is replaced', () => {
    expect(chosen(task('arn:aws:states:::glue:<|>startX'), 'arn:aws:states:::glue:startJobRun')).toBe(
      task('arn:aws:states:::glue:startJobRun'),
    );
  });
});

describe('parameters of integrations', () => {
  const inside = (resource: string, parameters: string) => task(resource, `, "Parameters": ${parameters}`);

  test('required ones first, each also as a path', () => {
    const labels = labelsAt(inside('arn:aws:states:::lambda:invoke', '{ "<|>" }'));
    expect(labels.slice(0, 2)).toEqual(['FunctionName', 'FunctionName.$']);
    expect(labels).toEqual(expect.arrayContaining(['Payload', 'Payload.$', 'InvocationType']));
  });

  test('those that are there, in either form, are not repeated', () => {
    const labels = labelsAt(inside('arn:aws:states:::lambda:invoke', '{ "FunctionName.$": "$.f", "<|>" }'));
    expect(labels).not.toContain('FunctionName');
    expect(labels).not.toContain('FunctionName.$');
  });

  test.each([
    ['arn:aws:states:::aws-sdk:dynamodb:putItem', ['TableName', 'Item']],
    ['arn:aws:states:::http:invoke', ['ApiEndpoint', 'Method', 'Authentication']],
    ['arn:aws:states:::sqs:sendMessage.waitForTaskToken', ['QueueUrl', 'MessageBody']],
  ])('of %s', (resource, names) => {
    expect(labelsAt(inside(resource, '{ "<|>" }'))).toEqual(expect.arrayContaining(names));
  });

  test.each([
    ['arn:aws:states:::http:invoke', 'Method', 'PATCH'],
    ['arn:aws:states:::lambda:invoke', 'InvocationType', 'Event'],
  ])('values: %s %s', (resource, name, value) => {
    expect(labelsAt(inside(resource, `{ "${name}": "<|>" }`))).toContain(value);
  });

  test('a callback needs the token', () => {
    const text = inside('arn:aws:states:::sqs:sendMessage.waitForTaskToken', '{ "MessageBody": { "<|>" } }');
    expect(chosen(text, 'TaskToken.$')).toContain('{ "TaskToken.$": "$$.Task.Token" }');
    expect(labelsAt(inside('arn:aws:states:::sqs:sendMessage', '{ "MessageBody": { "<|>" } }'))).toEqual([]);
  });

  test('reader and writer of a distributed Map', () => {
    const map = (field: string) => `{ "States": { "M": { "Type": "Map", ${field} } } }`;
    const reader = map('"ItemReader": { "Resource": "arn:aws:states:::s3:getObject", "Parameters": { "<|>" } }');
    const writer = map('"ResultWriter": { "Resource": "arn:aws:states:::s3:putObject", "Parameters": { "<|>" } }');
    expect(labelsAt(reader).slice(0, 2)).toEqual(['Bucket', 'Key']);
    expect(labelsAt(writer)).toEqual(expect.arrayContaining(['Bucket', 'Prefix']));
  });

  test('in JSONata and in YAML', () => {
    const yaml = `QueryLanguage: JSONata
States:
  A:
    Type: Task
    Resource: arn:aws:states:::lambda:invoke
    Arguments:
      FunctionName: f
      <|>
`;
    const labels = labelsAt(yaml, { format: 'yaml' });
    expect(labels).toEqual(expect.arrayContaining(['InvocationType', 'Payload']));
    expect(labels).not.toContain('FunctionName');
    expect(labels).not.toContain('Payload.$');
    expect(chosen(yaml, 'Payload', { format: 'yaml' })).toBe(yaml.replace('<|>', 'Payload: "{% $states.input %}"'));
  });
});
