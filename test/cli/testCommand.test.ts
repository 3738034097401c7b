import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { TestEvent } from '../../runtime/src/hosts/testRunner/testEvents.ts';
import { stepwise, temporaryFolder } from '../support/commandLine.ts';

const folder = temporaryFolder();
folder.write('order.asl.json', {
  StartAt: 'Paid?',
  States: {
    'Paid?': {
      Type: 'Choice',
      Choices: [
        { Variable: '$.paid', BooleanEquals: true, Next: 'Ship' },
        { Variable: '$.gift', IsPresent: true, Next: 'Ship' },
      ],
      Default: 'Refund',
    },
    Ship: {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke',
      Parameters: { FunctionName: 'ship' },
      ResultSelector: { 'parcel.$': '$.Payload.parcel', items: [1, 2] },
      Assign: { parcel: { 'id.$': '$.Payload.parcel' } },
      Retry: [{ ErrorEquals: ['Busy'], IntervalSeconds: 10, MaxAttempts: 2 }],
      Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Refund' }],
      End: true,
    },
    Refund: { Type: 'Fail', Error: 'Refunded', Cause: 'nothing to ship' },
  },
});
const answer = { Return: { Payload: { parcel: 'P1' } } };
const busyThenAnswer = { '0': { Throw: { Error: 'Busy', Cause: '' } }, '1': answer };

/** Runs one case and gives its failures, none when it passed. */
async function failuresOf(
  testCase: object,
): Promise<{ message: string; line: number; expected?: string; actual?: string }[]> {
  const file = folder.write('one.asl.test.json', {
    definition: 'order.asl.json',
    cases: [{ name: 'case', input: { paid: true }, mocks: { Ship: answer }, ...testCase }],
  });
  const events = await eventsOf(['test', file]);
  const ended = events.find(({ type }) => type === 'casePassed' || type === 'caseFailed' || type === 'fileErrored')!;
  if (ended.type === 'fileErrored') throw new Error(ended.message);
  return ended.type === 'caseFailed' ? [...ended.failures] : [];
}

async function eventsOf(argv: readonly string[]): Promise<TestEvent[]> {
  const { out } = await stepwise([...argv, '--format', 'json']);
  return out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as TestEvent);
}

describe('expectations', () => {
  const rows: readonly [name: string, testCase: object, messages: string[]][] = [
    ['status that holds', { expect: { status: 'SUCCEEDED' } }, []],
    ['status that does not', { expect: { status: 'FAILED' } }, ['The execution ended SUCCEEDED instead of FAILED.']],
    ['part of an output', { expect: { output: { parcel: 'P1' } } }, []],
    ['another value', { expect: { output: { parcel: 'P2' } } }, ['output.parcel differs.']],
    ['a key that is missing', { expect: { output: { box: 1 } } }, ['output.box is missing.']],
    ['a list of another length', { expect: { output: { items: [1] } } }, ['output.items has 2 items instead of 1.']],
    [
      'a condition on the output',
      { expect: { output: "{% $states.result.parcel = 'P1' and $states.input.paid %}" } },
      [],
    ],
    [
      'a condition inside the output',
      { expect: { output: { items: ['{% $states.result > 0 %}', '{% $states.result > 2 %}'] } } },
      ['output.items.1 does not meet the condition.'],
    ],
    [
      'a condition that is no condition',
      { expect: { output: '{% 1 + %}' } },
      [expect.stringMatching(/^output has a condition that is not JSONata/)],
    ],
    ['error and cause', { input: { paid: false }, expect: { error: 'Refunded', cause: 'nothing to ship' } }, []],
    ['another error', { input: { paid: false }, expect: { error: 'Other' } }, ['error differs.']],
    ['the whole path', { expect: { visited: ['Paid?', 'Ship'] } }, []],
    ['a wrong path', { expect: { visited: ['Paid?', 'Refund'] } }, ['Expected "Refund" after "Paid?", got "Ship".']],
    [
      'a path that is too short',
      { expect: { visited: ['Paid?'] } },
      ['Expected no more states after "Paid?", got "Ship".'],
    ],
    [
      'parts of the path',
      { expect: { visited: { includes: ['Ship'], excludes: ['Refund'], inOrder: ['Paid?', 'Ship'] } } },
      [],
    ],
    [
      'a state that was not entered',
      { expect: { visited: { includes: ['Refund'] } } },
      ['"Refund" was never entered. Visited: Paid? → Ship.'],
    ],
    [
      'a state that was',
      { expect: { visited: { excludes: ['Ship'] } } },
      ['"Ship" was entered. Visited: Paid? → Ship.'],
    ],
    [
      'a wrong order',
      { expect: { visited: { inOrder: ['Ship', 'Paid?'] } } },
      ['"Paid?" was not entered after "Ship". Visited: Paid? → Ship.'],
    ],
    [
      'retries',
      {
        mocks: { Ship: busyThenAnswer },
        expect: { retries: { Ship: 1 }, duration: 10, events: { LambdaFunctionFailed: 0, TaskFailed: 1 } },
      },
      [],
    ],
    ['too few retries', { expect: { retries: { Ship: 2 } } }, ['"Ship" was retried 0 times instead of 2 times.']],
    ['events', { expect: { events: { TaskSucceeded: 2 } } }, ['The history has 1 TaskSucceeded events instead of 2.']],
    ['variables', { expect: { variables: { parcel: { id: 'P1' } } } }, []],
    [
      'another variable',
      { expect: { variables: { parcel: { id: 'P2' }, other: 1 } } },
      ['variables.parcel.id differs.', 'variables.other is missing.'],
    ],
    ['another duration', { expect: { duration: 5 } }, ['The execution took 0 s instead of 5 s.']],
  ];
  test.each(rows)('%s', async (_name, testCase, messages) => {
    expect((await failuresOf(testCase)).map(({ message }) => message)).toEqual(messages);
  });

  test('point at the line of the expectation, with both values', async () => {
    const [failure] = await failuresOf({ expect: { output: { parcel: 'P2' } } });
    expect(failure).toMatchObject({ line: 20, expected: '"P2"', actual: '"P1"' });
  });
});

