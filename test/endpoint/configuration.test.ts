import {
  CreateActivityCommand,
  CreateStateMachineCommand,
  DescribeActivityCommand,
  DescribeStateMachineCommand,
  type EncryptionConfiguration,
  StartExecutionCommand,
  StartSyncExecutionCommand,
  UpdateStateMachineCommand,
} from '@aws-sdk/client-sfn';
import { describe, expect, test } from 'vitest';
import { definitionOf, ROLE, testEndpoint } from '../support/endpoint.ts';

const { client } = await testEndpoint();
const definition = definitionOf({ A: { Type: 'Fail', Error: 'Own', Cause: 'secret' } });
const OWN_KEY: EncryptionConfiguration = { type: 'CUSTOMER_MANAGED_KMS_KEY', kmsKeyId: 'alias/mine' };

const create = (name: string, more: object = {}) =>
  client.send(new CreateStateMachineCommand({ name, definition, roleArn: ROLE, ...more }));

describe('encryption', () => {
  test('is kept and given back', async () => {
    const { stateMachineArn } = await create('encrypted', { encryptionConfiguration: OWN_KEY });
    const describe = () => client.send(new DescribeStateMachineCommand({ stateMachineArn }));
    expect(await describe()).toMatchObject({ encryptionConfiguration: OWN_KEY });
    const encryptionConfiguration: EncryptionConfiguration = { type: 'AWS_OWNED_KEY' };
    await client.send(new UpdateStateMachineCommand({ stateMachineArn, encryptionConfiguration }));
    expect((await describe()).encryptionConfiguration).toEqual(encryptionConfiguration);
  });

  test.each([
    [{ type: 'CUSTOMER_MANAGED_KMS_KEY' }],
    [{ type: 'AWS_OWNED_KEY', kmsKeyId: 'alias/mine' }],
    [{ type: 'AWS_OWNED_KEY', kmsDataKeyReusePeriodSeconds: 300 }],
  ])('is refused when the key does not fit the type: %j', async (encryptionConfiguration) => {
    const refused = { name: 'InvalidEncryptionConfiguration' };
    await expect(create('unencrypted', { encryptionConfiguration })).rejects.toMatchObject(refused);
    const activity = { name: 'unencrypted', encryptionConfiguration } as { name: string };
    await expect(client.send(new CreateActivityCommand(activity))).rejects.toMatchObject(refused);
  });

  test('of an activity stays as it is', async () => {
    const request = { name: 'work', encryptionConfiguration: OWN_KEY };
    const { activityArn } = await client.send(new CreateActivityCommand(request));
    expect(await client.send(new CreateActivityCommand(request))).toMatchObject({ activityArn });
    expect(await client.send(new DescribeActivityCommand({ activityArn }))).toMatchObject({
      encryptionConfiguration: OWN_KEY,
    });
    await expect(client.send(new CreateActivityCommand({ name: 'work' }))).rejects.toMatchObject({
      name: 'ActivityAlreadyExists',
    });
  });
});

test("tags of AWS's own are refused when something is created, too", async () => {
  const tags = [{ key: 'aws:owner', value: 'me' }];
  const refused = { name: 'ValidationException', message: "Tag keys may not begin with 'aws:'." };
  await expect(create('tagged', { tags })).rejects.toMatchObject(refused);
  await expect(client.send(new CreateActivityCommand({ name: 'tagged', tags }))).rejects.toMatchObject(refused);
});

describe('what may be a secret', () => {
  test('is not shown by METADATA_ONLY', async () => {
    const { stateMachineArn } = await create('metadata', { type: 'EXPRESS' });
    const includedData = 'METADATA_ONLY';
    const machine = await client.send(new DescribeStateMachineCommand({ stateMachineArn, includedData }));
    expect(machine.definition).toBe('{}');
    const execution = await client.send(new StartSyncExecutionCommand({ stateMachineArn, includedData }));
    expect(execution).toMatchObject({ status: 'FAILED', inputDetails: { included: false } });
    expect([execution.input, execution.error, execution.cause]).toEqual([undefined, undefined, undefined]);
  });

  test('is not shown by an error, which says where it stands', async () => {
    const { stateMachineArn } = await create('errors');
    const input = JSON.stringify('secret'.repeat(50_000));
    await expect(client.send(new StartExecutionCommand({ stateMachineArn, input }))).rejects.toMatchObject({
      name: 'ValidationException',
      message:
        "1 validation error detected: Value at 'input' failed to satisfy constraint: Member must have length less than or equal to 262144",
    });
  });
});
