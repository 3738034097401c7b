import fc from 'fast-check';

/** A change of a text: where, how many characters go, what comes. */
export interface Edit {
  readonly at: number;
  readonly length: number;
  readonly text: string;
}

/** A machine with states of many kinds, nested ones and some with something wrong; long enough to be judged in several parts. */
export function longMachine(count: number): string {
  const states: Record<string, unknown> = {};
  for (let i = 0; i < count; i++) {
    const Next = i + 1 < count ? `State ${i + 1}` : 'Done';
    const kinds = [
      {
        Type: 'Task',
        Resource: 'arn:aws:states:::lambda:invoke',
        Parameters: { FunctionName: 'f', 'Payload.$': '$', 'Id.$': '$.id' },
        ResultPath: '$.result',
        Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Done' }],
        Next,
      },
      { Type: 'Choice', Choices: [{ Variable: '$.count', NumericGreaterThan: i, Next }], Default: 'Done' },
      { Type: 'Pass', Parameters: { 'value.$': 'States.Format({}, $.a)', [`n${i}`]: i }, Next },
      {
        Type: 'Map',
        ItemProcessor: { StartAt: `Item ${i}`, States: { [`Item ${i}`]: { Type: 'Pass', End: true } } },
        Next,
      },
      { Type: 'Wait', Seconds: 5, Next },
    ];
    states[`State ${i}`] = kinds[i % kinds.length];
  }
  states.Done = { Type: 'Succeed' };
  return JSON.stringify({ StartAt: 'State 0', States: states }, undefined, 1);
}

const PIECES = [
  '',
  'x',
  '"',
  '{',
  '}',
  ',',
  '\n',
  '$',
  '"State 7"',
  '"Next": "State 3",',
  '"Assign": { "v": 1 },',
  '"Output": "{% $v %}",',
  '"QueryLanguage": "JSONata",',
  '"Comment": "stepwise-disable *",',
  '"End": true,',
  '// why\n',
  '💥',
];

/** Some edits, of which many leave the text what it should be. */
export const SOME_EDITS: fc.Arbitrary<readonly Edit[]> = fc.array(
  fc.oneof(
    fc.record({ at: fc.nat(), length: fc.nat({ max: 3 }), text: fc.constantFrom(...PIECES) }),
    // A field more at the beginning of some object.
    fc.record({
      at: fc.nat(),
      length: fc.constant(0),
      text: fc.constantFrom(...PIECES.filter((text) => /,$/.test(text))),
    }),
  ),
  { minLength: 1, maxLength: 5 },
);

/** The text after an edit. Whole fields go behind the next opening brace. */
export function edited(text: string, edit: Edit): string {
  const { at, length } = placeOf(text, edit);
  return text.slice(0, at) + edit.text + text.slice(at + length);
}

/** Where an edit is made. */
export function placeOf(text: string, { at, length, text: inserted }: Edit): { at: number; length: number } {
  const start = at % (text.length + 1);
  const brace = inserted.endsWith(',') && inserted.length > 1 ? text.indexOf('{', start) : -1;
  return brace < 0 ? { at: start, length } : { at: brace + 1, length: 0 };
}
