import { describe, test } from 'vitest';
import { expectDiagnostics, expectStateDiagnostics } from '../../support/diagnostics.ts';

describe('transition-target', () => {
  test('StartAt', () => {
    expectDiagnostics(`
{
  "StartAt": "Frist",
             ^^^^^^^ error transition-target: There is no state "Frist". Did you mean "First"?
  "States": { "First": { "Type": "Succeed" } }
}
`);
  });

  test('a misspelling does not make its target unreachable as well', () => {
    expectStateDiagnostics(`
"First": { "Type": "Pass", "Next": "Secnd" },
                                   ^^^^^^^ error transition-target: There is no state "Secnd". Did you mean "Second"?
"Second": { "Type": "Succeed" }
`);
  });

  test('rules and Default', () => {
    expectStateDiagnostics(`
"First": {
  "Type": "Choice",
  "Choices": [{ "Variable": "$.a", "IsNull": true, "Next": "Nowhere" }],
                                                           ^^^^^^^^^ error transition-target: There is no state "Nowhere".
  "Default": "Neverland"
             ^^^^^^^^^^^ error transition-target: There is no state "Neverland".
}
`);
  });

  test('out of a branch', () => {
    expectStateDiagnostics(`
"Outer": {
  "Type": "Parallel",
  "Branches": [{ "StartAt": "Inner", "States": { "Inner": { "Type": "Pass", "Next": "Outer" } } }],
                                                                                    ^^^^^^^ error transition-target: State "Outer" cannot be reached from here: a transition cannot lead into or out of a branch or item processor.
  "End": true
}
`);
  });

  test('a catcher', () => {
    expectStateDiagnostics(`
"First": { "Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:f", "Catch": [{ "ErrorEquals": ["States.ALL"], "Next": "Rescue" }], "End": true }
                                                                                                                                              ^^^^^^^^ error transition-target: There is no state "Rescue".
`);
  });

  test('accepts a substitution', () => {
    expectStateDiagnostics(`
"First": { "Type": "Pass", "Next": "\${NextState}" }
`);
  });

  test('accepts states that exist', () => {
    expectStateDiagnostics(`
"First": { "Type": "Pass", "Next": "Second" },
"Second": { "Type": "Pass", "End": true }
`);
  });
});

describe('missing-terminal-state', () => {
  test('a loop that never ends', () => {
    expectDiagnostics(`
{
  "StartAt": "A",
  "States": {
  ^^^^^^^^ error missing-terminal-state: No state ends this workflow. Give one of them "End": true, or add a Succeed or Fail state.
    "A": { "Type": "Pass", "Next": "B" },
    "B": { "Type": "Pass", "Next": "A" }
  }
}
`);
  });

  test('an item processor', () => {
    expectStateDiagnostics(`
"A": {
  "Type": "Map",
  "ItemProcessor": {
    "StartAt": "B",
    "States": {
    ^^^^^^^^ error missing-terminal-state: No state ends this workflow. Give one of them "End": true, or add a Succeed or Fail state.
      "B": { "Type": "Wait", "Seconds": 1, "Next": "B" }
    }
  },
  "End": true
}
`);
  });

  test('accepts a Fail state', () => {
    expectStateDiagnostics(`
"A": { "Type": "Choice", "Choices": [{ "Variable": "$.a", "IsNull": true, "Next": "B" }], "Default": "A" },
"B": { "Type": "Fail" }
`);
  });
});

describe('unreachable-state', () => {
  test('nothing leads to it', () => {
    expectStateDiagnostics(`
"A": { "Type": "Pass", "End": true },
"B": { "Type": "Pass", "Next": "A" }
^^^ error unreachable-state: State "B" is never reached: nothing leads to it.
`);
  });

  test('an island', () => {
    expectStateDiagnostics(`
"A": { "Type": "Pass", "End": true },
"B": { "Type": "Pass", "Next": "C" },
^^^ warning unreachable-state: State "B" is never reached: only states that are never reached themselves lead to it.
"C": { "Type": "Pass", "Next": "B" }
^^^ warning unreachable-state: State "C" is never reached: only states that are never reached themselves lead to it.
`);
  });

  test('a state that leads only to itself', () => {
    expectStateDiagnostics(`
"A": { "Type": "Pass", "End": true },
"B": { "Type": "Pass", "Next": "B" }
^^^ error unreachable-state: State "B" is never reached: nothing leads to it.
`);
  });

  test('accepts states behind catchers and rules', () => {
    expectStateDiagnostics(`
"A": { "Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:f", "Catch": [{ "ErrorEquals": ["States.ALL"], "Next": "C" }], "Next": "B" },
"B": { "Type": "Choice", "Choices": [{ "Variable": "$.a", "IsNull": true, "Next": "D" }], "Default": "A" },
"C": { "Type": "Fail" },
"D": { "Type": "Succeed" }
`);
  });
});

