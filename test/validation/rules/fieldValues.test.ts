import { describe, test } from 'vitest';
import { expectDiagnostics, expectStateDiagnostics } from '../../support/diagnostics.ts';

describe('field-type', () => {
  test('text for a boolean', () => {
    expectStateDiagnostics(`
"A": {
  "Type": "Pass",
  "End": "true"
         ^^^^^^ error field-type: "End" must be true or false, not a string.
}
`);
  });

  test('a fraction and an object', () => {
    expectStateDiagnostics(`
"A": {
  "Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:f",
  "TimeoutSeconds": 1.5,
                    ^^^ error field-type: "TimeoutSeconds" must be an integer, not a number.
  "Retry": {},
           ^ error field-type: "Retry" must be an array, not an object.
  "End": true
}
`);
  });

  test('text that is no expression in a JSONata state', () => {
    expectStateDiagnostics(
      `
"A": {
  "Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:f",
  "TimeoutSeconds": "60",
                    ^^^^ error field-type: "TimeoutSeconds" must be an integer or a "{% %}" expression, not a string.
  "End": true
}
`,
      { queryLanguage: 'JSONata' },
    );
  });

  test('items of lists', () => {
    expectStateDiagnostics(`
"A": {
  "Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:f",
  "Retry": [{ "ErrorEquals": ["A", 5] }, "again"],
                                   ^ error field-type: "ErrorEquals" must hold a string, not a number.
                                         ^^^^^^^ error field-type: "Retry" must hold an object, not a string.
  "Catch": null,
           ^^^^ error field-type: "Catch" must be an array, not null.
  "End": true
}
`);
  });

  test('a field among the states', () => {
    expectDiagnostics(`
{
  "StartAt": "A",
  "States": {
    "QueryLanguage": "JSONata",
                     ^^^^^^^^^ error field-type: "States" must hold an object, not a string.
    "A": { "Type": "Succeed" }
  }
}
`);
  });

  test('accepts substitutions in place of numbers', () => {
    expectStateDiagnostics(`
"A": {
  "Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:f",
  "TimeoutSeconds": \${Timeout},
  "HeartbeatSeconds": "\${Heartbeat}",
  "End": true
}
`);
  });

  test('accepts expressions', () => {
    expectStateDiagnostics(
      `
"A": {
  "Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:f",
  "TimeoutSeconds": "{% $states.input.limit %}",
  "End": true
}
`,
      { queryLanguage: 'JSONata' },
    );
  });
});

describe('field-range', () => {
  test('a negative number', () => {
    expectStateDiagnostics(`
"A": {
  "Type": "Wait",
  "Seconds": -1,
             ^^ error field-range: "Seconds" must be at least 0.
  "End": true
}
`);
  });

  test('a percentage above 100', () => {
    expectStateDiagnostics(`
"A": {
  "Type": "Map",
  "ItemProcessor": { "StartAt": "B", "States": { "B": { "Type": "Pass", "End": true } } },
  "ToleratedFailurePercentage": 150,
                                ^^^ error field-range: "ToleratedFailurePercentage" must be at most 100.
  "End": true
}
`);
  });

  test('an empty list', () => {
    expectStateDiagnostics(`
"A": {
  "Type": "Choice",
  "Choices": []
  ^^^^^^^^^^^^ error field-range: "Choices" must not be empty.
}
`);
  });

  test('numbers of a retrier', () => {
    expectStateDiagnostics(`
"A": {
  "Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:f",
  "Retry": [{ "ErrorEquals": ["States.ALL"], "BackoffRate": 0.5, "IntervalSeconds": 0 }],
                                                            ^^^ error field-range: "BackoffRate" must be at least 1.
                                                                                    ^ error field-range: "IntervalSeconds" must be at least 1.
  "End": true
}
`);
  });

  test('accepts the bounds', () => {
    expectStateDiagnostics(`
"A": {
  "Type": "Wait",
  "Seconds": 0,
  "End": true
}
`);
  });
});

describe('field-value', () => {
  test('the wrong case', () => {
    expectDiagnostics(`
{
  "QueryLanguage": "jsonata",
                   ^^^^^^^^^ error field-value: "QueryLanguage" must be "JSONPath" or "JSONata". Did you mean "JSONata"?
  "StartAt": "A",
  "States": { "A": { "Type": "Succeed" } }
}
`);
  });

  test('no such value', () => {
    expectStateDiagnostics(`
"A": {
  "Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:f",
  "Retry": [{ "ErrorEquals": ["States.ALL"], "JitterStrategy": "HALF" }],
                                                               ^^^^^^ error field-value: "JitterStrategy" must be "FULL" or "NONE".
  "End": true
}
`);
  });

  test('accepts the values of the table', () => {
    expectDiagnostics(`
{
  "Version": "1.0",
  "StartAt": "A",
  "States": { "A": { "Type": "Succeed" } }
}
`);
  });
});

describe('timestamp-format', () => {
  test('another format', () => {
    expectStateDiagnostics(`
"A": {
  "Type": "Wait",
  "Timestamp": "12/05/2016",
               ^^^^^^^^^^^^ error timestamp-format: "12/05/2016" is not a timestamp. Write it like 2030-01-31T08:00:00Z, with "T" and "Z" or an offset.
  "End": true
}
`);
  });

  test('a month that does not exist', () => {
    expectStateDiagnostics(`
"A": {
  "Type": "Choice",
  "Choices": [{ "Variable": "$.t", "TimestampLessThan": "2024-13-01T00:00:00Z", "Next": "B" }]
                                                        ^^^^^^^^^^^^^^^^^^^^^^ error timestamp-format: "2024-13-01T00:00:00Z" is not a timestamp. Write it like 2030-01-31T08:00:00Z, with "T" and "Z" or an offset.
},
"B": { "Type": "Succeed" }
`);
  });

  test('accepts fractions and offsets', () => {
    expectStateDiagnostics(`
"A": { "Type": "Wait", "Timestamp": "2030-01-31T08:00:00.5+01:00", "End": true }
`);
  });
});
