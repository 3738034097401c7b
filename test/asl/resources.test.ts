import { describe, expect, test } from 'vitest';
import { parseResource } from '../../runtime/src/asl/resources.ts';

describe('parseResource', () => {
  test.each([
    ['arn:aws:lambda:us-east-1:123456789012:function:f:prod', { kind: 'lambda', functionName: 'f', qualifier: 'prod' }],
    ['arn:aws-cn:states:cn-north-1:1:activity:work', { kind: 'activity', partition: 'aws-cn', activityName: 'work' }],
    [
      'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
      {
        kind: 'optimized',
        service: 'sqs',
        action: 'sendMessage',
        pattern: '.waitForTaskToken',
        resourceType: 'sqs',
        resource: 'sendMessage.waitForTaskToken',
      },
    ],
    [
      'arn:aws:states:::states:startExecution.sync:2',
      { kind: 'optimized', action: 'startExecution', pattern: '.sync:2', resource: 'startExecution.sync:2' },
    ],
    [
      'arn:aws:states:::aws-sdk:s3:putObject',
      {
        kind: 'aws-sdk',
        service: 's3',
        action: 'putObject',
        pattern: '',
        resourceType: 'aws-sdk:s3',
        resource: 'putObject',
      },
    ],
    ['arn:aws:states:::http:invoke', { kind: 'http', service: 'http', action: 'invoke' }],
    ['arn:aws:states:us-east-1:123456789012:aws-sdk:s3:getObject', { kind: 'aws-sdk', action: 'getObject' }],
    ['arn:aws:sqs:us-east-1:123456789012:q', { kind: 'other' }],
  ])('%s', (arn, expected) => {
    expect(parseResource(arn)).toMatchObject({ arn, ...expected });
  });

  test.each([
    '${Function}',
    '${Function.Arn}',
    'arn:aws:states:::${Service}:call',
    '{{ arn }}',
    '<function arn>',
    '__tbd__',
  ])('%s stands for what nobody knows yet', (arn) => {
    expect(parseResource(arn)).toEqual({ kind: 'placeholder', arn });
  });

  test('placeholders inside an ARN keep the rest readable', () => {
    const arn = 'arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:${Name}';
    expect(parseResource(arn)).toMatchObject({
      kind: 'lambda',
      partition: '${AWS::Partition}',
      functionName: '${Name}',
    });
  });

  test.each(['', 'Function', 'https://example.com/fn', 'arn:aws', 'arn:azure:lambda:x:1:function:f'])(
    '%j is no ARN',
    (arn) => {
      expect(parseResource(arn)).toBeUndefined();
    },
  );
});
