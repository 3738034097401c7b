import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseDocument } from '../../runtime/src/source/document.ts';
import { type Diagnostic, validate } from '../../runtime/src/validation/index.ts';
import { diagnosticsOf, expectDiagnostics, expectStateDiagnostics } from '../support/diagnostics.ts';

const UNREACHABLE = `{
  "StartAt": "A",
  "States": {
    "A": { "Type": "Pass", "End": true },
    "B": { "Type": "Pass", "End": true }
  }
}`;

describe('validate', () => {
  test('gives the place and the code of the service', () => {
    const text =
      '{"StartAt":"C","States":{"C":{"Type":"Choice","Choices":[{"Variable":"$.a","IsNull":true,"Next":"D"}]}}}';
    expect(diagnosticsOf(text).map(({ code, location }) => [code, location])).toEqual([
      ['MISSING_TRANSITION_TARGET', '/States/C/Choices[0]/Next'],
    ]);
  });

  test('tags states that never run and points at the start', () => {
    const [diagnostic] = diagnosticsOf(UNREACHABLE) as [Diagnostic];
    expect(diagnostic.tags).toEqual(['unnecessary']);
    expect(diagnostic.related).toEqual([
      { start: UNREACHABLE.indexOf('"A"'), end: UNREACHABLE.indexOf('"A"') + 3, message: 'The walk starts at "A".' },
    ]);
  });

  test('offers names for quick fixes', () => {
    const [diagnostic] = diagnosticsOf('{"StartAt":"Fist","States":{"First":{"Type":"Succeed"}}}') as [Diagnostic];
    expect(diagnostic.data).toEqual({ kind: 'rename', names: ['First'] });
  });

  test('settings change the severity of a rule or switch it off', () => {
    const severities = { 'unreachable-state': 'hint' } as const;
    expect(diagnosticsOf(UNREACHABLE, { severities }).map(({ severity }) => severity)).toEqual(['hint']);
    expect(diagnosticsOf(UNREACHABLE, { severities: { 'unreachable-state': 'off' } })).toEqual([]);
  });

  test('advice waits until there is no error', () => {
    expectStateDiagnostics(`
"A": {
  "Type": "Map",
  "Iterator": { "StartAt": "B", "States": { "B": { "Type": "Pass", "End": true } } },
  "Bogus": 1,
  ^^^^^^^ error unknown-field: "Bogus" is not a field here. A Map state can hold Comment, QueryLanguage, ItemProcessor, ItemsPath, ItemSelector, Parameters, MaxConcurrency, MaxConcurrencyPath, ToleratedFailureCount, ToleratedFailureCountPath, ToleratedFailurePercentage, ToleratedFailurePercentagePath and 12 others.
  "End": true
}`);
  });

  test('never throws, whatever the text', () => {
    const words = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"StartAt"',
      '"States"',
      '"A"',
      '"Type"',
      '"Map"',
      '"Task"',
      '"Choices"',
      '"$.a[?("',
      '"{% $x( %}"',
      '"Parameters"',
      '"a.$"',
      'null',
      '1',
      '"Resource"',
      '"arn:aws:states:::x"',
      '"Retry"',
      '\n',
    );
    fc.assert(
      fc.property(fc.array(words, { maxLength: 40 }), fc.constantFrom('json', 'yaml'), (parts, format) => {
        const text = parts.join(' ');
        for (const { start, end } of validate(parseDocument(text, { format: format as 'json' }))) {
          expect(start).toBeGreaterThanOrEqual(0);
          expect(end).toBeGreaterThanOrEqual(start);
          expect(end).toBeLessThanOrEqual(text.length);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('never throws on objects of any shape', () => {
    const names = [
      'StartAt',
      'States',
      'Type',
      'Next',
      'Choices',
      'Catch',
      'Branches',
      'ItemProcessor',
      'Assign',
      'Output',
      'a.$',
    ];
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { maxDepth: 5 },
        fc.constantFrom<unknown>('A', 'Map', 'Parallel', 'Choice', 'Task', '{% $a.b %}', '$$.x', 1, true, null),
        fc.array(tie('tree'), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom(...names), tie('tree'), { maxKeys: 6 }),
      ),
    }));
    fc.assert(
      fc.property(tree, (value) => {
        expect(Array.isArray(validate(parseDocument(JSON.stringify(value), { format: 'json' })))).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

describe('suppression', () => {
  test('a comment above the line silences a rule there', () => {
    expectDiagnostics(
      `
StartAt: A
States:
  A: { Type: Pass, End: true }
  # stepwise-disable-next-line unreachable-state
  B: { Type: Pass, End: true }
  # stepwise-disable-next-line another-rule
  C: { Type: Pass, End: true }
  ^ error unreachable-state: State "C" is never reached: nothing leads to it.
  # stepwise-disable-next-line
  D: { Type: Pass, End: true }
`,
      { format: 'yaml' },
    );
  });

  test('in JSON, which has no comments, a Comment field silences a rule for its object', () => {
    expectStateDiagnostics(`
"A": { "Type": "Pass", "End": true },
"B": { "Type": "Pass", "Comment": "started by hand, stepwise-disable unreachable-state", "End": true },
"C": { "Type": "Pass", "Comment": "nothing to see", "End": true }
^^^ error unreachable-state: State "C" is never reached: nothing leads to it.
`);
  });
});
