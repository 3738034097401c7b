import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compile, runExecution } from '../../runtime/src/index.ts';

const name = fc.constantFrom('A', 'B', 'C', 'D');
const path = fc.constantFrom(
  '$',
  '$.a',
  '$.a.b[0]',
  '$..x',
  '$$',
  '$$.State.Name',
  '$v',
  '$.list[*]',
  null,
  '$[',
  'x',
  '$.a[?(@.b > 1)]',
);
const expression = fc.constantFrom(
  '{% $states.input %}',
  '{% $states.input.a + 1 %}',
  '{% $sum([1,2]) %}',
  '{% ( %}',
  '{% $v %}',
  '{% 1/0 %}',
  'text',
  5,
  null,
);
const json = fc.jsonValue({ maxDepth: 2 });
const field = fc.oneof(path, expression, json, name);
const state: fc.Arbitrary<object> = fc.record(
  {
    Type: fc.constantFrom('Pass', 'Task', 'Choice', 'Wait', 'Succeed', 'Fail', 'Parallel', 'Map', 'Odd'),
    QueryLanguage: fc.constantFrom('JSONPath', 'JSONata'),
    Next: name,
    End: fc.boolean(),
    Resource: fc.constantFrom(
      'arn:aws:lambda:us-east-1:1:function:f',
      'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
      'x',
    ),
    InputPath: path,
    OutputPath: path,
    ResultPath: path,
    Parameters: fc.oneof(json, fc.record({ 'x.$': path, y: json })),
    ResultSelector: fc.record({ 'x.$': path }),
    Arguments: field,
    Output: field,
    Assign: fc.record({ v: field, 'w.$': path }),
    Result: json,
    Seconds: fc.oneof(fc.integer(), expression),
    SecondsPath: path,
    Timestamp: fc.constantFrom('2024-01-01T00:00:00Z', 'soon', '{% "x" %}'),
    Choices: fc.array(fc.record({ Variable: path, NumericEquals: fc.integer(), Condition: expression, Next: name }), {
      maxLength: 3,
    }),
    Default: name,
    ItemsPath: path,
    Items: field,
    MaxConcurrency: fc.oneof(fc.integer(), expression),
    Retry: fc.array(
      fc.record({ ErrorEquals: fc.constant(['States.ALL']), MaxAttempts: fc.integer({ min: -1, max: 2 }) }),
      { maxLength: 1 },
    ),
    Catch: fc.array(
      fc.record({ ErrorEquals: fc.constant(['States.ALL']), Next: name, ResultPath: path, Output: field }),
      { maxLength: 1 },
    ),
    ItemProcessor: fc.constant({ StartAt: 'I', States: { I: { Type: 'Pass', End: true } } }),
    Branches: fc.constant([{ StartAt: 'J', States: { J: { Type: 'Wait', Seconds: 1, End: true } } }]),
  },
  { requiredKeys: ['Type'] },
);
const machine = fc.record({
  StartAt: name,
  QueryLanguage: fc.constantFrom('JSONPath', 'JSONata'),
  States: fc.dictionary(name, state, { minKeys: 1, maxKeys: 4 }),
});

describe('bad input', () => {
  it('never gets out of the API as anything but a result or InvalidDefinition', async () => {
    await fc.assert(
      fc.asyncProperty(machine, json, async (definition, input) => {
        try {
          const result = await runExecution({
            definition: JSON.stringify(definition),
            input: input as never,
            limits: { historyEvents: 500 },
            handlers: { f: () => ({ ok: true }) },
          });
          expect(['SUCCEEDED', 'FAILED', 'TIMED_OUT']).toContain(result.status);
          JSON.stringify(result.events);
        } catch (error) {
          expect((error as Error).name).toBe('InvalidDefinition');
        }
      }),
      { numRuns: 600 },
    );
  });

  it('never gets past the compiler as anything but InvalidDefinition', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json(), fc.json({ maxDepth: 6 })), (text) => {
        try {
          compile(text);
        } catch (error) {
          expect((error as Error).name).toBe('InvalidDefinition');
          expect((error as Error).message).toMatch(/^Invalid State Machine Definition: /);
        }
      }),
      { numRuns: 500 },
    );
  });
});
