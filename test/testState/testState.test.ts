import { describe, expect, it } from 'vitest';
import { testState, variableReferences } from '../../runtime/src/index.ts';

const task = (more: object = {}) =>
  JSON.stringify({
    Type: 'Task',
    Resource: 'arn:aws:states:::sqs:sendMessage',
    Parameters: { QueueUrl: 'q', 'MessageBody.$': '$.text' },
    Next: 'After',
    ...more,
  });

describe('TestState', () => {
  it('shows the phases of a JSONPath task under their names', async () => {
    const response = await testState({
      definition: task({ ResultSelector: { 'id.$': '$.MessageId' }, ResultPath: '$.sent', OutputPath: '$.sent' }),
      input: '{"text":"hello"}',
      inspectionLevel: 'DEBUG',
      mock: { result: '{"MessageId":"m-1","MD5OfMessageBody":"x"}' },
    });
    expect(response).toEqual({
      status: 'SUCCEEDED',
      output: '{"id":"m-1"}',
      nextState: 'After',
      inspectionData: {
        input: '{"text":"hello"}',
        afterInputPath: '{"text":"hello"}',
        afterParameters: '{"QueueUrl":"q","MessageBody":"hello"}',
        result: '{"MessageId":"m-1","MD5OfMessageBody":"x"}',
        afterResultSelector: '{"id":"m-1"}',
        afterResultPath: '{"text":"hello","sent":{"id":"m-1"}}',
      },
    });
  });

  it('checks a mocked result against the model of any API', async () => {
    const mock = (result: object, resource: string, mode?: 'PRESENT' | 'NONE') =>
      testState({
        definition: JSON.stringify({ Type: 'Task', Resource: resource, Parameters: {}, End: true }),
        mock: { result: JSON.stringify(result), ...(mode ? { fieldValidationMode: mode } : {}) },
      });
    const sdk = 'arn:aws:states:::aws-sdk:sqs:sendMessage';
    await expect(mock({ MessageId: 5 }, sdk)).rejects.toMatchObject({
      name: 'ValidationException',
      message: "Mock result schema validation error: Field 'MessageId' must be a string",
    });
    await expect(mock({ MessageId: 5 }, sdk, 'NONE')).resolves.toMatchObject({ status: 'SUCCEEDED' });
    await expect(mock({ Anything: 1 }, sdk)).resolves.toMatchObject({ status: 'SUCCEEDED' });
    await expect(mock({}, 'arn:aws:states:::aws-sdk:sfn:startExecution')).rejects.toMatchObject({
      message: "Mock result schema validation error: Required field 'ExecutionArn' is missing",
    });
    await expect(mock({}, 'arn:aws:states:::aws-sdk:sfn:startExecution', 'PRESENT')).resolves.toMatchObject({
      status: 'SUCCEEDED',
    });
  });

  it('says what a retrier and a catcher would do', async () => {
    const definition = task({
      Retry: [{ ErrorEquals: ['Busy'], IntervalSeconds: 2, MaxAttempts: 2 }],
      Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Handle', ResultPath: '$.error' }],
    });
    const mock = { errorOutput: { error: 'Busy', cause: 'later' } };
    const attempt = (retrierRetryCount: number) =>
      testState({
        definition,
        input: '{"text":"t"}',
        mock,
        inspectionLevel: 'DEBUG',
        stateConfiguration: { retrierRetryCount },
      });
    expect(await attempt(1)).toMatchObject({
      status: 'RETRIABLE',
      error: 'Busy',
      inspectionData: { errorDetails: { retryIndex: 0, retryBackoffIntervalSeconds: 4 } },
    });
    expect(await attempt(2)).toMatchObject({
      status: 'CAUGHT_ERROR',
      nextState: 'Handle',
      output: '{"text":"t","error":{"Error":"Busy","Cause":"later"}}',
    });
  });

  it('evaluates what a mocked Map selects and batches', async () => {
    const { inspectionData } = await testState({
      definition: JSON.stringify({
        Type: 'Map',
        ItemsPath: '$.list',
        ItemSelector: { 'v.$': '$$.Map.Item.Value' },
        ItemBatcher: { MaxItemsPerBatch: 2 },
        ItemProcessor: {
          ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
          StartAt: 'P',
          States: { P: { Type: 'Pass', End: true } },
        },
        End: true,
      }),
      input: '{"list":[1,2,3]}',
      inspectionLevel: 'DEBUG',
      mock: { result: '[]' },
    });
    expect(inspectionData).toMatchObject({
      afterItemSelector: '[{"v":1},{"v":2},{"v":3}]',
      afterItemBatcher: '[{"Items":[{"v":1},{"v":2}]},{"Items":[{"v":3}]}]',
      maxConcurrency: 0,
    });
  });

  it('shows of a state that fails only what it had come to', async () => {
    const shown = async (fields: object) => {
      const { status, inspectionData } = await testState({
        definition: task({ InputPath: '$.in', ...fields }),
        input: '{"in":{"text":"hello"}}',
        inspectionLevel: 'DEBUG',
        mock: { result: '{"MessageId":"m-1","MD5OfMessageBody":"x"}' },
      });
      expect(status).toBe('FAILED');
      return Object.keys(inspectionData ?? {});
    };
    const parameters = (path: string) => ({ Parameters: { QueueUrl: 'q', 'MessageBody.$': path } });
    const work = ['input', 'afterInputPath', 'afterParameters', 'result'];
    expect(await shown({ InputPath: '$.no' })).toEqual(['input']);
    expect(await shown(parameters('$.no'))).toEqual(['input', 'afterInputPath']);
    expect(await shown({ ResultSelector: { 'a.$': '$.no' } })).toEqual(work);
    expect(await shown({ ResultPath: '$.in.text.deep' })).toEqual([...work, 'afterResultSelector']);
    expect(await shown({ OutputPath: '$.no' })).toEqual([...work, 'afterResultSelector', 'afterResultPath']);
  });

  it('takes what an ItemReader would read, and looks into it where ItemsPointer points', async () => {
    const { inspectionData } = await testState({
      definition: JSON.stringify({
        Type: 'Map',
        ItemReader: {
          Resource: 'arn:aws:states:::s3:getObject',
          ReaderConfig: { InputType: 'JSON', ItemsPointer: '/orders/new' },
          Parameters: { Bucket: 'b', Key: 'k' },
        },
        ItemSelector: { 'v.$': '$$.Map.Item.Value' },
        ItemProcessor: {
          ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
          StartAt: 'P',
          States: { P: { Type: 'Pass', End: true } },
        },
        End: true,
      }),
      inspectionLevel: 'DEBUG',
      mock: { result: '[]' },
      stateConfiguration: { mapItemReaderData: '{"orders":{"new":[1,2]}}' },
    });
    expect(inspectionData).toMatchObject({ afterItemsPointer: '[1,2]', afterItemSelector: '[{"v":1},{"v":2}]' });
  });

  it('names the retrier that is used up, also one that names the error by a wildcard', async () => {
    const { inspectionData } = await testState({
      definition: task({ Retry: [{ ErrorEquals: ['Other'] }, { ErrorEquals: ['States.TaskFailed'], MaxAttempts: 1 }] }),
      input: '{"text":"t"}',
      inspectionLevel: 'DEBUG',
      mock: { errorOutput: { error: 'Busy' } },
      stateConfiguration: { retrierRetryCount: 1 },
    });
    expect(inspectionData).toMatchObject({ errorDetails: { retryIndex: 1 } });
  });

  it('ends where the input is larger than the service carries', async () => {
    const { status, error } = await testState({
      definition: '{"Type":"Pass","End":true}',
      input: JSON.stringify('x'.repeat(262_144)),
    });
    expect({ status, error }).toEqual({ status: 'FAILED', error: 'States.DataLimitExceeded' });
  });

  it.each([
    [
      { definition: '{"Type":"Pass","End":true}', mock: { result: '1' } },
      "State type 'Pass' is not supported when a mock is specified",
    ],
    [
      { definition: task(), mock: { result: '{}', errorOutput: {} } },
      'A test mock should have only one of the following fields: [result, errorOutput].',
    ],
    [{ definition: task() }, 'RoleArn must be specified when testing a Task state'],
    [
      { definition: task(), mock: { result: '{}' }, context: '{"Map":{}}' },
      "Invalid Context object provided: 'Map' field is not supported when mocking a Context object",
    ],
    [
      { definition: task(), mock: { result: '{}' }, context: '{"Execution":{"Id":1}}' },
      'Invalid Context object provided: Execution.Id must be a string',
    ],
    [
      { definition: '{"StartAt":"A","States":{"A":{"Type":"Succeed"}}}', stateName: 'B' },
      'State not found in definition',
    ],
  ])('refuses %j', async (request, message) => {
    await expect(testState(request)).rejects.toMatchObject({ name: 'ValidationException', message });
  });

  it('evaluates what a mocked task says beside its input', async () => {
    const response = await testState({
      definition: task({ TimeoutSecondsPath: '$.no' }),
      input: '{"text":""}',
      mock: { result: '{"MessageId":"m","MD5OfMessageBody":"x"}' },
    });
    expect(response).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
    expect(response.cause).toContain("Invalid path '$.no' : No results for path: $['no']");
  });

  it('refuses variables that are no object', async () => {
    const definition = JSON.stringify({ Type: 'Pass', End: true });
    await expect(testState({ definition, variables: '[1]' })).rejects.toMatchObject({ name: 'ValidationException' });
  });

  it('says what is wrong with text that is no JSON, and where', async () => {
    await expect(testState({ definition: 'not a definition' })).rejects.toMatchObject({
      name: 'InvalidDefinition',
      message:
        "Invalid State Machine Definition: 'INVALID_JSON_DESCRIPTION: Unrecognized token 'not': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')\n at [Source: (String)\"not a definition\"; line: 1, column: 4]'",
    });
  });

  it('refuses text that is no definition', async () => {
    await expect(testState({ definition: '{' })).rejects.toMatchObject({ name: 'InvalidDefinition' });
    await expect(testState({ definition: '[]' })).rejects.toMatchObject({ name: 'InvalidDefinition' });
  });
});

describe('variable references', () => {
  it('are those of paths, intrinsics and JSONata, by state', () => {
    const definition = JSON.stringify({
      StartAt: 'A',
      States: {
        A: { Type: 'Pass', Assign: { a: 1, b: '$a' }, Next: 'B' },
        B: { Type: 'Pass', Parameters: { 'x.$': "States.Format('{}', $a)", y: '$b' }, InputPath: '$b', Next: 'C' },
        C: {
          Type: 'Pass',
          QueryLanguage: 'JSONata',
          Output: { s: '{% $a & ($local := 1; $local) & $states.input.k %}' },
          End: true,
        },
      },
    });
    expect(variableReferences(definition)).toEqual({ B: ['a', 'b'], C: ['a'] });
  });
});
