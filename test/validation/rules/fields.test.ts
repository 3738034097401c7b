import { describe, test } from 'vitest';
import { expectDiagnostics, expectStateDiagnostics } from '../../support/diagnostics.ts';

describe('state-type', () => {
  test('a state without type', () => {
    expectStateDiagnostics(`
"A": {
^^^ error state-type: State "A" has no "Type".
  "End": true
}
`);
  });

  test('a type in the wrong case', () => {
    expectStateDiagnostics(`
"A": {
  "Type": "task",
          ^^^^^^ error state-type: "Type" must be one of Task, Wait, Pass, Succeed, Fail, Choice, Parallel, Map. Did you mean "Task"?
  "End": true
}
`);
  });

  test('a misspelt field name', () => {
    expectStateDiagnostics(`
"A": {
  "Tpye": "Pass",
  ^^^^^^ error state-type: "Tpye" is not a field of a state. Did you mean "Type"?
  "End": true
}
`);
  });

  test('accepts a state type', () => {
    expectStateDiagnostics(`
"A": { "Type": "Pass", "End": true }
`);
  });
});

describe('missing-field', () => {
  test('a machine without start', () => {
    expectDiagnostics(`
{
^ error missing-field: The field "StartAt" must be here.
  "States": { "A": { "Type": "Succeed" } }
}
`);
  });

  test('a task without resource', () => {
    expectStateDiagnostics(`
"A": {
^^^^^^ error missing-field: The field "Resource" must be here.
  "Type": "Task",
  "End": true
}
`);
  });

  test('a state without transition', () => {
    expectStateDiagnostics(`
"A": {
^^^^^^ error missing-field: One of "Next" or "End" must be here.
  "Type": "Pass"
}
`);
  });

  test('an End that counts as absent', () => {
    expectStateDiagnostics(`
"A": {
  "Type": "Pass",
  "End": false
  ^^^^^ error missing-field: One of "Next" or "End" must be here. End: false counts as absent.
}
`);
  });

  test('a Wait that does not say how long', () => {
    expectStateDiagnostics(`
"A": {
^^^^^^ error missing-field: One of "SecondsPath", "Seconds", "TimestampPath" or "Timestamp" must be here.
  "Type": "Wait",
  "End": true
}
`);
  });

  test('a Map without processor', () => {
    expectStateDiagnostics(`
"A": {
^^^^^^ error missing-field: One of "ItemProcessor" or "Iterator" must be here.
  "Type": "Map",
  "End": true
}
`);
  });

  test('retriers and catchers', () => {
    expectStateDiagnostics(`
"A": {
  "Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:f",
  "Retry": [{ "MaxAttempts": 2 }],
            ^^^^^^^^^^^^^^^^^^^^ error missing-field: The field "ErrorEquals" must be here.
  "Catch": [{ "ErrorEquals": ["States.ALL"] }],
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error missing-field: The field "Next" must be here.
  "End": true
}
`);
  });

  test('a branch without states', () => {
    expectStateDiagnostics(`
"A": {
  "Type": "Parallel",
  "Branches": [
    { "StartAt": "B" }
    ^^^^^^^^^^^^^^^^^^ error missing-field: The field "States" must be here.
                 ^^^ error transition-target: There is no state "B". Did you mean "A"?
  ],
  "End": true
}
`);
  });

  test('a JSONata rule without condition', () => {
    expectStateDiagnostics(
      `
"A": {
  "Type": "Choice",
  "Choices": [{ "Next": "B" }]
              ^^^^^^^^^^^^^^^ error missing-field: The field "Condition" must be here.
},
"B": { "Type": "Succeed" }
`,
      { queryLanguage: 'JSONata' },
    );
  });

  test('accepts complete states', () => {
    expectStateDiagnostics(`
"A": { "Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:f", "Next": "B" },
"B": { "Type": "Succeed" }
`);
  });
});

