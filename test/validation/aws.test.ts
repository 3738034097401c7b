import { describe, expect, test } from 'vitest';
import { validateStateMachineDefinition } from '../../runtime/src/validation/index.ts';

const pass = { Type: 'Pass', End: true };

function ask(definition: unknown, extra: Partial<Parameters<typeof validateStateMachineDefinition>[0]> = {}) {
  const text = typeof definition === 'string' ? definition : JSON.stringify(definition);
  return validateStateMachineDefinition({ definition: text, ...extra });
}

describe('ValidateStateMachineDefinition', () => {
  test('OK', () => {
    expect(ask({ StartAt: 'A', States: { A: pass } })).toEqual({ result: 'OK', diagnostics: [], truncated: false });
  });

  test.each([
    ['missing fields', {}, 'SCHEMA_VALIDATION_FAILED', 'These fields are required: [StartAt, States]', '/'],
    [
      'an unknown type',
      { StartAt: 'A', States: { A: { Type: 'Dream', End: true } } },
      'SCHEMA_VALIDATION_FAILED',
      "The field 'Type' should have one of these values: [Task, Wait, Pass, Succeed, Fail, Choice, Parallel, Map]",
      '/States/A/Type',
    ],
    [
      'an unreachable state',
      { StartAt: 'A', States: { A: pass, B: pass } },
      'MISSING_TRANSITION_TARGET',
      'State "B" is not reachable.',
      '/States/B',
    ],
    [
      'a missing target',
      { StartAt: 'A', States: { A: { Type: 'Pass', Next: 'Q' } } },
      'MISSING_TRANSITION_TARGET',
      "Missing 'Next' target: Q",
      '/States/A/Next',
    ],
    [
      'a field of the other query language',
      { StartAt: 'A', States: { A: { ...pass, Output: 1 } } },
      'SCHEMA_VALIDATION_FAILED',
      "The QueryLanguage is set to 'JSONPath', but field 'Output' is only supported for the 'JSONata' QueryLanguage",
      '/States/A',
    ],
    [
      'an expression with a name at the top level',
      { QueryLanguage: 'JSONata', StartAt: 'A', States: { A: { ...pass, Output: { v: '{% phone %}' } } } },
      'UNSUPPORTED_JSONATA_EXPRESSION',
      "Reference to 'phone' at the top level is not supported.",
      '/States/A/Output/v',
    ],
    [
      'an integration that only the SDK has',
      { StartAt: 'A', States: { A: { Type: 'Task', Resource: 'arn:aws:states:::dynamodb:query', End: true } } },
      'SCHEMA_VALIDATION_FAILED',
      'The resource provided arn:aws:states:::dynamodb:query is not recognized. The value is not a valid resource ARN, or the resource is not available in this region.',
      '/States/A/Resource',
    ],
  ])('%s', (_, definition, code, message, location) => {
    expect(ask(definition)).toEqual({
      result: 'FAIL',
      diagnostics: [{ severity: 'ERROR', code, message, location }],
      truncated: false,
    });
  });

  test('a workflow that never ends has no location', () => {
    const { diagnostics } = ask({ StartAt: 'A', States: { A: { Type: 'Pass', Next: 'A' } } });
    expect(diagnostics).toEqual([
      { severity: 'ERROR', code: 'MISSING_END_STATE', message: 'Workflow has no terminal state' },
    ]);
  });

  test('text that is no JSON is placed by line and column', () => {
    const source = '[Source: (String)"not a definition"; line: 1, column: 4]';
    expect(ask('not a definition')).toEqual({
      result: 'FAIL',
      diagnostics: [
        {
          severity: 'ERROR',
          code: 'INVALID_JSON_DESCRIPTION',
          message: `Unrecognized token 'not': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')\n at ${source}`,
          location: source,
        },
      ],
      truncated: false,
    });
  });

  test('an empty definition', () => {
    expect(ask('').diagnostics).toEqual([
      { severity: 'ERROR', code: 'SCHEMA_VALIDATION_FAILED', message: 'Definition must be a valid JSON object' },
    ]);
  });

  test('warnings are given when they are asked for and never fail', () => {
    const definition = { StartAt: 'A', States: { A: { ...pass, Parameters: { a: '$.b' } } } };
    expect(ask(definition)).toEqual({ result: 'OK', diagnostics: [], truncated: false });
    const { result, diagnostics } = ask(definition, { severity: 'WARNING' });
    expect([result, diagnostics.map(({ code }) => code)]).toEqual(['OK', ['NO_DOLLAR']]);
  });

  test('Express machines', () => {
    const definition = {
      StartAt: 'A',
      States: {
        A: {
          Type: 'Task',
          Resource: 'arn:aws:states:::glue:startJobRun.sync',
          Parameters: { JobName: 'j' },
          End: true,
        },
      },
    };
    expect(ask(definition).result).toBe('OK');
    expect(ask(definition, { type: 'EXPRESS' }).diagnostics).toEqual([
      {
        severity: 'ERROR',
        code: 'SCHEMA_VALIDATION_FAILED',
        message: "Express state machine does not support '.sync' service integration",
        location: '/States/A/Resource',
      },
    ]);
  });

  test('no more results than asked for', () => {
    const definition = { StartAt: 'A', States: { A: { ...pass, x: 1, y: 2, z: 3 } } };
    const { diagnostics, truncated } = ask(definition, { maxResults: 2 });
    expect([diagnostics.length, truncated]).toEqual([2, true]);
  });
});
