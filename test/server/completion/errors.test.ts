import { describe, expect, test } from 'vitest';
import { chosen, labelsAt } from './support.ts';

const task = (resource: string, list: string) =>
  `{ "StartAt": "A", "States": { "A": { "Type": "Task", "Resource": "${resource}", "Retry": [ { "ErrorEquals": ${list} } ], "End": true } } }`;
const LAMBDA = 'arn:aws:states:::lambda:invoke';

describe('error names', () => {
  test('reserved names the task can raise, then those of its service', () => {
    const labels = labelsAt(task(LAMBDA, '[ "<|>" ]'));
    expect(labels[0]).toBe('States.ALL');
    expect(labels).toEqual(
      expect.arrayContaining(['States.Timeout', 'States.TaskFailed', 'Lambda.TooManyRequestsException']),
    );
    for (const name of [
      'States.Runtime',
      'States.NoChoiceMatched',
      'DynamoDB.ThrottlingException',
      'States.Http.Socket',
    ]) {
      expect(labels).not.toContain(name);
    }
  });

  test.each([
    ['arn:aws:lambda:us-east-1:123456789012:function:f', 'Lambda.ServiceException'],
    ['arn:aws:states:::dynamodb:putItem', 'DynamoDB.ConditionalCheckFailedException'],
    ['arn:aws:states:::aws-sdk:s3:getObject', 'S3.NoSuchKeyException'],
    ['arn:aws:states:::aws-sdk:secretsmanager:getSecretValue', 'SecretsManager.SecretsManagerException'],
    ['arn:aws:states:::http:invoke', 'States.Http.Socket'],
  ])('of %s', (resource, name) => {
    expect(labelsAt(task(resource, '[ "<|>" ]'))).toContain(name);
  });

  test('names that are there are not repeated, and the wildcard stands alone', () => {
    const labels = labelsAt(task(LAMBDA, '[ "States.Timeout", "<|>" ]'));
    expect(labels).not.toContain('States.Timeout');
    expect(labels).not.toContain('States.ALL');
    expect(labelsAt(task(LAMBDA, '[ "States.ALL", "<|>" ]'))).toEqual([]);
  });

  test("the definition's own names, in a Parallel state those of everything inside", () => {
    const text = `{ "StartAt": "P", "States": {
      "P": { "Type": "Parallel", "Catch": [ { "ErrorEquals": [ "<|>" ], "Next": "F" } ], "Branches": [ { "StartAt": "T", "States": {
        "T": { "Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage", "Retry": [ { "ErrorEquals": [ "QueueBusy" ] } ], "End": true } } } ] },
      "F": { "Type": "Fail", "Error": "OrderRejected" } } }`;
    const labels = labelsAt(text);
    expect(labels).toEqual(
      expect.arrayContaining(['QueueBusy', 'OrderRejected', 'SQS.AmazonSQSException', 'States.BranchFailed']),
    );
  });

  test.each([
    ['[ "<|>" ]', '[ "States.Timeout" ]'],
    ['[ <|> ]', '[ "States.Timeout" ]'],
    ['[ "A", <|> ]', '[ "A", "States.Timeout" ]'],
    ['[ <|> "A" ]', '[ "States.Timeout", "A" ]'],
    ['[ "A" <|> ]', '[ "A", "States.Timeout" ]'],
    ['<|>', '["States.Timeout"]'],
  ])('%s', (before, after) => {
    expect(chosen(task(LAMBDA, before), 'States.Timeout')).toBe(task(LAMBDA, after));
  });

  test.each([
    ['      - ErrorEquals:\n          - <|>', '      - ErrorEquals:\n          - States.Timeout'],
    ['      - ErrorEquals:\n          <|>', '      - ErrorEquals:\n          - States.Timeout'],
    [
      '      - ErrorEquals:\n        - A\n        - "<|>"',
      '      - ErrorEquals:\n        - A\n        - "States.Timeout"',
    ],
    ['      - ErrorEquals: [ A, <|> ]', '      - ErrorEquals: [ A, States.Timeout ]'],
  ])('in YAML %j', (before, after) => {
    const yaml = (retry: string) =>
      `StartAt: A\nStates:\n  A:\n    Type: Task\n    Resource: ${LAMBDA}\n    Retry:\n${retry}\n    End: true\n`;
    expect(chosen(yaml(before), 'States.Timeout', { format: 'yaml' })).toBe(yaml(after));
  });

  test('a Fail state raises names that are handled somewhere', () => {
    const text = `{ "StartAt": "A", "States": { "A": { "Type": "Task", "Resource": "x", "Catch": [ { "ErrorEquals": [ "Rejected" ], "Next": "F" } ] },
      "F": { "Type": "Fail", "Error": "<|>" } } }`;
    expect(labelsAt(text)).toContain('Rejected');
  });
});
