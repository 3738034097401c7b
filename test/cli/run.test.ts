import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { stepwise, temporaryFolder } from '../support/commandLine.ts';

const folder = temporaryFolder();
const pass = folder.write('pass.asl.json', { StartAt: 'A', States: { A: { Type: 'Pass', End: true } } });
const task = folder.write('charge.asl.json', {
  StartAt: 'Charge',
  States: {
    Charge: {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke',
      Parameters: { FunctionName: 'charge' },
      End: true,
    },
  },
});

describe('stepwise run', () => {
  test('shows what each state did and when, retries and time included', async () => {
    const example = path.resolve('examples/job-poller');
    const { exitCode, out } = await stepwise([
      'run',
      `${example}/job-poller.asl.json`,
      '--input-file',
      `${example}/nightly.input.json`,
      '--mocks',
      `${example}/mocks.json`,
      '--test-case',
      'ReadyAfterRetry',
    ]);
    expect(exitCode).toBe(0);
    expect(out.split('\n').map((line) => line.slice(0, 76).trimEnd())).toEqual([
      'job-poller STANDARD, virtual clock',
      '',
      '   0:00:00  ✓ Name the report  Pass     → {"report":"sales-2026-11-24","rows',
      '   0:00:00  ✓ Run report       Task     ecs:runTask.sync (10:00:00) → {"repo',
      '   0:00:00    ✗ ECS.AmazonECSException: Capacity is unavailable at this time',
      '   0:01:00    ↻ try 2 after 0:01:00',
      '  10:01:00  ✓ How did it end?  Choice   → Ready',
      '  10:01:00  ✓ Ready            Succeed  → {"report":"sales-2026-11-24","task',
      '',
      '✓ SUCCEEDED after 10:01:00 (16 events)',
      '{',
      '  "report": "sales-2026-11-24",',
      '  "task": {',
      '    "exitCode": 0,',
      '    "stoppedReason": "Essential container in task exited"',
      '  }',
      '}',
      '',
    ]);
  });

  test('indents what happens in Map iterations and branches, and names assigned variables', async () => {
    const example = path.resolve('examples/order-jsonata');
    const { out } = await stepwise([
      'run',
      `${example}/order-jsonata.asl.json`,
      `--input-file=${example}/loyal.input.json`,
      `--mocks=${example}/mocks.json`,
      '--test-case=Shipped',
    ]);
    const lines = out.split('\n').map((line) => line.replace(/ {2,}/g, '  ').trim());
    expect(lines).toContain('0:00:00  $discount = 0.1');
    expect(lines).toContain('item 2');
    expect(lines).toContain('branch 1');
    expect(lines).toContain('0:00:00  ✓ Pack  Wait  waited 0:10:00');
    const depth = (text: string) =>
      out
        .split('\n')
        .find((line) => line.includes(text))!
        .indexOf(text);
    expect(depth('Look up price')).toBeGreaterThan(depth('Price lines'));
  });

  test('leaves out most iterations of a long Map but not the first that failed', async () => {
    const file = folder.write('map.asl.json', {
      StartAt: 'All',
      States: {
        All: {
          Type: 'Map',
          ItemProcessor: {
            StartAt: 'Is it 50?',
            States: {
              'Is it 50?': {
                Type: 'Choice',
                Choices: [{ Variable: '$', NumericEquals: 50, Next: 'Bad' }],
                Default: 'Good',
              },
              Bad: { Type: 'Fail', Error: 'Fifty' },
              Good: { Type: 'Pass', End: true },
            },
          },
          Catch: [{ ErrorEquals: ['Fifty'], Next: 'Caught' }],
          Next: 'Caught',
        },
        Caught: { Type: 'Pass', End: true },
      },
    });
    const input = JSON.stringify(Array.from({ length: 100 }, (_, i) => i));
    const short = await stepwise(['run', file, '--input', input]);
    expect(short.out).toMatch(/item 50 failed\n/);
    expect(short.out).toMatch(/… \d+ more items \(--full shows them\)/);
    expect(short.out.split('\n').length).toBeLessThan(40);
    const full = await stepwise(['run', file, '--input', input, '--full']);
    expect(full.out).toMatch(/item 49\n/);
  });

  test('prints status, output and events as JSON', async () => {
    const { out, exitCode } = await stepwise(['run', pass, '--input', '{"a":1}', '--format', 'json']);
    const result = JSON.parse(out);
    expect(exitCode).toBe(0);
    expect(result).toMatchObject({ status: 'SUCCEEDED', output: '{"a":1}' });
    expect(result.events.map(({ type }: { type: string }) => type)).toEqual([
      'ExecutionStarted',
      'PassStateEntered',
      'PassStateExited',
      'ExecutionSucceeded',
    ]);
  });

  test('gives error and cause as JSON, and exit code 1, when the execution fails', async () => {
    const file = folder.write('fail.asl.json', {
      StartAt: 'No',
      States: { No: { Type: 'Fail', Error: 'E', Cause: 'why' } },
    });
    const { out, exitCode } = await stepwise(['run', file, '--format', 'json']);
    expect(exitCode).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ status: 'FAILED', error: 'E', cause: 'why' });
  });

  test('reads the input from standard input', async () => {
    const { out } = await stepwise(['run', pass, '--input-file', '-', '--format', 'json'], { standardInput: '[1,2]' });
    expect(JSON.parse(out).output).toBe('[1,2]');
  });

  test('reads the input from a file that is named as the AWS CLI names it', async () => {
    const input = folder.write('numbers.json', [1, 2]);
    const { out } = await stepwise(['run', pass, '--input', `file://${input}`, '--format', 'json']);
    expect(JSON.parse(out).output).toBe('[1,2]');
  });

  test('says how a file is given when its name stands for the input', async () => {
    const { error, exitCode } = await stepwise(['run', pass, '--input', 'numbers.json']);
    expect(exitCode).toBe(2);
    expect(error).toContain('--input takes JSON; --input-file takes a file.');
  });

  test('writes the history as GetExecutionHistory gives it', async () => {
    const history = path.join(folder.path, 'history.json');
    await stepwise(['run', pass, '--history', history]);
    const { events } = JSON.parse(readFileSync(history, 'utf8'));
    expect(events[1]).toMatchObject({
      id: 2,
      previousEventId: 0,
      type: 'PassStateEntered',
      stateEnteredEventDetails: { name: 'A', input: '{}' },
    });
  });

  test('is the same byte by byte for the same seed', async () => {
    const file = folder.write('random.asl.json', {
      StartAt: 'A',
      States: {
        A: { Type: 'Pass', Parameters: { 'id.$': 'States.UUID()', 'n.$': 'States.MathRandom(1, 1000000)' }, End: true },
      },
    });
    const run = async (seed: string) => (await stepwise(['run', file, '--format', 'json', '--seed', seed])).out;
    expect(await run('7')).toBe(await run('7'));
    expect(await run('7')).not.toBe(await run('8'));
  });

  test('says what would help when a task has no answer', async () => {
    const { exitCode, out } = await stepwise(['run', task]);
    expect(exitCode).toBe(1);
    expect(out).toContain("Nothing answers the task 'Charge' (arn:aws:states:::lambda:invoke).");
    expect(out).toContain('mock file');
  });

  test('takes mocks as a plain table, and warns about states that do not exist', async () => {
    const mocks = folder.write('table.json', { Charge: { Return: { Payload: 1 } }, Chrge: { '0': { Return: 2 } } });
    const { exitCode, out, error } = await stepwise(['run', task, '--mocks', mocks, '--format', 'json']);
    expect(exitCode).toBe(0);
    expect(JSON.parse(out).output).toBe('{"Payload":1}');
    expect(error).toBe('warning: The mocks name states that charge does not have: Chrge.\n');
  });

  test('runs a state machine of a template with its substitutions', async () => {
    const template = path.resolve('examples/sam-refunds/template.yaml');
    const mocks = folder.write('refund.json', {
      Approve: { Return: { Payload: { approved: true } } },
      Book: { Return: {} },
    });
    const { out } = await stepwise([
      'run',
      template,
      '--state-machine',
      'RefundMachine',
      '--mocks',
      mocks,
      '--input',
      '{"id":"r","amount":5}',
      '--format',
      'json',
    ]);
    const { events, status } = JSON.parse(out);
    expect(status).toBe('SUCCEEDED');
    const scheduled = events.filter(({ type }: { type: string }) => type === 'TaskScheduled');
    expect(JSON.parse(scheduled[0].taskScheduledEventDetails.parameters).FunctionName).toBe(
      'arn:aws:lambda:us-east-1:123456789012:function:ApproveFunction',
    );
    expect(JSON.parse(scheduled[1].taskScheduledEventDetails.parameters).TableName).toBe('refunds');
  });

  describe('local functions', () => {
    mkdirSync(path.join(folder.path, 'code'));
    folder.write('code/index.js', 'exports.handler = async ({ n }) => { return n * 2; };');
    const template = folder.write(
      'doubler.yaml',
      [
        'Resources:',
        '  M:',
        '    Type: AWS::Serverless::StateMachine',
        '    Properties:',
        '      Definition:',
        '        StartAt: A',
        '        States:',
        '          A: { Type: Task, Resource: !GetAtt Doubler.Arn, End: true }',
        '  Doubler:',
        '    Type: AWS::Serverless::Function',
        '    Properties: { CodeUri: code, Handler: index.handler, Runtime: nodejs22.x }',
        '',
      ].join('\n'),
    );
    const run = (...options: string[]) =>
      stepwise(['run', template, '--input', '{"n":21}', '--format', 'json', ...options]);

    test('of the template answer its tasks when --functions says so', async () => {
      const { out } = await run('--functions');
      expect(JSON.parse(out)).toMatchObject({ status: 'SUCCEEDED', output: '42' });
    });

    test('do not run otherwise', async () => {
      expect(JSON.parse((await run()).out)).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
    });

    test('of a configuration answer, too', async () => {
      const config = folder.write('config.json', {
        functions: { Doubler: { codeUri: 'code', handler: 'index.handler', runtime: 'nodejs22.x' } },
      });
      expect(JSON.parse((await run('--config', config)).out).output).toBe('42');
      const wrong = await run('--config', folder.write('wrong.json', { functions: { Doubler: { handlr: 'x' } } }));
      expect(wrong.error).toContain('functions.Doubler has no "handlr"');
      expect(wrong.exitCode).toBe(2);
    });
  });

  test('a distributed Map reads its items from a folder and writes its results there', async () => {
    mkdirSync(path.join(folder.path, 'buckets/in'), { recursive: true });
    folder.write('buckets/in/list.csv', 'id,price\na,1\nb,2\n');
    const file = folder.write('distributed.asl.json', {
      StartAt: 'M',
      States: {
        M: {
          Type: 'Map',
          ItemReader: {
            Resource: 'arn:aws:states:::s3:getObject',
            ReaderConfig: { InputType: 'CSV', CSVHeaderLocation: 'FIRST_ROW' },
            Parameters: { Bucket: 'in', Key: 'list.csv' },
          },
          ItemProcessor: {
            ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
            StartAt: 'P',
            States: { P: { Type: 'Pass', End: true } },
          },
          ResultWriter: { Resource: 'arn:aws:states:::s3:putObject', Parameters: { Bucket: 'out', Prefix: 'run' } },
          End: true,
        },
      },
    });
    const { out } = await stepwise(['run', file, '--objects', path.join(folder.path, 'buckets'), '--format', 'json']);
    const { status, output } = JSON.parse(out);
    expect(status).toBe('SUCCEEDED');
    const { Bucket, Key } = JSON.parse(output).ResultWriterDetails;
    const manifest = JSON.parse(readFileSync(path.join(folder.path, 'buckets', Bucket, Key), 'utf8'));
    const [{ Key: results }] = manifest.ResultFiles.SUCCEEDED;
    const written = JSON.parse(readFileSync(path.join(folder.path, 'buckets/out', results), 'utf8'));
    expect(written.map(({ Output }: { Output: string }) => JSON.parse(Output))).toEqual([
      { id: 'a', price: '1' },
      { id: 'b', price: '2' },
    ]);
    expect((await stepwise(['run', file])).out).toContain('States.ItemReaderFailed');
  });

  test('ends as aborted when it is interrupted', async () => {
    const wait = folder.write('wait.asl.json', {
      StartAt: 'A',
      States: { A: { Type: 'Wait', Seconds: 3600, End: true } },
    });
    const interrupt = new AbortController();
    setTimeout(() => interrupt.abort(), 0);
    const { out, exitCode } = await stepwise(['run', wait, '--clock', 'real', '--format', 'json'], {
      signal: interrupt.signal,
    });
    expect(exitCode).toBe(1);
    expect(JSON.parse(out).status).toBe('ABORTED');
  });

  test('never lets the data of an execution move the cursor or change colours', async () => {
    const file = folder.write('evil.asl.json', {
      StartAt: 'A\u001b[2J',
      States: { 'A\u001b[2J': { Type: 'Fail', Error: 'E\u001b[31m', Cause: 'a\r\nb\u0007' } },
    });
    const { out } = await stepwise(['run', file]);
    expect(out).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
  });
});
