import { describe, test } from 'vitest';
import { expectStateDiagnostics } from '../../support/diagnostics.ts';

describe('path-syntax', () => {
  test('paths that cannot be read', () => {
    expectStateDiagnostics(`
"A": {
  "Type": "Pass",
  "InputPath": "$.",
                 ^ error path-syntax: "InputPath": A path can not end with a dot.
  "OutputPath": "foo.bar",
                 ^^^^^^^ error path-syntax: "OutputPath": A path must begin with '$'.
  "ResultPath": "$.items[*].x",
                        ^^^ error path-syntax: "ResultPath": A reference path identifies one node; [*] can identify several.
  "End": true
}
`);
  });

  test('a result cannot go into the context object', () => {
    expectStateDiagnostics(`
"A": { "Type": "Pass", "ResultPath": "$$.Execution", "End": true }
                                      ^^^^^^^^^^^^ error path-syntax: "ResultPath": The result can only be put into the state input: the path must begin with "$." and no variable or context object.
`);
  });

  test('functions where none can stand', () => {
    expectStateDiagnostics(`
"A": {
  "Type": "Pass",
  "InputPath": "States.Array(1)",
                ^^^^^^^^^^^^^^^ error path-syntax: "InputPath": An intrinsic function cannot stand here; use a template such as "Parameters".
  "Next": "B"
},
"B": { "Type": "Fail", "CausePath": "States.Array(1)" }
                                     ^^^^^^^^^^^^^^^ error path-syntax: "CausePath": States.Array does not give a string, which is needed here.
`);
  });

  test('accepts paths', () => {
    expectStateDiagnostics(`
"A": { "Type": "Pass", "InputPath": "$$.Execution.Input", "OutputPath": "$..a[?(@.b > 1)]", "ResultPath": "$.a['b'][0]", "Next": "B" },
"B": { "Type": "Fail", "CausePath": "States.Format('{}', $.x)" }
`);
  });
});

describe('template-value', () => {
  test('no path and no function', () => {
    expectStateDiagnostics(`
"A": {
  "Type": "Pass",
  "Parameters": {
    "a.$": 42,
           ^^ error template-value: "a.$" needs a path or an intrinsic function as a string. Drop the ".$" for a fixed value.
    "b.$": "event.detail",
            ^^^^^^^^^^^^ error template-value: "b.$": A path begins with "$", an intrinsic function with "States.".
    "c": [{ "d.$": "States.ToUpper($.a)" }],
                    ^^^^^^^^^^^^^^ error template-value: "d.$": There is no intrinsic function 'States.ToUpper'.
    "e.$": "States.MathAdd(1)",
            ^^^^^^^^^^^^^^^^^ error template-value: "e.$": States.MathAdd takes 2 arguments, not 1.
    "f.$": "$.foo bar["
                 ^ error template-value: "f.$": Space not allowed in path.
  },
  "End": true
}
`);
  });

  test('accepts paths and functions', () => {
    expectStateDiagnostics(`
"A": {
  "Type": "Pass",
  "Parameters": { "a.$": "$", "b.$": "States.Format('{} and {}', $.a, States.UUID())", "c": "fixed" },
  "End": true
}
`);
  });
});

describe('template-duplicate', () => {
  test('the same member twice', () => {
    expectStateDiagnostics(`
"A": {
  "Type": "Pass",
  "Parameters": {
    "a": 1,
    "a.$": "$.a"
    ^^^^^ error template-duplicate: "a" and "a.$" give the same member. Remove one of them.
  },
  "End": true
}
`);
  });

  test('accepts the same name at different places', () => {
    expectStateDiagnostics(`
"A": { "Type": "Pass", "Parameters": { "a": { "b": 1 }, "b.$": "$.a" }, "End": true }
`);
  });
});

describe('missing-dollar', () => {
  test('text that looks dynamic', () => {
    expectStateDiagnostics(`
"A": {
  "Type": "Pass",
  "Parameters": {
    "path": "$.a",
    ^^^^^^ warning missing-dollar: "$.a" is passed on as text. Write "path.$" to have it evaluated.
    "call": "States.UUID()"
    ^^^^^^ warning missing-dollar: "States.UUID()" is passed on as text. Write "call.$" to have it evaluated.
  },
  "End": true
}
`);
  });

  test('accepts other text with dollars', () => {
    expectStateDiagnostics(`
"A": { "Type": "Pass", "Parameters": { "price": "$5", "variable": "$name", "text": "see $.a there" }, "End": true }
`);
  });
});

describe('static-result', () => {
  test('a path in Result', () => {
    expectStateDiagnostics(`
"A": {
  "Type": "Pass",
  "Result": { "a": [{ "b.$": "$.b" }] },
                      ^^^^^ warning static-result: "Result" is not evaluated: this stays as it is written. Use "Parameters" for dynamic values.
  "End": true
}
`);
  });

  test('text that looks like a path', () => {
    expectStateDiagnostics(`
"A": { "Type": "Pass", "Result": [{ "a": "$.b" }], "End": true }
                                         ^^^^^ warning static-result: "Result" is not evaluated: this stays as it is written. Use "Parameters" for dynamic values.
`);
  });

  test('accepts plain values', () => {
    expectStateDiagnostics(`
"A": { "Type": "Pass", "Result": { "a": "$5", "b.$": 1 }, "End": true }
`);
  });
});

