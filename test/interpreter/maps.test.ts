import { describe, expect, it } from 'vitest';
import { runExecution } from '../../runtime/src/index.ts';

const distributed = (map: object, inner: object) =>
  JSON.stringify({
    StartAt: 'M',
    States: {
      M: {
        Type: 'Map',
        ItemProcessor: {
          ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
          StartAt: 'Do',
          States: { Do: inner },
        },
        End: true,
        ...map,
      },
    },
  });
const failOdd = {
  Type: 'Task',
  Resource: 'arn:aws:lambda:us-east-1:123456789012:function:odd',
  End: true,
};
const handlers = {
  odd: (value: unknown) => {
    if (typeof value === 'number' && value % 2 === 1) throw new Error(`odd ${value}`);
    return (value as number) ?? null;
  },
};

describe('an inline Map', () => {
  it('never runs more iterations at once than it may', async () => {
    let [running, most] = [0, 0];
    const definition = JSON.stringify({
      StartAt: 'M',
      States: {
        M: {
          Type: 'Map',
          MaxConcurrency: 3,
          ItemProcessor: {
            StartAt: 'T',
            States: { T: { Type: 'Task', Resource: 'arn:aws:lambda:us-east-1:123456789012:function:f', End: true } },
          },
          End: true,
        },
      },
    });
    const { output } = await runExecution({
      definition,
      input: Array.from({ length: 20 }, (_, n) => n),
      handlers: {
        f: async (n) => {
          running += 1;
          most = Math.max(most, running);
          await Promise.resolve();
          running -= 1;
          return n;
        },
      },
    });
    expect(JSON.parse(output!)).toEqual(Array.from({ length: 20 }, (_, n) => n));
    expect(most).toBe(3);
  });

  it('evaluates an ItemSelector that JSONata can only answer later', async () => {
    const definition = JSON.stringify({
      QueryLanguage: 'JSONata',
      StartAt: 'M',
      States: {
        M: {
          Type: 'Map',
          ItemSelector: '{% $map([$states.context.Map.Item.Value], function($v) { $v * 10 }) %}',
          ItemProcessor: { StartAt: 'P', States: { P: { Type: 'Pass', End: true } } },
          End: true,
        },
      },
    });
    const { output } = await runExecution({ definition, input: [1, 2, 3] });
    expect(JSON.parse(output!)).toEqual([10, 20, 30]);
  });
});

describe('a distributed Map', () => {
  it('puts up with as many failed items as it tolerates, and with no more', async () => {
    const input = [0, 1, 2, 3, 4, 5];
    const run = (map: object) => runExecution({ definition: distributed(map, failOdd), input, handlers });
    expect((await run({ ToleratedFailureCount: 3 })).status).toBe('SUCCEEDED');
    expect((await run({ ToleratedFailurePercentage: 50 })).status).toBe('SUCCEEDED');
    expect(await run({ ToleratedFailureCount: 2 })).toMatchObject({
      status: 'FAILED',
      error: 'States.ExceedToleratedFailureThreshold',
      cause: 'The specified tolerated failure threshold was exceeded',
    });
    expect((await run({})).error).toBe('States.ExceedToleratedFailureThreshold');
  });

  it('outlives any number of children that fail as soon as they are started', async () => {
    const files = { 's3://b/k': JSON.stringify(Array.from({ length: 20_000 }, () => 'x'.repeat(600))) };
    const { status, error, output } = await runExecution({
      definition: distributed(
        {
          ItemReader: {
            Resource: 'arn:aws:states:::s3:getObject',
            ReaderConfig: { InputType: 'JSON' },
            Parameters: { Bucket: 'b', Key: 'k' },
          },
          ToleratedFailurePercentage: 100,
          ResultWriter: { Resource: 'arn:aws:states:::s3:putObject', Parameters: { Bucket: 'out' } },
        },
        { Type: 'Pass', End: true },
      ),
      files,
      limits: { payloadBytes: 500 },
    });
    expect({ status, error }).toEqual({ status: 'SUCCEEDED', error: undefined });
    expect(JSON.parse(output!)).toHaveProperty('MapRunArn');
  });

  it('counts every item of a failed batch', async () => {
    const map = { ItemBatcher: { MaxItemsPerBatch: 4 }, ToleratedFailureCount: 3 };
    const { error } = await runExecution({
      definition: distributed(map, { Type: 'Fail', Error: 'No' }),
      input: [1, 2, 3, 4],
    });
    expect(error).toBe('States.ExceedToleratedFailureThreshold');
  });

  it('reads CSV, JSON Lines and JSON at a pointer, and writes its results', async () => {
    const files: Record<string, string> = {
      's3://in/a.csv': 'id,name\n1,"x, y"\n2\n',
      's3://in/b.jsonl': '{"n":1}\n{"n":2}\n',
      's3://in/c.json': '{"list":{"items":[7,8]}}',
    };
    const read = (key: string, config: object) =>
      runExecution({
        definition: distributed(
          {
            ItemReader: {
              Resource: 'arn:aws:states:::s3:getObject',
              Parameters: { Bucket: 'in', Key: key },
              ReaderConfig: config,
            },
            ResultWriter: { Resource: 'arn:aws:states:::s3:putObject', Parameters: { Bucket: 'out', Prefix: 'p' } },
          },
          { Type: 'Pass', End: true },
        ),
        files,
      });
    const results = async (key: string, config: object) => {
      const { output } = await read(key, config);
      const { ResultWriterDetails: details } = JSON.parse(output!);
      const manifest = JSON.parse(files[`s3://out/${details.Key}`]!);
      const entries = JSON.parse(files[`s3://out/${manifest.ResultFiles.SUCCEEDED[0].Key}`]!);
      return entries.map((entry: { Output: string }) => JSON.parse(entry.Output));
    };
    expect(await results('a.csv', { InputType: 'CSV', CSVHeaderLocation: 'FIRST_ROW' })).toEqual([
      { id: '1', name: 'x, y' },
      { id: '2', name: '' },
    ]);
    expect(await results('b.jsonl', { InputType: 'JSONL' })).toEqual([{ n: 1 }, { n: 2 }]);
    expect(await results('c.json', { InputType: 'JSON', ItemsPointer: '/list/items' })).toEqual([7, 8]);
    expect((await read('missing', { InputType: 'JSON' })).error).toBe('States.ItemReaderFailed');
  });

  it('starts its children without the variables around it, each as an execution of its own', async () => {
    const definition = JSON.stringify({
      QueryLanguage: 'JSONata',
      StartAt: 'Set',
      States: {
        Set: { Type: 'Pass', Assign: { outer: 1 }, Next: 'M' },
        M: {
          Type: 'Map',
          Items: [1],
          Label: 'Kids',
          ItemProcessor: {
            ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'EXPRESS' },
            StartAt: 'Look',
            States: {
              Look: {
                Type: 'Pass',
                Output: { own: '{% $states.context.StateMachine.Name %}', sees: '{% $exists($outer) %}' },
                End: true,
              },
            },
          },
          End: true,
        },
      },
    });
    const { output, cause } = await runExecution({ definition });
    expect(cause).toBeUndefined();
    expect(JSON.parse(output!)).toEqual([{ own: 'StateMachine/Kids', sees: false }]);
  });
});