describe('duplicate-state-name', () => {
  test('twice in one object: the first is lost', () => {
    expectStateDiagnostics(`
"A": { "Type": "Pass", "Next": "B" },
"B": { "Type": "Pass", "End": true },
^^^ error duplicate-state-name: State "B" is defined again below, so this one is lost.
"B": { "Type": "Succeed" }
`);
  });

  test('across scopes', () => {
    expectStateDiagnostics(`
"A": {
  "Type": "Parallel",
  "Branches": [
    { "StartAt": "B", "States": { "B": { "Type": "Pass", "End": true } } },
    { "StartAt": "A", "States": { "A": { "Type": "Pass", "End": true } } },
                                  ^^^ error duplicate-state-name: There is another state "A". State names are unique in the whole definition.
    { "StartAt": "B", "States": { "B": { "Type": "Pass", "End": true } } }
                                  ^^^ error duplicate-state-name: There is another state "B". State names are unique in the whole definition.
  ],
  "End": true
}
`);
  });

  test('accepts names that differ in case', () => {
    expectStateDiagnostics(`
"A": { "Type": "Pass", "Next": "a" },
"a": { "Type": "Pass", "End": true }
`);
  });
});

describe('state-name', () => {
  test('too long', () => {
    expectStateDiagnostics(`
"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx": { "Type": "Pass", "End": true }
^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error state-name: A state name can have at most 80 characters; this one has 81.
`);
  });

  test('empty', () => {
    expectDiagnostics(`
{
  "StartAt": "A",
  "States": { "A": { "Type": "Pass", "Next": "" }, "": { "Type": "Pass", "End": true } }
                                                   ^^ error state-name: A state needs a name.
}
`);
  });

  test('accepts 80 characters', () => {
    expectStateDiagnostics(`
"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx": { "Type": "Pass", "End": true }
`);
  });
});

describe('choice-rule-test', () => {
  test('rules that are not one test', () => {
    expectStateDiagnostics(`
"A": {
  "Type": "Choice",
  "Choices": [
    { "Variable": "$.a", "Next": "A" },
    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error choice-rule-test: This rule tests nothing: it needs an operator such as "StringEquals" beside "Variable".
    { "IsPresent": true, "Next": "A" },
    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error choice-rule-test: The operator "IsPresent" needs a "Variable" to test.
    { "Variable": "$.a", "IsPresent": true, "StringEquals": "x", "Next": "A" },
                                            ^^^^^^^^^^^^^^ error choice-rule-test: A rule makes one test, but this one has "IsPresent" and "StringEquals". Join tests with "And" or "Or".
    { "Variable": "$.a", "And": [{ "Variable": "$.b", "IsNull": true }], "Next": "A" },
                         ^^^^^ error choice-rule-test: A rule makes one test, but this one has "Variable" and "And". Join tests with "And" or "Or".
    { "Not": {}, "Next": "B" }
      ^^^^^^^^ error choice-rule-test: A rule needs a "Variable" with one operator, or one of "And", "Or" or "Not".
  ]
},
"B": { "Type": "Succeed" }
`);
  });

  test('accepts one test', () => {
    expectStateDiagnostics(`
"A": {
  "Type": "Choice",
  "Choices": [
    { "Variable": "$.a", "StringMatches": "x*", "Next": "B" },
    { "Or": [{ "Not": { "Variable": "$.b", "IsNull": true } }], "Next": "B" }
  ]
},
"B": { "Type": "Succeed" }
`);
  });
});
