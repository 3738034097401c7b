import { describe, expect, test } from 'vitest';
import { outputShape } from '../../runtime/src/asl/responseModels.ts';
import {
  OPTIMIZED_INTEGRATIONS,
  optimizedIntegration,
  sdkPrefixes,
  sdkService,
} from '../../runtime/src/asl/serviceData.ts';

describe('service data', () => {
  test('optimized integrations', () => {
    expect(optimizedIntegration('sqs', 'sendMessage')).toMatchObject({
      patterns: ['', '.waitForTaskToken'],
      required: ['MessageBody', 'QueueUrl'],
    });
    expect(optimizedIntegration('dynamodb', 'query')).toBeUndefined();
    const odd = OPTIMIZED_INTEGRATIONS.filter(({ required, parameters }) =>
      required.some((name) => !parameters.includes(name)),
    );
    expect(odd).toEqual([]);
  });

  test('SDK services with their actions, required parameters and errors', () => {
    expect(sdkPrefixes().length).toBeGreaterThan(400);
    const s3 = sdkService('s3')!;
    expect(s3.actions.get('putObject')).toEqual(['Bucket', 'Key']);
    expect(s3.errors).toContain('S3.NoSuchKeyException');
    expect(sdkService('secretsmanager')!.genericError).toBe('SecretsManager.SecretsManagerException');
    expect(sdkService('S3')).toBeUndefined();
  });

  test('every service can be read', () => {
    for (const prefix of sdkPrefixes()) expect(sdkService(prefix)!.actions.size).toBeGreaterThan(0);
  });
});

describe('response models', () => {
  test('types, ranges and enumerations of nested members', () => {
    const configuration = outputShape('aws-sdk', 'lambda', 'getFunction')!.members!.get('Configuration')!.shape()!;
    expect(configuration.members!.get('MemorySize')!.shape()).toMatchObject({ type: 'integer', minimum: 128 });
    expect(configuration.members!.get('PackageType')!.shape()).toMatchObject({
      type: 'string',
      values: ['Zip', 'Image'],
    });
  });

  test('members are named as Step Functions shows them, and blobs and timestamps are text', () => {
    const execution = outputShape('aws-sdk', 'sfn', 'describeExecution')!;
    expect(execution.members!.get('ExecutionArn')).toMatchObject({ required: true });
    expect(execution.members!.get('StartDate')!.shape()).toMatchObject({ type: 'string' });
  });

  test('connectors follow the SDK service they call', () => {
    expect([...outputShape('optimized', 'states', 'startExecution')!.members!.keys()]).toEqual([
      'ExecutionArn',
      'StartDate',
    ]);
    expect(outputShape('optimized', 'elasticmapreduce', 'createCluster')!.members!.has('JobFlowId')).toBe(true);
    // The connector parses the payload: any JSON may stand there.
    expect(outputShape('optimized', 'lambda', 'invoke')!.members!.get('Payload')!.shape()).toBeUndefined();
  });

  test('shapes may contain themselves', () => {
    const item = outputShape('optimized', 'dynamodb', 'getItem')!.members!.get('Item')!.shape()!;
    const value = item.element!()!;
    expect(value.members!.get('L')!.shape()!.element!()).toBe(value);
  });

  test('what is not modelled is unknown', () => {
    expect(outputShape('aws-sdk', 'quantum', 'leap')).toBeUndefined();
    expect(outputShape('aws-sdk', 's3', 'deleteBucket')).toBeUndefined();
  });
});
