import { describe, test } from 'vitest';
import { expectDiagnostics, expectStateDiagnostics } from '../support/diagnostics.ts';

describe('one mistake is reported once', () => {
  test('a Default that is no name', () => {
    expectStateDiagnostics(`
"A": {
  "Type": "Choice",
  "Choices": [{ "Variable": "$.a", "IsPresent": true, "Next": "B" }],
  "Default": 1
             ^ error field-type: "Default" must be a string, not a number.
},
"B": { "Type": "Succeed" },
"C": { "Type": "Succeed" }
`);
  });

  test('a state that is no object', () => {
    expectStateDiagnostics(`
"A": { "Type": "Pass", "Next": "B" },
"B": null
     ^^^^ error field-type: "States" must hold an object, not null.
`);
  });

  test('a target inside a branch that resembles one outside', () => {
    expectStateDiagnostics(`
"A": { "Type": "Pass", "Next": "Load item 1" },
                               ^^^^^^^^^^^^^ error transition-target: State "Load item 1" cannot be reached from here: a transition cannot lead into or out of a branch or item processor.
"Load item 2": { "Type": "Succeed" },
"Load all": {
  "Type": "Parallel",
  "Branches": [{ "StartAt": "Load item 1", "States": { "Load item 1": { "Type": "Succeed" } } }],
  "End": true
}
`);
  });

  test('states inside a state that is lost', () => {
    expectStateDiagnostics(`
"A": { "Type": "Parallel", "Branches": [{ "StartAt": "B", "States": { "B": { "Type": "Succeed" } } }], "End": true },
^^^ error duplicate-state-name: State "A" is defined again below, so this one is lost.
"A": { "Type": "Parallel", "Branches": [{ "StartAt": "B", "States": { "B": { "Type": "Succeed" } } }], "End": true }
`);
  });

  test('a query language in the wrong case', () => {
    expectDiagnostics(`
{
  "QueryLanguage": "jsonata",
                   ^^^^^^^^^ error field-value: "QueryLanguage" must be "JSONPath" or "JSONata". Did you mean "JSONata"?
  "StartAt": "A",
  "States": { "A": { "Type": "Succeed", "Output": "{% $states.input %}" } }
}
`);
  });

  test('a query language that does not exist', () => {
    expectDiagnostics(`
{
  "QueryLanguage": "JMESPath",
                   ^^^^^^^^^^ error field-value: "QueryLanguage" must be "JSONPath" or "JSONata".
  "StartAt": "A",
  "States": { "A": { "Type": "Succeed", "Output": "{% $states.input %}" } }
}
`);
  });

  test('the query language of the machine under a misspelt name', () => {
    expectDiagnostics(`
{
  "QueryLangauge": "JSONata",
  ^^^^^^^^^^^^^^^ error unknown-field: "QueryLangauge" is not a field here. Did you mean "QueryLanguage"?
  "StartAt": "A",
  "States": { "A": { "Type": "Succeed", "Output": "{% $states.input %}" } }
}
`);
  });

  test('the query language of a state under a misspelt name', () => {
    expectStateDiagnostics(`
"A": { "Type": "Succeed", "queryLanguage": "JSONata", "Output": 1 }
                          ^^^^^^^^^^^^^^^ error unknown-field: "queryLanguage" is not a field here. Did you mean "QueryLanguage"?
`);
  });

  test('a result put into a variable', () => {
    expectStateDiagnostics(`
"A": { "Type": "Pass", "ResultPath": "$x.y", "End": true }
                                      ^^^^ error path-syntax: "ResultPath": The result can only be put into the state input: the path must begin with "$." and no variable or context object.
`);
  });

  test('an object where a path belongs', () => {
    expectStateDiagnostics(`
"A": {
  "Type": "Pass",
  "Parameters": { "x.$": {
                         ^ error template-value: "x.$" needs a path or an intrinsic function as a string. Drop the ".$" for a fixed value.
    "y": 1
  } },
  "End": true
}
`);
  });

  test('JSONata where a path belongs', () => {
    expectStateDiagnostics(`
"A": { "Type": "Pass", "Parameters": { "x.$": "{% $y %}" }, "End": true }
                                               ^^^^^^^^ error template-value: "x.$": A path begins with "$", an intrinsic function with "States.".
`);
  });

  test('an operator that does not exist', () => {
    expectStateDiagnostics(`
"A": {
  "Type": "Choice",
  "Choices": [{ "Variable": "$.a", "Contains": "x", "Next": "B" }]
                                   ^^^^^^^^^^ error unknown-field: "Contains" is not a field here. This object can hold And, Or, Not, StringEquals, StringEqualsPath, StringLessThan, StringLessThanPath, StringGreaterThan, StringGreaterThanPath, StringLessThanEquals, StringLessThanEqualsPath, StringGreaterThanEquals and 32 others.
},
"B": { "Type": "Succeed" }
`);
  });

  test('a retrier that is no object, behind the last one', () => {
    expectStateDiagnostics(`
"A": {
  "Type": "Task",
  "Resource": "arn:aws:states:::sqs:sendMessage",
  "Retry": [{ "ErrorEquals": ["States.ALL"] }, "States.ALL"],
                                               ^^^^^^^^^^^^ error field-type: "Retry" must hold an object, not a string.
  "End": true
}
`);
  });

  test('a pattern that the integration does not have', () => {
    expectStateDiagnostics(
      `
"A": { "Type": "Task", "Resource": "arn:aws:states:::dynamodb:getItem.waitForTaskToken", "End": true }
                                                                     ^^^^^^^^^^^^^^^^^ error integration-pattern: dynamodb:getItem has no ".waitForTaskToken". It can only be called for its response.
`,
      { type: 'EXPRESS' },
    );
  });

  test('a misspelt parameter beside the right one, and one of the SDK with a small letter', () => {
    expectStateDiagnostics(`
"A": {
  "Type": "Task",
  "Resource": "arn:aws:states:::lambda:invoke",
  "Parameters": { "FunctionName": "f", "FunctionNam": "f" },
                                       ^^^^^^^^^^^^^ error unknown-parameter: lambda:invoke has no parameter "FunctionNam".
  "Next": "B"
},
"B": {
  "Type": "Task",
  "Resource": "arn:aws:states:::aws-sdk:s3:getObject",
  "Parameters": { "Bucket": "b", "key": "k" },
                                 ^^^^^ error unknown-parameter: s3:getObject has no parameter "key". Did you mean "Key"?
  "End": true
}
`);
  });

  test('a heartbeat beside its path', () => {
    expectStateDiagnostics(`
"A": {
  "Type": "Task",
  "Resource": "arn:aws:states:::sqs:sendMessage",
  "TimeoutSeconds": 5,
  "HeartbeatSeconds": 60,
  "HeartbeatSecondsPath": "$.h",
  ^^^^^^^^^^^^^^^^^^^^^^ error exclusive-fields: "HeartbeatSeconds" and "HeartbeatSecondsPath" exclude each other. Remove one of them.
  "End": true
}
`);
  });
});
