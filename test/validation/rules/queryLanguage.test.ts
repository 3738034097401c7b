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
