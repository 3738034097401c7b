import { describe, test } from 'vitest';
import { expectDiagnostics, expectStateDiagnostics } from '../../support/diagnostics.ts';

describe('syntax', () => {
  test('an object that is not closed', () => {
    expectDiagnostics(`
{
  "StartAt": "A",
  "States": { "A": { "Type": "Succeed" }
}
 ^ error syntax: Expected } to close the object.
`);
  });

  test('a missing comma hides what else is wrong', () => {
    expectDiagnostics(`
{
  "StartAt": "A" "States": { "A": { "Type": "Succeed", "Bogus": 1 } }
                 ^^^^^^^^ error syntax: Expected a comma before this.
}
`);
  });

  test('a definition that is no object', () => {
    expectDiagnostics(`
[]
^^ error syntax: A state machine definition is an object with "StartAt" and "States".
`);
  });

  test('YAML that cannot be read', () => {
    expectDiagnostics(
      `
StartAt: A
States:
  A: { Type: Succeed
                    ^ error syntax: Flow map in block collection must be sufficiently indented and end with a }.
`,
      { format: 'yaml' },
    );
  });

  test('accepts JSON', () => {
    expectDiagnostics(`
{
  "StartAt": "A",
  "States": { "A": { "Type": "Succeed" } }
}
`);
  });
});

describe('json-comment', () => {
  test('a comment in JSON', () => {
    expectDiagnostics(`
{
  // where to begin
  ^^^^^^^^^^^^^^^^^ error json-comment: JSON has no comments; AWS refuses a definition with one. Use a Comment field.
  "StartAt": "A",
  "States": { "A": { "Type": "Succeed" } }
}
`);
  });

  test('accepts comments in YAML', () => {
    expectDiagnostics(
      `
# where to begin
StartAt: A
States:
  A: { Type: Succeed }
`,
      { format: 'yaml' },
    );
  });
});

describe('duplicate-key', () => {
  test('the value that is lost', () => {
    expectStateDiagnostics(`
"A": {
  "Type": "Pass",
  "Comment": "one",
  ^^^^^^^^^ warning duplicate-key: "Comment" is in this object twice. Only the last one counts, so this one is lost.
  "Comment": "two",
  "End": true
}
`);
  });

  test('accepts different keys', () => {
    expectStateDiagnostics(`
"A": {
  "Type": "Pass",
  "Comment": "one",
  "End": true
}
`);
  });
});
