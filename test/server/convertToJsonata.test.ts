import { describe, expect, test } from 'vitest';
import type { Json, JsonObject } from '../../runtime/src/asl/json.ts';
import { runExecution } from '../../runtime/src/index.ts';
import { machineToJsonata, stateToJsonata } from '../../server/src/service/convertToJsonata.ts';

const INPUT = {
  a: { b: 1, c: 'text', 'odd name': [1, [2]] },
  list: [3, 1, 3],
  one: ['x'],
  name: 'Ann',
  n: 7,
  t: '2024-01-01T00:00:00Z',
  flag: true,
  nothing: null,
  json: '{"k":[1]}',
};

/** Both machines must do the same with the same input and the same results of tasks. */
async function expectSameRun(
  machine: JsonObject,
  result: Json = { r: 1, s: { t: 'u' } },
  input: Json = INPUT,
): Promise<JsonObject> {
  const conversion = machineToJsonata(machine);
  if ('problems' in conversion) throw new Error(conversion.problems.join('\n'));
  const runs = [];
  for (const definition of [machine, conversion.value]) {
    const { status, output, error } = await runExecution({
      definition: JSON.stringify(definition),
      input,
      handlers: { work: () => result },
      limits: false,
    });
    runs.push({ status, output, error });
  }
  expect(runs[0]!.status, JSON.stringify(runs[0])).toBe('SUCCEEDED');
  expect(runs[1], JSON.stringify(conversion.value, undefined, 1)).toEqual(runs[0]);
  return conversion.value;
}

const one = (state: JsonObject): JsonObject => ({ StartAt: 'S', States: { S: { ...state, End: true } } });
const TASK = { Type: 'Task', Resource: 'arn:aws:lambda:us-east-1:123456789012:function:work' };

describe('data flow of one state', () => {
  test.each<[string, JsonObject]>([
    ['Pass alone', { Type: 'Pass' }],
    ['InputPath', { Type: 'Pass', InputPath: '$.a' }],
    ['InputPath null', { Type: 'Pass', InputPath: null }],
    ['OutputPath', { Type: 'Pass', OutputPath: '$.a.b' }],
    ['OutputPath null', { Type: 'Pass', OutputPath: null }],
    ['both', { Type: 'Pass', InputPath: '$.a', OutputPath: "$['odd name'][1]" }],
    ['a whole array', { Type: 'Pass', InputPath: '$.list[*]' }],
    ['an array of one', { Type: 'Pass', InputPath: '$.one' }],
    [
      'Parameters',
      {
        Type: 'Pass',
        InputPath: '$.a',
        Parameters: { 'x.$': '$.b', fixed: ['$.b', { 'deep.$': '$.c' }], 'id.$': '$$.State.Name' },
      },
    ],
    [
      'Parameters put somewhere',
      { Type: 'Pass', Parameters: { 'x.$': '$.n', y: [1, { z: null }] }, ResultPath: '$.new.place' },
    ],
    ['Result', { Type: 'Pass', Result: { text: '$.a', list: [1] } }],
    ['Result put over a member', { Type: 'Pass', Result: 5, ResultPath: '$.a.b' }],
    ['Result dropped', { Type: 'Pass', Result: 5, ResultPath: null }],
    ['Result put and selected', { Type: 'Pass', Result: { q: [1] }, ResultPath: '$.r', OutputPath: '$.r.q' }],
    ['Task alone', TASK],
    [
      'Task with everything',
      {
        ...TASK,
        InputPath: '$.a',
        Parameters: { 'b.$': '$.b' },
        ResultSelector: { 'only.$': '$.s.t', n: 1 },
        ResultPath: '$.res',
        OutputPath: '$.res',
      },
    ],
    ['Task whose result is dropped', { ...TASK, ResultPath: null }],
    ['Task with a selected result', { ...TASK, ResultSelector: { 'x.$': '$.r' } }],
    ['Wait', { Type: 'Wait', SecondsPath: '$.n', OutputPath: '$.a' }],
    ['Wait until', { Type: 'Wait', TimestampPath: '$.t' }],
    [
      'Parallel',
      {
        Type: 'Parallel',
        Branches: [
          { StartAt: 'U', States: { U: { Type: 'Pass', InputPath: '$.n', End: true } } },
          { StartAt: 'T', States: { T: { Type: 'Pass', Result: 1, End: true } } },
        ],
        ResultPath: '$.both',
      },
    ],
    [
      'Map',
      {
        Type: 'Map',
        ItemsPath: '$.list',
        ItemProcessor: { StartAt: 'I', States: { I: { Type: 'Pass', Parameters: { 'v.$': '$' }, End: true } } },
        ResultPath: '$.mapped',
      },
    ],
    [
      'Map as it was written before',
      {
        Type: 'Map',
        InputPath: '$',
        ItemsPath: '$.list',
        Parameters: { 'v.$': '$$.Map.Item.Value', 'i.$': '$$.Map.Item.Index', 'n.$': '$.n' },
        Iterator: { StartAt: 'I', States: { I: { Type: 'Pass', End: true } } },
      },
    ],
  ])('%s', async (_name, state) => {
    await expectSameRun(one(state));
  });
});

