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

  test('another name whose value is a state type', () => {
    expectStateDiagnostics(`
"A": {
  "Kind": "Pass",
  ^^^^^^ error state-type: "Kind" is not a field of a state. Did you mean "Type"?
  "End": true
}
`);
  });

  test('what a state without type assigns is not missing elsewhere', () => {
    expectStateDiagnostics(`
"A": { "Type": "pass", "Assign": { "x": 1 }, "Next": "B" },
               ^^^^^^ error state-type: "Type" must be one of Task, Wait, Pass, Succeed, Fail, Choice, Parallel, Map. Did you mean "Pass"?
"B": { "Type": "Pass", "Parameters": { "x.$": "$x" }, "End": true }
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

  test('what a misspelt Assign assigns is not missing elsewhere', () => {
    expectStateDiagnostics(`
"A": { "Type": "Pass", "assign": { "x": 1 }, "Next": "B" },
                       ^^^^^^^^ error unknown-field: "assign" is not a field here. Did you mean "Assign"?
"B": { "Type": "Pass", "Parameters": { "x.$": "$x" }, "End": true }
`);
  });

  test('where a misspelt Default leads to is not unreachable', () => {
    expectStateDiagnostics(`
"A": {
  "Type": "Choice",
  "Choices": [{ "Variable": "$.a", "IsPresent": true, "Next": "B" }],
  "default": "C"
  ^^^^^^^^^ error unknown-field: "default" is not a field here. Did you mean "Default"?
},
"B": { "Type": "Succeed" },
"C": { "Type": "Succeed" }
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
    ^^^^^^^^^^^^^^^ error unknown-field: "QueryLanguage" is not a field here. This object can hold Comment, ProcessorConfig.
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
                                                             ^^^^^^ error unknown-field: "Next" is not a field here. This object can hold And, Or, Not, StringEquals, StringEqualsPath, StringLessThan, StringLessThanPath, StringGreaterThan, StringGreaterThanPath, StringLessThanEquals, StringLessThanEqualsPath, StringGreaterThanEquals and 30 others.
},
"B": { "Type": "Succeed" }
`);
  });

  test('a field of a retrier', () => {
    expectStateDiagnostics(`
"A": {
  "Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:f",
  "Retry": [{ "ErrorEquals": ["States.ALL"], "MaxRetries": 3 }],
                                             ^^^^^^^^^^^^ error unknown-field: "MaxRetries" is not a field here. This object can hold IntervalSeconds, MaxAttempts, BackoffRate, MaxDelaySeconds, JitterStrategy, Comment.
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
