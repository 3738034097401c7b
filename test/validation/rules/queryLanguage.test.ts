import { describe, test } from 'vitest';
import { expectStateDiagnostics } from '../../support/diagnostics.ts';

describe('wrong-query-language', () => {
  test('a JSONata field in a JSONPath state', () => {
    expectStateDiagnostics(`
"A": {
  "Type": "Pass",
  "Output": {},
  ^^^^^^^^ error wrong-query-language: "Output" is a JSONata field, but this state uses JSONPath. Set "QueryLanguage": "JSONata" on the state to use it.
  "End": true
}
`);
  });

  test('a JSONPath field in a JSONata state', () => {
    expectStateDiagnostics(`
"A": {
  "Type": "Pass",
  "QueryLanguage": "JSONata",
  "ResultPath": "$.a",
  ^^^^^^^^^^^^ error wrong-query-language: "ResultPath" is a JSONPath field, but this state uses JSONata.
  "End": true
}
`);
  });

  test('a rule of the other language is reported once', () => {
    expectStateDiagnostics(
      `
"A": {
  "Type": "Choice",
  "Choices": [
    { "And": [{ "Variable": "$.a", "IsPresent": true }, { "Variable": "$.b", "IsNull": true }], "Next": "B" }
      ^^^^^ error wrong-query-language: "And" is a JSONPath field, but this state uses JSONata. Write the test as a "Condition".
  ],
  "Default": "B"
},
"B": { "Type": "Succeed" }
`,
      { queryLanguage: 'JSONata' },
    );
  });

  test('accepts JSONPath states in a JSONata Map of a JSONPath machine', () => {
    expectStateDiagnostics(`
"A": {
  "Type": "Map",
  "QueryLanguage": "JSONata",
  "Items": [1, 2],
  "ItemProcessor": {
    "StartAt": "B",
    "States": { "B": { "Type": "Pass", "OutputPath": "$.x", "End": true } }
  },
  "End": true
}
`);
  });
});

describe('query-language-downgrade', () => {
  test('JSONPath in a JSONata machine', () => {
    expectStateDiagnostics(
      `
"A": {
  "Type": "Pass",
  "QueryLanguage": "JSONPath",
                   ^^^^^^^^^^ error query-language-downgrade: A state cannot use JSONPath when the state machine uses JSONata.
  "End": true
}
`,
      { queryLanguage: 'JSONata' },
    );
  });

  test('accepts JSONata in a JSONPath machine', () => {
    expectStateDiagnostics(`
"A": {
  "Type": "Pass",
  "QueryLanguage": "JSONata",
  "End": true
}
`);
  });
});

describe('foreign-expression', () => {
  test('JSONata in a JSONPath state', () => {
    expectStateDiagnostics(`
"A": { "Type": "Pass", "Parameters": { "a": "{% $states.input.a %}" }, "End": true }
                                            ^^^^^^^^^^^^^^^^^^^^^^^ warning foreign-expression: This state uses JSONPath: the "{% %}" string is passed on as text. Set "QueryLanguage": "JSONata" to have it evaluated.
`);
  });

  test('a path in a JSONata state', () => {
    expectStateDiagnostics(
      `
"A": { "Type": "Pass", "Output": { "list": [{ "a.$": "$.a" }] }, "End": true }
                                              ^^^^^ warning foreign-expression: This state uses JSONata: "a.$" is a key like any other, and its value is passed on as text. Write "a" with a "{% %}" expression.
`,
      { queryLanguage: 'JSONata' },
    );
  });

  test('accepts other text under such a key', () => {
    expectStateDiagnostics(
      `
"A": { "Type": "Pass", "Output": { "price.$": "5" }, "End": true }
`,
      { queryLanguage: 'JSONata' },
    );
  });
});