describe('unknown-field', () => {
  test('a misspelling', () => {
    expectStateDiagnostics(`
"A": {
  "Type": "Pass",
  "Reuslt": 1,
  ^^^^^^^^ error unknown-field: "Reuslt" is not a field here. Did you mean "Result"?
  "End": true
}
`);
  });

  test('a field of another state type', () => {
    expectStateDiagnostics(`
"A": {
  "Type": "Pass",
  "Retry": [],
  ^^^^^^^ error unknown-field: A Pass state has no field "Retry"; only Task, Parallel, Map states have it.
  "End": true
}
`);
  });

  test('QueryLanguage in an item processor', () => {
    expectStateDiagnostics(`
"A": {
  "Type": "Map",
  "ItemProcessor": {
    "QueryLanguage": "JSONata",
    ^^^^^^^^^^^^^^^ error unknown-field: "QueryLanguage" is not a field here. This object can hold: Comment, ProcessorConfig.
    "StartAt": "B",
    "States": { "B": { "Type": "Pass", "End": true } }
  },
  "End": true
}
`);
  });

  test('Next in a nested condition', () => {
    expectStateDiagnostics(`
"A": {
  "Type": "Choice",
  "Choices": [{ "And": [{ "Variable": "$.a", "IsNull": true, "Next": "B" }], "Next": "B" }]
                                                             ^^^^^^ error unknown-field: "Next" is not a field here. This object can hold: And, Or, Not, StringEquals, StringEqualsPath, StringLessThan, StringLessThanPath, StringGreaterThan, StringGreaterThanPath, StringLessThanEquals, StringLessThanEqualsPath, StringGreaterThanEquals, StringGreaterThanEqualsPath, NumericEquals, NumericEqualsPath, NumericLessThan, NumericLessThanPath, NumericGreaterThan, NumericGreaterThanPath, NumericLessThanEquals, NumericLessThanEqualsPath, NumericGreaterThanEquals, NumericGreaterThanEqualsPath, TimestampEquals, TimestampEqualsPath, TimestampLessThan, TimestampLessThanPath, TimestampGreaterThan, TimestampGreaterThanPath, TimestampLessThanEquals, TimestampLessThanEqualsPath, TimestampGreaterThanEquals, TimestampGreaterThanEqualsPath, StringMatches, BooleanEquals, BooleanEqualsPath, IsPresent, IsNumeric, IsString, IsBoolean, IsTimestamp, Comment.
},
"B": { "Type": "Succeed" }
`);
  });

  test('a field of a retrier', () => {
    expectStateDiagnostics(`
"A": {
  "Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:f",
  "Retry": [{ "ErrorEquals": ["States.ALL"], "MaxRetries": 3 }],
                                             ^^^^^^^^^^^^ error unknown-field: "MaxRetries" is not a field here. This object can hold: IntervalSeconds, MaxAttempts, BackoffRate, MaxDelaySeconds, JitterStrategy, Comment.
  "End": true
}
`);
  });

  test('accepts the fields of a state', () => {
    expectStateDiagnostics(`
"A": {
  "Type": "Pass",
  "Comment": "nothing to do",
  "End": true
}
`);
  });
});

describe('exclusive-fields', () => {
  test('Next and End', () => {
    expectStateDiagnostics(`
"A": {
  "Type": "Pass",
  "Next": "B",
  "End": true
  ^^^^^ error exclusive-fields: "Next" and "End" exclude each other. Remove one of them.
},
"B": { "Type": "Succeed" }
`);
  });

  test('two ways to wait', () => {
    expectStateDiagnostics(`
"A": {
  "Type": "Wait",
  "Seconds": 1,
  "TimestampPath": "$.t",
  ^^^^^^^^^^^^^^^ error exclusive-fields: "Seconds" and "TimestampPath" exclude each other. Remove one of them.
  "End": true
}
`);
  });

  test('the Path twin gives way', () => {
    expectStateDiagnostics(`
"A": {
  "Type": "Fail",
  "CausePath": "$.c",
  ^^^^^^^^^^^ error exclusive-fields: "Cause" and "CausePath" exclude each other. Remove one of them.
  "Cause": "because"
}
`);
  });

  test('the older name gives way', () => {
    expectStateDiagnostics(`
"A": {
  "Type": "Map",
  "ItemProcessor": { "StartAt": "B", "States": { "B": { "Type": "Pass", "End": true } } },
  "Parameters": { "a": 1 },
  ^^^^^^^^^^^^ error exclusive-fields: "ItemSelector" and "Parameters" exclude each other. Remove one of them.
  "ItemSelector": { "a": 1 },
  "End": true
}
`);
  });

  test('accepts an End that counts as absent', () => {
    expectStateDiagnostics(`
"A": {
  "Type": "Pass",
  "Next": "B",
  "End": false
},
"B": { "Type": "Succeed" }
`);
  });
});

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

describe('deprecated-field', () => {
  test('an older name', () => {
    expectStateDiagnostics(`
"A": {
  "Type": "Map",
  "Iterator": { "StartAt": "B", "States": { "B": { "Type": "Pass", "End": true } } },
  ^^^^^^^^^^ hint deprecated-field: "Iterator" is the older name of "ItemProcessor".
  "End": true
}
`);
  });

  test('accepts the newer name', () => {
    expectStateDiagnostics(`
"A": {
  "Type": "Map",
  "ItemProcessor": { "StartAt": "B", "States": { "B": { "Type": "Pass", "End": true } } },
  "End": true
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