test('events tell what is found, what runs and how it ended, in order', async () => {
  const file = folder.write('events.asl.test.json', {
    definition: 'order.asl.json',
    cases: [
      { name: 'ships', input: { paid: true }, mocks: { Ship: answer }, expect: { status: 'SUCCEEDED' } },
      { name: 'later', skip: 'not written', expect: {} },
      { name: 'refunds', expect: { status: 'SUCCEEDED' } },
    ],
  });
  const events = await eventsOf(['test', file]);
  expect(events.map(({ type }) => type)).toEqual([
    'runStarted',
    'fileFound',
    'caseFound',
    'caseFound',
    'caseFound',
    'caseStarted',
    'casePassed',
    'caseSkipped',
    'caseStarted',
    'caseFailed',
    'runFinished',
  ]);
  expect(events[2]).toMatchObject({
    case: 'ships',
    index: 0,
    line: 4,
    launch: {
      program: path.join(folder.path, 'order.asl.json'),
      input: { paid: true },
      mocks: { Ship: { '*': answer } },
    },
  });
  expect(events.at(-1)).toEqual({ type: 'runFinished', passed: 1, failed: 1, errored: 0, skipped: 1 });
});

test('only cases of the given name run', async () => {
  const events = await eventsOf(['test', path.join(folder.path, 'events.asl.test.json'), '--case', 'ships']);
  expect(events.at(-1)).toMatchObject({ passed: 1, failed: 0 });
  const none = await stepwise(['test', path.join(folder.path, 'events.asl.test.json'), '--case', 'sinks']);
  expect(none).toMatchObject({ exitCode: 2, error: 'error: No case has such a name; --list lists the cases.\n' });
});

describe('a test file that cannot be run is an error at its place', () => {
  const rows: readonly [name: string, content: object | string, message: RegExp][] = [
    ['no definition', { cases: [] }, /:2:3: The test file needs "definition"\./],
    [
      'a definition that is not there',
      { definition: 'gone.json', cases: [] },
      /:2:17: gone\.json: The file does not exist\./,
    ],
    [
      'an unknown key',
      { definition: 'order.asl.json', cases: [{ name: 'a', expects: {}, expect: {} }] },
      /has no "expects"\. Did you mean "expect"\?/,
    ],
    ['a wrong type', { definition: 'order.asl.json', cases: [{ name: 1, expect: {} }] }, /"name" must be a text\./],
    [
      'a status that does not exist',
      { definition: 'order.asl.json', cases: [{ name: 'a', expect: { status: 'OK' } }] },
      /"status" is one of: SUCCEEDED/,
    ],
    [
      'two cases of one name',
      {
        definition: 'order.asl.json',
        cases: [
          { name: 'a', expect: {} },
          { name: 'a', expect: {} },
        ],
      },
      /There are two cases "a"/,
    ],
    [
      'a mock without outcome',
      { definition: 'order.asl.json', cases: [{ name: 'a', mocks: { Ship: { '0': {} } }, expect: {} }] },
      /An answer needs Return or Throw\./,
    ],
    ['text that is not JSON', '{"definition": }', /:1:\d+: /],
  ];
  test.each(rows)('%s', async (_name, content, message) => {
    const { out, exitCode } = await stepwise(['test', folder.write('wrong.asl.test.json', content)]);
    expect(out).toMatch(message);
    expect(exitCode).toBe(1);
  });

  test('an invalid definition', async () => {
    folder.write('invalid.asl.json', { StartAt: 'A', States: { A: { Type: 'Pass', Next: 'Z' } } });
    const { out } = await stepwise([
      'test',
      folder.write('invalid.asl.test.json', { definition: 'invalid.asl.json', cases: [] }),
    ]);
    expect(out).toMatch(/The definition is not valid: .*invalid\.asl\.json:\d+:\d+: There is no state "Z"\./);
  });
});

