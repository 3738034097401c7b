import {
  CreateActivityCommand,
  CreateStateMachineAliasCommand,
  CreateStateMachineCommand,
  DeleteStateMachineAliasCommand,
  DeleteStateMachineCommand,
  DeleteStateMachineVersionCommand,
  DescribeExecutionCommand,
  DescribeStateMachineAliasCommand,
  DescribeStateMachineCommand,
  ListStateMachineAliasesCommand,
  ListStateMachinesCommand,
  ListStateMachineVersionsCommand,
  ListTagsForResourceCommand,
  PublishStateMachineVersionCommand,
  StartExecutionCommand,
  TagResourceCommand,
  TestStateCommand,
  UntagResourceCommand,
  UpdateStateMachineAliasCommand,
  UpdateStateMachineCommand,
  ValidateStateMachineDefinitionCommand,
} from '@aws-sdk/client-sfn';
import { describe, expect, test } from 'vitest';
import { definitionOf, ROLE, testEndpoint } from '../support/endpoint.ts';

const { client } = await testEndpoint();
const PASS = definitionOf({ A: { Type: 'Pass', End: true } });
const FAIL = definitionOf({ A: { Type: 'Fail' } });

async function create(name: string, definition = PASS) {
  const { stateMachineArn } = await client.send(new CreateStateMachineCommand({ name, definition, roleArn: ROLE }));
  return stateMachineArn!;
}

describe('CreateStateMachine', () => {
  test('answers with the ARN, and again when everything is the same', async () => {
    const arn = await create('again');
    expect(arn).toBe('arn:aws:states:us-east-1:123456789012:stateMachine:again');
    expect(await create('again')).toBe(arn);
  });

  test('refuses another definition under the same name', async () => {
    const arn = await create('taken');
    await expect(create('taken', FAIL)).rejects.toMatchObject({
      name: 'StateMachineAlreadyExists',
      message: `State Machine Already Exists: '${arn}'`,
    });
  });

  test('says what is wrong with a definition, as AWS words it', async () => {
    const definition = definitionOf({ A: { Type: 'Pass', Next: 'Nowhere' } });
    await expect(create('invalid', definition)).rejects.toMatchObject({
      name: 'InvalidDefinition',
      message: expect.stringMatching(
        /^Invalid State Machine Definition: 'MISSING_TRANSITION_TARGET: .* at \/States\/A\/Next/,
      ),
    });
  });

  test.each(['white space', 'a:b', 'a/b', 'a<b', 'a\u0007b', 'a"b'])('refuses the name %j', async (name) => {
    await expect(create(name)).rejects.toMatchObject({ name: 'InvalidName' });
  });

  test('publishes version 1 when asked to', async () => {
    const created = await client.send(
      new CreateStateMachineCommand({ name: 'published', definition: PASS, roleArn: ROLE, publish: true }),
    );
    expect(created.stateMachineVersionArn).toBe(`${created.stateMachineArn}:1`);
  });

  test('takes a version description only together with publish', async () => {
    const request = { name: 'described', definition: PASS, roleArn: ROLE, versionDescription: 'first' };
    await expect(client.send(new CreateStateMachineCommand(request))).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'Version description can only be set when publish is true',
    });
  });

  test('names every violated constraint', async () => {
    const request = { name: '', definition: PASS, roleArn: ROLE, type: 'FAST' as 'EXPRESS' };
    await expect(client.send(new CreateStateMachineCommand(request))).rejects.toMatchObject({
      name: 'ValidationException',
      message:
        "2 validation errors detected: Value '' at 'name' failed to satisfy constraint: Member must have length greater than or equal to 1; Value 'FAST' at 'type' failed to satisfy constraint: Member must satisfy enum value set: [STANDARD, EXPRESS]",
    });
  });
});

