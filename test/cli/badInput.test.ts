import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stepwise, temporaryFolder } from '../support/commandLine.ts';

const folder = temporaryFolder();
const pass = folder.write('pass.asl.json', { StartAt: 'A', States: { A: { Type: 'Pass', End: true } } });
const task = folder.write('task.asl.json', {
  StartAt: 'T',
  States: {
    T: { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', Parameters: { FunctionName: 'f' }, End: true },
  },
});
const mockFile = folder.write('mocks.json', {
  StateMachines: { task: { TestCases: { Good: { T: 'Answer' }, Bad: { T: 'Missing' } } } },
  MockedResponses: { Answer: { '0': { Return: {} } } },
});

/** Every message tells what is wrong and, where there is a place, where; the exit code is that of unusable arguments or files. */
describe('what cannot be used is refused with exit code 2', () => {
  const deep = '['.repeat(10_000) + ']'.repeat(10_000);
  const rows: readonly [name: string, argv: () => string[], message: RegExp][] = [
    ['a missing file', () => ['run', `${folder.path}/nope.asl.json`], /nope\.asl\.json: The file does not exist\./],
    ['a folder', () => ['run', folder.path], /This is a folder, not a file\./],
    [
      'a binary file',
      () => ['run', folder.write('b.json', new Uint8Array([1, 0, 2]))],
      /The file is binary, not text\./,
    ],
    [
      'a file that is not UTF-8',
      () => ['run', folder.write('l.json', new Uint8Array([0x7b, 0xe4, 0x7d]))],
      /The file is not UTF-8 text\./,
    ],
    [
      'input that is not JSON',
      () => ['run', pass, '--input', '{"a": 1,}'],
      /--input:1:8: .+\n {2}1 \| \{"a": 1,\}\n {4}\| {8}\^/,
    ],
    ['input nested 10,000 deep', () => ['run', pass, '--input', deep], /nested deeper than 500 levels/],
    [
      'input of 50 MB',
      () => ['run', pass, '--input-file', folder.write('big.json', `"${'x'.repeat(50e6)}"`)],
      /The input has 50,000,002 bytes; Step Functions accepts 262,144\./,
    ],
    [
      'input given twice',
      () => ['run', pass, '--input', '1', '--input-file', 'x'],
      /--input or --input-file, not both/,
    ],
    ['an unknown option', () => ['run', pass, '--inptu', '1'], /Unknown option --inptu\. Did you mean --input\?/],
    ['an option without its value', () => ['run', pass, '--mocks'], /--mocks needs a value: FILE\./],
    [
      'a value that is none of the choices',
      () => ['run', pass, '--clock', 'slow'],
      /--clock cannot be "slow"\. It is one of: virtual, real\./,
    ],
    ['a seed that is no number', () => ['run', pass, '--seed', 'x'], /--seed is a whole number/],
    ['no file', () => ['run'], /run needs exactly one FILE/],
    ['two files', () => ['run', pass, pass], /run needs exactly one FILE/],
    ['an unknown command', () => ['rnu'], /There is no command "rnu"\. Did you mean "run"\?/],
    ['a test case without mocks', () => ['run', task, '--test-case', 'Good'], /give the file with --mocks/],
    [
      'an unknown test case',
      () => ['run', task, '--mocks', mockFile, '--test-case', 'Goood'],
      /no test case "Goood"\. It has: Good, Bad\./,
    ],
    [
      'several test cases and none named',
      () => ['run', task, '--mocks', mockFile],
      /name one with --test-case\. It has: Good, Bad\./,
    ],
    [
      'a mocked response that is not there',
      () => ['run', task, '--mocks', mockFile, '--test-case', 'Bad'],
      /mocks\.json:9:16: MockedResponses has no "Missing"\. It has: Answer\./,
    ],
    [
      'a gap between mocked calls',
      () => ['run', task, '--mocks', folder.write('gap.json', { T: { '0': { Return: 1 }, '2': { Return: 1 } } })],
      /expected "1", found "2"/,
    ],
    [
      'an answer that both returns and throws',
      () => ['run', task, '--mocks', folder.write('both.json', { T: { Return: 1, Throw: {} } })],
      /Return or Throw, not both/,
    ],
    [
      'a template with several state machines',
      () => ['run', path.resolve('examples/sam-refunds/template.yaml')],
      /--state-machine: RefundMachine, ReminderMachine/,
    ],
    [
      'a state machine the template does not have',
      () => ['run', path.resolve('examples/sam-refunds/template.yaml'), '--state-machine', 'X'],
      /has no state machine "X"/,
    ],
    [
      'a template without state machine',
      () => ['run', folder.write('t.yaml', 'Resources:\n  Q:\n    Type: AWS::SQS::Queue\n')],
      /declares no state machine/,
    ],
    [
      'a template whose definition is not there',
      () => [
        'run',
        folder.write(
          'u.yaml',
          'Resources:\n  M:\n    Type: AWS::Serverless::StateMachine\n    Properties:\n      DefinitionUri: gone.json\n',
        ),
      ],
      /u\.yaml:5:22: The definition of M, gone\.json, cannot be used\. The file does not exist\./,
    ],
    [
      'a history file that cannot be written',
      () => ['run', pass, '--history', `${folder.path}/no/such/folder.json`],
      /The history cannot be written/,
    ],
    ['nothing to validate', () => ['validate'], /validate needs a FILE/],
    [
      'a test file that does not exist',
      () => ['test', `${folder.path}/gone.asl.test.json`],
      /gone\.asl\.test\.json: The file does not exist\./,
    ],
    ['no test files', () => ['test', folder.path], /There are no test files/],
  ];
  test.each(rows)('%s', async (_name, argv, message) => {
    const { exitCode, error } = await stepwise(argv());
    expect(error).toMatch(message);
    expect(error).not.toMatch(/\n\s+at /);
    expect(exitCode).toBe(2);
  });
});

describe('a definition that is not valid is not run, with exit code 1', () => {
  const rows: readonly [name: string, text: string, place: RegExp][] = [
    [
      'syntax error',
      '{"StartAt": "A",\n "States": {"A": {"Type": "Pass" "End": true}}}',
      /bad\.asl\.json:2:\d+: error: /,
    ],
    ['no object', '[]', /:1:1: error: /],
    ['nothing at all', '', /:1:1: error: .*empty/],
    ['wrong type', '{"StartAt":"A","States":{"A":{"Type":"Wait","Seconds":"x","End":true}}}', /"Seconds" must be/],
    [
      'unknown field',
      '{"StartAt":"A","States":{"A":{"Type":"Pass","Nxt":"A","End":true}}}',
      /"Nxt".*Did you mean "Next"/,
    ],
    ['dangling Next', '{"StartAt":"A","States":{"A":{"Type":"Pass","Next":"Zed"}}}', /There is no state "Zed"/],
    [
      '10,000 levels',
      `{"StartAt":"A","States":{"A":{"Type":"Pass","Result":${'['.repeat(10_000)}${']'.repeat(10_000)},"End":true}}}`,
      /500/,
    ],
  ];
  test.each(rows)('%s', async (_name, text, message) => {
    const { exitCode, error, out } = await stepwise(['run', folder.write('bad.asl.json', text)]);
    expect(error).toMatch(message);
    expect(error).toContain('nothing was run');
    expect(out).toBe('');
    expect(exitCode).toBe(1);
  });
});

test('a definition that only its substitutions break is refused without a place', async () => {
  folder.write(
    'definition.asl.yaml',
    'StartAt: A\nStates:\n  A:\n    Type: Pass\n    Next: ${Target}\n  B:\n    Type: Succeed\n',
  );
  const template = folder.write(
    'broken.yaml',
    'Resources:\n  M:\n    Type: AWS::Serverless::StateMachine\n    Properties:\n      DefinitionUri: definition.asl.yaml\n      DefinitionSubstitutions:\n        Target: Bee\n',
  );
  const { exitCode, error } = await stepwise(['run', template]);
  expect(error).toMatch(
    /definition\.asl\.yaml: The definition is not valid with its substitutions: There is no state "Bee"/,
  );
  expect(exitCode).toBe(1);
});

test('an endless loop ends where AWS ends it', async () => {
  const loop = folder.write('loop.asl.json', {
    StartAt: 'A',
    States: {
      A: { Type: 'Choice', Choices: [{ Variable: '$.stop', IsPresent: true, Next: 'End' }], Default: 'B' },
      B: { Type: 'Wait', Seconds: 1, Next: 'A' },
      End: { Type: 'Succeed' },
    },
  });
  const standard = await stepwise(['run', loop]);
  expect(standard.exitCode).toBe(1);
  expect(standard.out).toContain('The execution reached the maximum number of history events (25000).');
  const express = await stepwise(['run', loop, '--type', 'EXPRESS']);
  expect(express.out).toContain('TIMED_OUT after 0:05:00');
});

test('no command line and no file makes a command throw', async () => {
  const words = fc.constantFrom(
    'run',
    'validate',
    'test',
    '--input',
    '--format',
    'json',
    'pretty',
    '-',
    '--',
    pass,
    mockFile,
    '--mocks',
    '{}',
    '',
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.oneof(words, fc.string()), { maxLength: 6 }),
      fc.string({ maxLength: 60 }),
      async (argv, text) => {
        const file = folder.write('fuzz.asl.json', text);
        const safe = argv.filter((word) => word !== 'test' && !word.startsWith('--history'));
        for (const line of [safe, ['run', file], ['validate', file]]) {
          const { exitCode, error } = await stepwise(line);
          expect([0, 1, 2]).toContain(exitCode);
          expect(error).not.toContain('defect in Stepwise');
        }
      },
    ),
    { numRuns: 150 },
  );
});