describe('formats', () => {
  const file = () =>
    folder.write('formats.asl.test.json', {
      definition: 'order.asl.json',
      cases: [
        { name: 'ships & "more"', input: { paid: true }, mocks: { Ship: answer }, expect: { status: 'SUCCEEDED' } },
        { name: 'parcel', input: { paid: true }, mocks: { Ship: answer }, expect: { output: { parcel: 'P2' } } },
        { name: 'later', skip: 'no time', expect: {} },
      ],
    });

  test('pretty shows differences and their places', async () => {
    const { out, exitCode } = await stepwise(['test', file()]);
    expect(out).toContain('  ✓ ships & "more"\n');
    expect(out).toMatch(
      / {6}output\.parcel differs\. \(.*formats\.asl\.test\.json:\d+:\d+\)\n {8}- "P2"\n {8}\+ "P1"\n/,
    );
    expect(out).toMatch(/1 passed, 1 failed, 1 skipped\n$/);
    expect(exitCode).toBe(1);
  });

  test('TAP', async () => {
    const { out } = await stepwise(['test', file(), '--format', 'tap']);
    expect(out).toMatch(
      /^TAP version 14\nok 1 - ships & "more"\nnot ok 2 - parcel\n {2}---\n[\s\S]+ {2}\.\.\.\nok 3 - later # SKIP no time\n1\.\.3\n$/,
    );
  });

  test('JUnit', async () => {
    const { out } = await stepwise(['test', file(), '--format', 'junit']);
    expect(out).toMatch(/<testsuite name=".*formats\.asl\.test\.json" tests="3" failures="1" errors="0" skipped="1">/);
    expect(out).toContain('name="ships &amp; &quot;more&quot;"');
    expect(out).toContain('<failure message="output.parcel differs.">');
  });

  test('a list of cases', async () => {
    const { out, exitCode } = await stepwise(['test', file(), '--list']);
    expect(out.trim().split('\n')).toHaveLength(3);
    expect(exitCode).toBe(0);
  });
});

test('coverage counts each rule, catcher, retrier and default on its own', async () => {
  const file = folder.write('coverage.asl.test.json', {
    definition: 'order.asl.json',
    cases: [
      { name: 'gift', input: { paid: false, gift: 1 }, mocks: { Ship: busyThenAnswer }, expect: {} },
      {
        name: 'lost',
        input: { paid: false, gift: 1 },
        mocks: { Ship: { Throw: { Error: 'Lost', Cause: '' } } },
        expect: {},
      },
    ],
  });
  const coverage = (await eventsOf(['test', file, '--coverage'])).find((event) => event.type === 'coverage')!;
  if (coverage.type !== 'coverage') throw new Error('no coverage');
  expect(coverage.states.map(({ name, count }) => [name, count])).toEqual([
    ['Paid?', 2],
    ['Ship', 2],
    ['Refund', 1],
  ]);
  expect(coverage.transitions.map(({ state, kind, index, count }) => [state, kind, index ?? '', count])).toEqual([
    ['Paid?', 'choice', 0, 0],
    ['Paid?', 'choice', 1, 2],
    ['Paid?', 'default', '', 0],
    ['Ship', 'retry', 0, 1],
    ['Ship', 'catch', 0, 1],
  ]);
  expect(coverage.byCase.map(({ case: name, states }) => [name, states])).toEqual([
    ['gift', ['Paid?', 'Ship']],
    ['lost', ['Paid?', 'Ship', 'Refund']],
  ]);
});
