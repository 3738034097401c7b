import { describe, test } from 'vitest';
import { expectStateDiagnostics } from '../../support/diagnostics.ts';

describe('all-errors-position', () => {
  test('not alone, not last', () => {
    expectStateDiagnostics(`
"A": {
  "Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:f",
  "Retry": [{ "ErrorEquals": ["States.ALL", "E"] }],
                              ^^^^^^^^^^^^ error all-errors-position: "States.ALL" must stand alone: it matches every error the other names stand for.
  "Catch": [
    { "ErrorEquals": ["States.ALL"], "Next": "B" },
                      ^^^^^^^^^^^^ error all-errors-position: "States.ALL" must be in the last entry: it matches every error, so no later entry would ever apply.
    { "ErrorEquals": ["E"], "Next": "B" }
  ],
  "Next": "B"
},
"B": { "Type": "Succeed" }
`);
  });

  test('accepts the last entry', () => {
    expectStateDiagnostics(`
"A": { "Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:f", "Retry": [{ "ErrorEquals": ["E"] }, { "ErrorEquals": ["States.ALL"] }], "End": true }
`);
  });
});

describe('error-name', () => {
  test('a misspelt reserved name', () => {
    expectStateDiagnostics(`
"A": { "Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:f", "Retry": [{ "ErrorEquals": ["States.Timout"] }], "End": true }
                                                                                                                   ^^^^^^^^^^^^^^^ warning error-name: There is no error "States.Timout". Did you mean "States.Timeout"?
`);
  });

  test('the beginning of a name, a name of Lambda, what other languages call all errors', () => {
    expectStateDiagnostics(`
"A": {
  "Type": "Task",
  "Resource": "arn:aws:states:::sqs:sendMessage",
  "Retry": [
    { "ErrorEquals": ["States.TaskFail"] },
                      ^^^^^^^^^^^^^^^^^ warning error-name: There is no error "States.TaskFail". Did you mean "States.TaskFailed"?
    { "ErrorEquals": ["Lambda.ServiceExcepton"] },
                      ^^^^^^^^^^^^^^^^^^^^^^^^ warning error-name: There is no error "Lambda.ServiceExcepton". Did you mean "Lambda.ServiceException"?
    { "ErrorEquals": ["*"] }
                      ^^^ warning error-name: There is no error "*". Did you mean "States.ALL"?
  ],
  "End": true
}
`);
  });

  test('accepts names of users and services', () => {
    expectStateDiagnostics(`
"A": { "Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:f", "Retry": [{ "ErrorEquals": ["Lambda.OutOfStockException", "States.Http.StatusCode.404", "States.OutOfStock", "MyError"] }], "End": true }
`);
  });
});

describe('uncatchable-error', () => {
  test('States.Runtime', () => {
    expectStateDiagnostics(`
"A": { "Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:f", "Retry": [{ "ErrorEquals": ["States.Runtime"] }], "End": true }
                                                                                                                   ^^^^^^^^^^^^^^^^ information uncatchable-error: "States.Runtime" is never retried nor caught, neither by its name nor by "States.ALL".
`);
  });

  test('accepts other errors', () => {
    expectStateDiagnostics(`
"A": { "Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:f", "Retry": [{ "ErrorEquals": ["States.Timeout"] }], "End": true }
`);
  });
});

describe('unused-error-entry', () => {
  test('a name that comes too late', () => {
    expectStateDiagnostics(`
"A": { "Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:f", "Retry": [{ "ErrorEquals": ["E", "F"] }, { "ErrorEquals": ["E"] }], "End": true }
                                                                                                                                                  ^^^ information unused-error-entry: "E" is already handled by an earlier entry.
`);
  });

  test('accepts the same name in Retry and Catch', () => {
    expectStateDiagnostics(`
"A": {
  "Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:f",
  "Retry": [{ "ErrorEquals": ["E"] }],
  "Catch": [{ "ErrorEquals": ["E"], "Next": "B" }],
  "Next": "B"
},
"B": { "Type": "Succeed" }
`);
  });
});

describe('retry-delay', () => {
  test('shorter than the first delay', () => {
    expectStateDiagnostics(`
"A": { "Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:f", "Retry": [{ "ErrorEquals": ["E"], "IntervalSeconds": 10, "MaxDelaySeconds": 5 }], "End": true }
                                                                                                                                                                   ^ error retry-delay: The longest delay, 5 s, must be greater than the first one, 10 s.
`);
  });

  test('the first delay is 1 when absent', () => {
    expectStateDiagnostics(`
"A": { "Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:f", "Retry": [{ "ErrorEquals": ["E"], "MaxDelaySeconds": 1 }], "End": true }
                                                                                                                                            ^ error retry-delay: The longest delay, 1 s, must be greater than the first one, 1 s.
`);
  });

  test('accepts a longer delay', () => {
    expectStateDiagnostics(`
"A": { "Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:f", "Retry": [{ "ErrorEquals": ["E"], "IntervalSeconds": 10, "MaxDelaySeconds": 11 }], "End": true }
`);
  });
});

describe('heartbeat-timeout', () => {
  test('as long as the timeout', () => {
    expectStateDiagnostics(`
"A": { "Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:f", "TimeoutSeconds": 60, "HeartbeatSeconds": 60, "End": true }
                                                                                                                                 ^^ error heartbeat-timeout: The heartbeat interval, 60 s, must be smaller than the timeout, 60 s.
`);
  });

  test('accepts a shorter one', () => {
    expectStateDiagnostics(`
"A": { "Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:f", "TimeoutSeconds": 60, "HeartbeatSeconds": 59, "End": true }
`);
  });
});
