import Ajv from 'ajv';
import { describe, expect, test } from 'vitest';
import { contextMember } from '../../runtime/src/asl/contextObject.ts';
import { matchesError } from '../../runtime/src/asl/errors.ts';
import {
  ASL_OBJECTS,
  excludedBy,
  fieldFact,
  fieldNames,
  type ObjectKind,
  objectFact,
} from '../../runtime/src/asl/fields.ts';
import { INTRINSICS, intrinsic } from '../../runtime/src/asl/intrinsics.ts';
import { JSONATA_FUNCTIONS, jsonataFunction } from '../../runtime/src/asl/jsonataFunctions.ts';
import { aslJsonSchema } from '../../runtime/src/asl/jsonSchema.ts';
import type { StateMachineDefinition, StateOf } from '../../runtime/src/asl/model.ts';
import { isVariableName, STATE_TYPES, stateKind } from '../../runtime/src/asl/states.ts';

const kinds = Object.keys(ASL_OBJECTS) as ObjectKind[];

describe('the language table', () => {
  test('relations name fields that exist', () => {
    for (const kind of kinds) {
      const { fields, groups } = objectFact(kind);
      const named = [
        ...groups.flatMap(({ members }) => members),
        ...Object.values(fields).flatMap(({ pathTwin, deprecated }) =>
          [pathTwin, deprecated].filter((name) => name !== undefined),
        ),
      ];
      expect(named.filter((name) => !Object.hasOwn(fields, name))).toEqual([]);
    }
  });

  test('every object and every field has a text for hover', () => {
    for (const kind of kinds) {
      const { doc, fields } = objectFact(kind);
      for (const text of [doc, ...Object.values(fields).map((fact) => fact.doc)])
        expect(text).toMatch(/^[`A-Z].{10,}[.`)]$/s);
    }
  });

  test('fields follow the query language', () => {
    expect(fieldNames('taskState', 'JSONata')).not.toContain('ResultPath');
    expect(fieldNames('taskState', 'JSONPath')).not.toContain('Arguments');
    expect(fieldNames('choiceRule', 'JSONata')).toEqual(['Condition', 'Next', 'Assign', 'Output', 'Comment']);
  });

  test('a field knows what it excludes', () => {
    expect(excludedBy('waitState', 'Seconds')).toEqual(['SecondsPath', 'TimestampPath', 'Timestamp']);
    expect(excludedBy('passState', 'Comment')).toEqual([]);
  });

  test('names of Object.prototype are no fields', () => {
    expect(fieldFact('passState', 'constructor')).toBeUndefined();
  });

  test('definitions are typed by the table', () => {
    const task: StateOf<'Task'> = { Type: 'Task', Resource: 'arn', End: true, TimeoutSeconds: '{% $limit %}' };
    const machine: StateMachineDefinition = { StartAt: 'A', States: { A: task } };
    // @ts-expect-error A Choice state has no Resource.
    const wrong: StateOf<'Choice'> = { Type: 'Choice', Choices: [], Resource: 'arn' };
    expect([machine.StartAt, wrong.Type]).toEqual(['A', 'Choice']);
  });
});

describe('the JSON Schema', () => {
  const check = new Ajv({ strict: false }).compile(aslJsonSchema() as object);

  test('accepts a definition with every state type', () => {
    const next = { End: true };
    const inner = { StartAt: 'I', States: { I: { Type: 'Succeed' } } };
    const states = {
      Pass: { Type: 'Pass', Result: 1, ...next },
      Task: { Type: 'Task', Resource: 'arn', Retry: [{ ErrorEquals: ['States.ALL'] }], ...next },
      Choice: { Type: 'Choice', Choices: [{ Not: { Variable: '$.a', IsNull: true }, Next: 'Pass' }] },
      Wait: { Type: 'Wait', Seconds: '{% $seconds %}', ...next },
      Succeed: { Type: 'Succeed' },
      Fail: { Type: 'Fail' },
      Parallel: { Type: 'Parallel', Branches: [inner], ...next },
      Map: { Type: 'Map', ItemProcessor: inner, ...next },
    };
    expect(Object.keys(states).sort()).toEqual([...STATE_TYPES].sort());
    expect(check({ StartAt: 'Pass', States: states }) || check.errors).toBe(true);
  });

  test.each([
    { States: {} },
    { StartAt: 'A', States: { A: { Type: 'Dream' } } },
    { StartAt: 'A', States: { A: { Type: 'Pass', Resource: 'x' } } },
    { StartAt: 'A', States: { A: { Type: 'Wait', Seconds: -1 } } },
  ])('refuses %j', (definition) => {
    expect(check(definition)).toBe(false);
  });
});

describe('functions', () => {
  test('18 intrinsic functions with their argument counts', () => {
    expect(INTRINSICS).toHaveLength(18);
    expect(intrinsic('States.MathRandom')).toMatchObject({ minimum: 2, maximum: 3 });
    expect(intrinsic('States.Array')).toMatchObject({ minimum: 0, maximum: Number.POSITIVE_INFINITY });
    expect(intrinsic('States.array')).toBeUndefined();
  });

  test.each([
    ['$substring', 1, 3],
    ['$replace', 2, 4],
    ['$zip', 1, Number.POSITIVE_INFINITY],
    ['$now', 0, 2],
    ['$uuid', 0, 0],
    ['$reduce', 2, 3],
    ['$number', 0, 1],
  ])('%s takes %i to %d arguments', (name, minimum, maximum) => {
    expect(jsonataFunction(name)).toMatchObject({ minimum, maximum });
  });

  test('signatures and parameter names agree', () => {
    const odd = JSONATA_FUNCTIONS.filter(
      ({ parameters, maximum }) => Number.isFinite(maximum) && parameters.length !== maximum,
    );
    expect(odd.map(({ name }) => name)).toEqual([]);
  });
});

describe('errors', () => {
  test.each([
    [['States.ALL'], 'MyError', true],
    [['States.ALL'], 'States.DataLimitExceeded', true],
    [['States.ALL', 'States.Runtime'], 'States.Runtime', false],
    [['States.TaskFailed'], 'Lambda.Unknown', true],
    [['States.TaskFailed'], 'States.Timeout', false],
    [['States.Timeout'], 'States.HeartbeatTimeout', true],
    [['myerror'], 'MyError', false],
    [['States.Http.StatusCode.404'], 'States.Http.StatusCode.404', true],
  ])('%j handles %s: %s', (errorEquals, error, expected) => {
    expect(matchesError(errorEquals, error)).toBe(expected);
  });
});

describe('names', () => {
  test.each(['x', 'größe', 'a1_b', '_private', '变量', 'x'.repeat(80)])('%s is a variable name', (name) => {
    expect(isVariableName(name)).toBe(true);
  });

  test.each(['', '1a', 'a-b', 'a.b', 'a b', '$a', 'x'.repeat(81)])('%s is none', (name) => {
    expect(isVariableName(name)).toBe(false);
  });

  test('the context object', () => {
    expect(contextMember(['Execution', 'Nmae'])).toMatchObject({ unknownAt: 1 });
    expect(contextMember(['Map', 'Item', 'Value', 'anything']).unknownAt).toBeUndefined();
    expect(contextMember([]).siblings).toEqual(['Execution', 'State', 'StateMachine', 'Task', 'Map']);
  });

  test('each state type has an object kind of its own', () => {
    expect(new Set(STATE_TYPES.map(stateKind)).size).toBe(8);
  });
});