describe('intrinsic functions', () => {
  test.each([
    "States.Format('{} is {} and {}', $.name, $.n, $.flag)",
    "States.Format('plain')",
    "States.Format('it\\'s {}', 'me')",
    'States.Array($.n, $.list, 1, $.name)',
    "States.Array('a', 2)",
    'States.ArrayPartition($.list, 2)',
    'States.ArrayPartition($.list, 5)',
    'States.ArrayPartition($.one, 1)',
    'States.ArrayContains($.list, 3)',
    'States.ArrayRange(1, 9, 2)',
    'States.ArrayRange(1, 9, 9)',
    'States.ArrayLength(States.ArrayRange(1, 1, 1))',
    'States.ArrayGetItem(States.ArrayPartition($.list, 2), 1)',
    'States.ArrayGetItem($.list, 1)',
    'States.ArrayLength($.list)',
    'States.ArrayUnique($.list)',
    'States.ArrayUnique($.one)',
    'States.Base64Encode($.name)',
    "States.Base64Decode('QW5u')",
    'States.JsonMerge($.a, States.StringToJson(\'{"b":2}\'), false)',
    'States.StringToJson($.json)',
    'States.JsonToString($.a)',
    'States.MathAdd($.n, -2)',
    'States.MathAdd($.n, 1.5)',
    "States.StringSplit('a,b;;c', ',;')",
  ])('%s', async (call) => {
    await expectSameRun(one({ Type: 'Pass', Parameters: { 'v.$': call } }));
  });
});

describe('choices', () => {
  const choice = (rule: JsonObject): JsonObject => ({
    StartAt: 'C',
    States: {
      C: { Type: 'Choice', Choices: [{ ...rule, Next: 'Yes' }], Default: 'No' },
      Yes: { Type: 'Pass', Result: 'yes', End: true },
      No: { Type: 'Pass', Result: 'no', End: true },
    },
  });
  test.each<[JsonObject]>([
    [{ Variable: '$.name', StringEquals: 'Ann' }],
    [{ Variable: '$.n', StringEquals: '7' }],
    [{ Variable: '$.n', StringLessThan: 'x' }],
    [{ Variable: '$.name', StringGreaterThanEquals: 'Ab' }],
    [{ Variable: '$.name', StringEqualsPath: '$.name' }],
    [{ Variable: '$.n', StringEqualsPath: '$.n' }],
    [{ Variable: '$.n', NumericEquals: 7 }],
    [{ Variable: '$.name', NumericGreaterThan: 1 }],
    [{ Variable: '$.n', NumericLessThanEqualsPath: '$.a.b' }],
    [{ Variable: '$.flag', BooleanEquals: true }],
    [{ Variable: '$.name', BooleanEquals: false }],
    [{ Variable: '$.t', TimestampLessThan: '2025-01-01T00:00:00Z' }],
    [{ Variable: '$.name', TimestampLessThan: '2025-01-01T00:00:00Z' }],
    [{ Variable: '$.t', TimestampEquals: '2024-01-01T01:00:00+01:00' }],
    [{ Variable: '$.name', StringMatches: 'A*n' }],
    [{ Variable: '$.name', StringMatches: 'a*' }],
    [{ Variable: '$.c', IsPresent: false }],
    [{ Variable: '$.nothing', IsPresent: true }],
    [{ Variable: '$.nothing', IsNull: true }],
    [{ Variable: '$.n', IsNumeric: true }],
    [{ Variable: '$.name', IsString: false }],
    [{ Variable: '$.flag', IsBoolean: true }],
    [{ Variable: '$.t', IsTimestamp: true }],
    [{ Variable: '$.name', IsTimestamp: true }],
    [
      {
        And: [
          { Variable: '$.c', IsPresent: true },
          { Variable: '$.c', NumericEquals: 1 },
        ],
      },
    ],
    [{ Or: [{ Variable: '$.n', NumericEquals: 1 }, { Not: { Variable: '$.name', StringEquals: 'Bob' } }] }],
    [
      {
        Not: {
          And: [
            { Variable: '$.n', NumericEquals: 7 },
            { Variable: '$.flag', BooleanEquals: true },
          ],
        },
      },
    ],
  ])('%j', async (rule) => {
    await expectSameRun(choice(rule));
  });
});