describe('DescribeStateMachine, UpdateStateMachine, DeleteStateMachine', () => {
  test('shows AWS defaults, and a revision only after the first update', async () => {
    const arn = await create('revised');
    const before = await client.send(new DescribeStateMachineCommand({ stateMachineArn: arn }));
    expect(before).toMatchObject({
      name: 'revised',
      status: 'ACTIVE',
      type: 'STANDARD',
      definition: PASS,
      roleArn: ROLE,
      loggingConfiguration: { level: 'OFF', includeExecutionData: false },
      tracingConfiguration: { enabled: false },
    });
    expect(before.revisionId).toBeUndefined();
    const updated = await client.send(new UpdateStateMachineCommand({ stateMachineArn: arn, definition: FAIL }));
    const after = await client.send(new DescribeStateMachineCommand({ stateMachineArn: arn }));
    expect(after).toMatchObject({ definition: FAIL, revisionId: updated.revisionId });
  });

  test('an update has to change something', async () => {
    const arn = await create('unchanged');
    await expect(client.send(new UpdateStateMachineCommand({ stateMachineArn: arn }))).rejects.toMatchObject({
      name: 'MissingRequiredParameter',
    });
  });

  test('lists the variables that states refer to', async () => {
    const arn = await create(
      'variables',
      JSON.stringify({
        QueryLanguage: 'JSONata',
        StartAt: 'A',
        States: {
          A: { Type: 'Pass', Assign: { x: 1 }, Next: 'B' },
          B: { Type: 'Pass', Output: '{% $x %}', End: true },
        },
      }),
    );
    const described = await client.send(new DescribeStateMachineCommand({ stateMachineArn: arn }));
    expect(described.variableReferences).toEqual({ B: ['x'] });
  });

  test('a machine that is deleted ends its executions', async () => {
    const { activityArn } = await client.send(new CreateActivityCommand({ name: 'unworked' }));
    const arn = await create('unfinished', definitionOf({ A: { Type: 'Task', Resource: activityArn, End: true } }));
    const { executionArn } = await client.send(new StartExecutionCommand({ stateMachineArn: arn }));
    await client.send(new DeleteStateMachineCommand({ stateMachineArn: arn }));
    const { status } = await client.send(new DescribeExecutionCommand({ executionArn }));
    expect(status).toBe('ABORTED');
  });

  test('a deleted machine is gone; deleting one that never was succeeds', async () => {
    const arn = await create('deleted');
    await client.send(new DeleteStateMachineCommand({ stateMachineArn: arn }));
    await client.send(new DeleteStateMachineCommand({ stateMachineArn: arn }));
    await expect(client.send(new DescribeStateMachineCommand({ stateMachineArn: arn }))).rejects.toMatchObject({
      name: 'StateMachineDoesNotExist',
      message: `State Machine Does Not Exist: '${arn}'`,
    });
  });

  test('says that a text is no ARN', async () => {
    await expect(client.send(new DescribeStateMachineCommand({ stateMachineArn: 'no_arn' }))).rejects.toMatchObject({
      name: 'InvalidArn',
      message: "Invalid Arn: 'Invalid ARN prefix: no_arn'",
    });
  });
});

describe('ListStateMachines', () => {
  test('gives every machine once, page by page', async () => {
    const { client: lone } = await testEndpoint();
    for (const index of [1, 2, 3, 4, 5]) {
      const name = `m${index}`;
      await lone.send(new CreateStateMachineCommand({ name, definition: PASS, roleArn: ROLE }));
    }
    const names: string[] = [];
    let nextToken: string | undefined;
    do {
      const listed = await lone.send(new ListStateMachinesCommand({ maxResults: 2, nextToken }));
      names.push(...listed.stateMachines!.map((machine) => machine.name!));
      nextToken = listed.nextToken;
    } while (nextToken);
    expect(names).toEqual(['m1', 'm2', 'm3', 'm4', 'm5']);
  });

  test('refuses invented tokens and pages that are too long', async () => {
    await expect(client.send(new ListStateMachinesCommand({ nextToken: 'invented' }))).rejects.toMatchObject({
      name: 'InvalidToken',
      message: "Invalid Token: 'Invalid token'",
    });
    await expect(client.send(new ListStateMachinesCommand({ maxResults: 1001 }))).rejects.toMatchObject({
      message:
        "1 validation error detected: Value '1001' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 1000",
    });
  });
});