describe('context-member', () => {
  test('misspelt members', () => {
    expectStateDiagnostics(`
"A": {
  "Type": "Pass",
  "InputPath": "$$.Stat",
                   ^^^^ warning context-member: The context object has no member "Stat" here. Did you mean "State"?
  "Parameters": { "a.$": "States.Format('{}', $$.Execution.Nmae)" },
                                                           ^^^^ warning context-member: The context object has no member "Nmae" here. Did you mean "Name"?
  "End": true
}
`);
  });

  test('accepts what the input may hold', () => {
    expectStateDiagnostics(`
"A": { "Type": "Pass", "InputPath": "$$.Execution.Input.anything", "End": true }
`);
  });
});

describe('context-availability', () => {
  test('the item outside of Map states, the token in a state that does not wait', () => {
    expectStateDiagnostics(`
"A": {
  "Type": "Pass",
  "Parameters": {
    "item.$": "$$.Map.Item.Value",
                  ^^^ warning context-availability: The context object has this in Map states and inside of them only.
    "token.$": "States.Format('{}', $$.Task.Token)",
                                       ^^^^ warning context-availability: The context object has this in tasks that wait only: those whose "Resource" ends in ".waitForTaskToken" or ".sync".
    "count.$": "$$.State.RetryCount"
                         ^^^^^^^^^^ warning context-availability: The context object has this in states that can be retried only: Task, Parallel and Map.
  },
  "End": true
}
`);
  });

  test('JSONata', () => {
    expectStateDiagnostics(
      `
"A": { "Type": "Pass", "Output": "{% $states.context.Map.Item.Index %}", "End": true }
                                                     ^^^ warning context-availability: The context object has this in Map states and inside of them only.
`,
      { queryLanguage: 'JSONata' },
    );
  });

  test('accepts the item inside of a Map, and the token where somebody waits', () => {
    expectStateDiagnostics(`
"A": {
  "Type": "Map",
  "ItemSelector": { "item.$": "$$.Map.Item.Value" },
  "ItemProcessor": {
    "StartAt": "B",
    "States": {
      "B": {
        "Type": "Task",
        "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
        "Parameters": {
          "QueueUrl": "q",
          "MessageBody": { "n.$": "$$.Map.Item.Index", "t.$": "$$.Task.Token", "r.$": "$$.State.RetryCount" }
        },
        "End": true
      }
    }
  },
  "End": true
}
`);
  });
});

describe('missing-path', () => {
  test('text that looks dynamic', () => {
    expectStateDiagnostics(`
"A": {
  "Type": "Fail",
  "Error": "$.error",
  ^^^^^^^ warning missing-path: "$.error" is taken as it stands. Write "ErrorPath" to have it evaluated.
  "Cause": "States.Format('{}', $.cause)"
  ^^^^^^^ warning missing-path: "States.Format('{}', $.cause)" is taken as it stands. Write "CausePath" to have it evaluated.
}
`);
  });

  test('accepts other text', () => {
    expectStateDiagnostics(`
"A": { "Type": "Fail", "Error": "$5", "Cause": "States.Timeout of $.x" }
`);
  });
});

describe('intrinsic-argument', () => {
  test('arguments that always fail', () => {
    expectStateDiagnostics(`
"A": {
  "Type": "Pass",
  "Parameters": {
    "a.$": "States.Hash($.x, 'sha1')",
                             ^^^^^^ warning intrinsic-argument: States.Hash: the algorithm must be one of MD5, SHA-1, SHA-256, SHA-384, SHA-512.
    "b.$": "States.Format('{}', States.JsonMerge($.x, $.y, true))",
                                                           ^^^^ warning intrinsic-argument: States.JsonMerge: only shallow merging exists, the third argument must be false.
    "c.$": "States.ArrayRange(1, 9, 0)",
                                    ^ warning intrinsic-argument: States.ArrayRange: the step must not be 0.
    "d.$": "States.ArrayPartition($.x, 0)",
                                       ^ warning intrinsic-argument: States.ArrayPartition: the size must be at least 1.
    "e.$": "States.MathRandom(5, 5)",
                                 ^ warning intrinsic-argument: States.MathRandom: the end must be greater than the start.
    "f.$": "States.MathAdd(1, '-1')"
                              ^^^^ warning intrinsic-argument: States.MathAdd: "second" must be of type integer, not string.
  },
  "End": true
}
`);
  });

  test('accepts values nobody knows yet', () => {
    expectStateDiagnostics(`
"A": { "Type": "Pass", "Parameters": { "a.$": "States.Hash($.x, $.algorithm)", "b.$": "States.ArrayRange(9, 1, -2)" }, "End": true }
`);
  });
});