describe('variables and errors', () => {
  test('Assign sees the raw result, and variables are read as before', async () => {
    await expectSameRun({
      StartAt: 'T',
      States: {
        T: {
          ...TASK,
          ResultSelector: { x: 1 },
          Assign: { 'r.$': '$.s', fixed: 2, 'in.$': '$$.Execution.Input.n' },
          Next: 'P',
        },
        P: {
          Type: 'Pass',
          Parameters: { 'a.$': '$r.t', 'b.$': '$fixed', 'c.$': '$in' },
          Assign: { 'mine.$': '$.a' },
          Next: 'Q',
        },
        Q: { Type: 'Pass', InputPath: '$mine', End: true },
      },
    });
  });

  test.each([undefined, null, '$', '$.error', '$.a.error'])('a catcher with ResultPath %s', async (path) => {
    const ResultPath: JsonObject = path === undefined ? {} : { ResultPath: path };
    await expectSameRun({
      StartAt: 'F',
      States: {
        F: {
          Type: 'Parallel',
          Branches: [{ StartAt: 'X', States: { X: { Type: 'Fail', Error: 'E', CausePath: '$.name' } } }],
          Catch: [{ ErrorEquals: ['E'], Assign: { 'cause.$': '$.Cause' }, ...ResultPath, Next: 'Done' }],
          Next: 'Done',
        },
        Done: { Type: 'Pass', Parameters: { 'all.$': '$', 'cause.$': '$cause' }, End: true },
      },
    });
  });
});

describe('what has no counterpart is told and not converted', () => {
  test.each<[JsonObject, string]>([
    [{ Type: 'Pass', InputPath: '$..a' }, 'selects several values'],
    [{ Type: 'Pass', InputPath: '$.list[?(@.a > 1)]' }, 'selects several values'],
    [{ Type: 'Pass', Parameters: { 'x.$': 'States.MathRandom(1, 2)' } }, 'States.MathRandom'],
    [{ Type: 'Pass', Parameters: { 'x.$': 'States.Format($.t, 1)' } }, 'not a literal'],
    [{ Type: 'Pass', Result: '{% 1 %}' }, 'would become an expression'],
    [{ Type: 'Pass', Result: 1, ResultPath: '$.list[0]' }, 'write to'],
    [{ Type: 'Nothing' }, 'unknown'],
  ])('%j', (state, reason) => {
    const conversion = stateToJsonata(state);
    expect('problems' in conversion && conversion.problems.join()).toContain(reason);
  });
});

test.each<[string, JsonObject]>([
  ['Choices is missing', { Type: 'Choice' }],
  ['Choices is no array', { Type: 'Choice', Choices: {} }],
  ['a rule is no object', { Type: 'Choice', Choices: [null] }],
  ['Or is no array', { Type: 'Choice', Choices: [{ Or: {}, Next: 'S' }] }],
  ['Catch is no array', { ...TASK, Catch: {} }],
  ['a catcher is no object', { ...TASK, Catch: [null] }],
  ['ItemsPath is null', { Type: 'Map', ItemsPath: null, ItemProcessor: one({ Type: 'Pass' }) }],
  ['Parameters is text', { ...TASK, Parameters: '$.a' }],
])('a state in which %s is not converted', (_, state) => {
  expect(stateToJsonata(state)).toHaveProperty('problems');
});

test('one state of a JSONPath machine names its language, and states inside it stay', () => {
  const inner = { StartAt: 'I', States: { I: { Type: 'Pass', InputPath: '$.x', End: true } } };
  expect(
    stateToJsonata({ Type: 'Map', ItemsPath: '$.list', MaxConcurrencyPath: '$.n', ItemProcessor: inner, Next: 'B' }),
  ).toEqual({
    value: {
      Type: 'Map',
      QueryLanguage: 'JSONata',
      MaxConcurrency: '{% $states.input.n %}',
      ItemProcessor: inner,
      Items: '{% $states.input.list %}',
      Next: 'B',
    },
  });
});