describe('versions and aliases', () => {
  test('versions are numbered, never given twice, and one per revision', async () => {
    const arn = await create('versions');
    const publish = async () =>
      (await client.send(new PublishStateMachineVersionCommand({ stateMachineArn: arn }))).stateMachineVersionArn;
    expect([await publish(), await publish()]).toEqual([`${arn}:1`, `${arn}:1`]);
    await client.send(new UpdateStateMachineCommand({ stateMachineArn: arn, definition: FAIL }));
    expect(await publish()).toBe(`${arn}:2`);
    await client.send(new DeleteStateMachineVersionCommand({ stateMachineVersionArn: `${arn}:2` }));
    await client.send(new UpdateStateMachineCommand({ stateMachineArn: arn, definition: PASS }));
    expect(await publish()).toBe(`${arn}:3`);
    const listed = await client.send(new ListStateMachineVersionsCommand({ stateMachineArn: arn }));
    expect(listed.stateMachineVersions!.map((version) => version.stateMachineVersionArn)).toEqual([
      `${arn}:3`,
      `${arn}:1`,
    ]);
    const described = await client.send(new DescribeStateMachineCommand({ stateMachineArn: `${arn}:1` }));
    expect(described.definition).toBe(PASS);
  });

  test('refuses to publish another revision than the present one', async () => {
    const arn = await create('revisions');
    await expect(
      client.send(new PublishStateMachineVersionCommand({ stateMachineArn: arn, revisionId: 'other' })),
    ).rejects.toMatchObject({ name: 'ConflictException', $metadata: { httpStatusCode: 409 } });
  });

  test('an alias is created, described, changed, listed and deleted; its version is protected', async () => {
    const arn = await create('aliased');
    const { stateMachineVersionArn } = await client.send(
      new PublishStateMachineVersionCommand({ stateMachineArn: arn }),
    );
    const routingConfiguration = [{ stateMachineVersionArn, weight: 100 }];
    const { stateMachineAliasArn } = await client.send(
      new CreateStateMachineAliasCommand({ name: 'live', routingConfiguration }),
    );
    expect(stateMachineAliasArn).toBe(`${arn}:live`);
    await client.send(new UpdateStateMachineAliasCommand({ stateMachineAliasArn, description: 'in use' }));
    const described = await client.send(new DescribeStateMachineAliasCommand({ stateMachineAliasArn }));
    expect(described).toMatchObject({ name: 'live', description: 'in use', routingConfiguration });
    const listed = await client.send(new ListStateMachineAliasesCommand({ stateMachineArn: arn }));
    expect(listed.stateMachineAliases).toHaveLength(1);
    await expect(client.send(new DeleteStateMachineVersionCommand({ stateMachineVersionArn }))).rejects.toMatchObject({
      name: 'ConflictException',
      message:
        'Version to be deleted must not be referenced by an alias. Current list of aliases referencing this version: [live]',
    });
    await client.send(new DeleteStateMachineAliasCommand({ stateMachineAliasArn }));
    await expect(client.send(new DescribeStateMachineAliasCommand({ stateMachineAliasArn }))).rejects.toMatchObject({
      name: 'ResourceNotFound',
    });
  });

  test('weights must sum to 100, over distinct versions', async () => {
    const arn = await create('weights');
    await client.send(new PublishStateMachineVersionCommand({ stateMachineArn: arn }));
    const alias = (weights: number[]) =>
      client.send(
        new CreateStateMachineAliasCommand({
          name: 'live',
          routingConfiguration: weights.map((weight) => ({ stateMachineVersionArn: `${arn}:1`, weight })),
        }),
      );
    await expect(alias([99])).rejects.toMatchObject({
      message: 'Sum of routing configuration weights must equal 100. Received: [99]',
    });
    await expect(alias([50, 50])).rejects.toMatchObject({
      message: `Routing configuration must contain distinct state machine version ARNs. Received: [${arn}:1, ${arn}:1]`,
    });
  });
});

describe('tags', () => {
  test('are set, replaced, removed and listed', async () => {
    const resourceArn = await create('tagged');
    const tag = (key: string, value: string) =>
      client.send(new TagResourceCommand({ resourceArn, tags: [{ key, value }] }));
    await tag('team', 'a');
    await tag('team', 'b');
    await tag('cost', '1');
    await client.send(new UntagResourceCommand({ resourceArn, tagKeys: ['cost'] }));
    const { tags } = await client.send(new ListTagsForResourceCommand({ resourceArn }));
    expect(tags).toEqual([{ key: 'team', value: 'b' }]);
  });

  test('are not for things that do not exist', async () => {
    const resourceArn = 'arn:aws:states:us-east-1:123456789012:stateMachine:none';
    await expect(client.send(new ListTagsForResourceCommand({ resourceArn }))).rejects.toMatchObject({
      name: 'ResourceNotFound',
      message: `Resource not found: '${resourceArn}'`,
    });
  });
});

describe('ValidateStateMachineDefinition and TestState', () => {
  test('validates', async () => {
    const invalid = definitionOf({ A: { Type: 'Pass' } });
    const refused = await client.send(new ValidateStateMachineDefinitionCommand({ definition: invalid }));
    expect(refused.result).toBe('FAIL');
    expect(refused.diagnostics!.length).toBeGreaterThan(0);
    const accepted = await client.send(new ValidateStateMachineDefinitionCommand({ definition: PASS }));
    expect(accepted).toMatchObject({ result: 'OK', diagnostics: [] });
  });

  test('runs a single state with a mock', async () => {
    const tested = await client.send(
      new TestStateCommand({
        definition: JSON.stringify({
          Type: 'Task',
          Resource: 'arn:aws:states:::lambda:invoke',
          Parameters: { FunctionName: 'f' },
          OutputPath: '$.Payload',
          End: true,
        }),
        mock: { result: '{"Payload":{"a":1},"StatusCode":200}' },
      }),
    );
    expect(tested).toMatchObject({ status: 'SUCCEEDED', output: '{"a":1}' });
  });

  test('refuses what AWS refuses', async () => {
    const request = { definition: '{"Type":"Pass","End":true}', mock: { result: '{}' } };
    await expect(client.send(new TestStateCommand(request))).rejects.toMatchObject({
      name: 'ValidationException',
      message: "State type 'Pass' is not supported when a mock is specified",
    });
  });
});
