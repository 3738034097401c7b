import { describe, test } from 'vitest';
import { expectStateDiagnostics } from '../../support/diagnostics.ts';

describe('resource-arn', () => {
  test('no ARN', () => {
    expectStateDiagnostics(`
"A": { "Type": "Task", "Resource": "https://example.com/fn", "End": true }
                                   ^^^^^^^^^^^^^^^^^^^^^^^^ error resource-arn: "https://example.com/fn" is not an ARN. Give the ARN of a Lambda function, an activity or an integration (arn:aws:states:::service:action).
`);
  });

  test('an ARN of something else', () => {
    expectStateDiagnostics(`
"A": { "Type": "Task", "Resource": "arn:aws:sqs:us-east-1:123456789012:queue", "End": true }
                                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error resource-arn: "arn:aws:sqs:us-east-1:123456789012:queue" names nothing that a Task can do. Give the ARN of a Lambda function, an activity or an integration (arn:aws:states:::service:action).
`);
  });

  test('a state machine', () => {
    expectStateDiagnostics(`
"A": { "Type": "Task", "Resource": "arn:aws:states:us-east-1:123456789012:stateMachine:m", "End": true }
                                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error resource-arn: "arn:aws:states:us-east-1:123456789012:stateMachine:m" names nothing that a Task can do. Give the ARN of a Lambda function, an activity or an integration (arn:aws:states:::service:action).
`);
  });

  test('accepts functions, activities, integrations and substitutions', () => {
    expectStateDiagnostics(`
"A": { "Type": "Task", "Resource": "\${FunctionArn}", "Next": "B" },
"B": { "Type": "Task", "Resource": "arn:\${AWS::Partition}:states:::sqs:sendMessage", "Next": "C" },
"C": { "Type": "Task", "Resource": "arn:aws:states:us-east-1:123456789012:activity:work", "End": true }
`);
  });
});

describe('unknown-integration', () => {
  test('a misspelt action', () => {
    expectStateDiagnostics(`
"A": { "Type": "Task", "Resource": "arn:aws:states:::sns:publsih", "End": true }
                                                         ^^^^^^^ error unknown-integration: There is no integration "sns:publsih". Did you mean "publish"?
`);
  });

  test('an action only the SDK has', () => {
    expectStateDiagnostics(`
"A": { "Type": "Task", "Resource": "arn:aws:states:::dynamodb:query", "End": true }
                                                              ^^^^^ warning unknown-integration: There is no integration "dynamodb:query". Use the AWS SDK integration: arn:aws:states:::aws-sdk:dynamodb:query.
`);
  });

  test('a service that may be newer than the data', () => {
    expectStateDiagnostics(`
"A": { "Type": "Task", "Resource": "arn:aws:states:::quantum:leap", "End": true }
                                                     ^^^^^^^ hint unknown-integration: There is no integration "quantum:leap" in the data of this tool.
`);
  });

  test('accepts integrations', () => {
    expectStateDiagnostics(`
"A": { "Type": "Task", "Resource": "arn:aws:states:::dynamodb:getItem", "Next": "B" },
"B": { "Type": "Task", "Resource": "arn:aws:states:::bedrock-agentcore:anything", "End": true }
`);
  });
});

describe('unknown-sdk-action', () => {
  test('an action that may be newer than the data', () => {
    expectStateDiagnostics(`
"A": { "Type": "Task", "Resource": "arn:aws:states:::aws-sdk:dynamodb:frobnicate", "End": true }
                                                                      ^^^^^^^^^^ hint unknown-sdk-action: "dynamodb" has no action "frobnicate" in the data of this tool.
`);
  });

  test('the wrong case', () => {
    expectStateDiagnostics(`
"A": { "Type": "Task", "Resource": "arn:aws:states:::aws-sdk:dynamodb:GetItem", "Next": "B" },
                                                                      ^^^^^^^ error unknown-sdk-action: "dynamodb" has no action "GetItem" in the data of this tool. Did you mean "getItem" or "putItem"?
"B": { "Type": "Task", "Resource": "arn:aws:states:::aws-sdk:S3:getObject", "End": true }
                                                             ^^ error unknown-sdk-action: There is no service "S3" in the data of this tool. Did you mean "s3"?
`);
  });

  test('accepts actions of the SDK', () => {
    expectStateDiagnostics(`
"A": { "Type": "Task", "Resource": "arn:aws:states:::aws-sdk:s3:listBuckets", "End": true }
`);
  });
});

describe('integration-pattern', () => {
  test('a suffix the integration does not have', () => {
    expectStateDiagnostics(`
"A": { "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke.sync", "Next": "B" },
                                                                  ^^^^^ error integration-pattern: lambda:invoke has no ".sync". It has ".waitForTaskToken".
"B": { "Type": "Task", "Resource": "arn:aws:states:::aws-sdk:s3:getObject.sync", "End": true }
                                                                         ^^^^^ error integration-pattern: s3:getObject has no ".sync". It has ".waitForTaskToken".
`);
  });

  test('accepts its suffixes', () => {
    expectStateDiagnostics(`
"A": { "Type": "Task", "Resource": "arn:aws:states:::states:startExecution.sync:2", "End": true }
`);
  });
});

describe('missing-parameter', () => {
  test('a required parameter', () => {
    expectStateDiagnostics(`
"A": {
  "Type": "Task",
  "Resource": "arn:aws:states:::sqs:sendMessage",
  "Parameters": { "MessageBody.$": "$" },
  ^^^^^^^^^^^^ error missing-parameter: sqs:sendMessage needs "QueueUrl".
  "End": true
}
`);
  });

  test('one of several', () => {
    expectStateDiagnostics(
      `
"A": {
  "Type": "Task",
  "Resource": "arn:aws:states:::sns:publish",
  "Arguments": { "Message": "hello" },
  ^^^^^^^^^^^ error missing-parameter: sns:publish needs "TopicArn", "TargetArn" or "PhoneNumber".
  "End": true
}
`,
      { queryLanguage: 'JSONata' },
    );
  });

  test('what the API of the SDK requires', () => {
    expectStateDiagnostics(`
"A": {
  "Type": "Task",
  "Resource": "arn:aws:states:::aws-sdk:dynamodb:putItem",
  "Parameters": { "TableName": "t" },
  ^^^^^^^^^^^^ warning missing-parameter: dynamodb:putItem needs "Item".
  "End": true
}
`);
  });

  test('accepts a call without the token that makes it idempotent', () => {
    expectStateDiagnostics(`
"A": {
  "Type": "Task",
  "Resource": "arn:aws:states:::emr-serverless:startJobRun.sync",
  "Parameters": { "ApplicationId": "a", "ExecutionRoleArn": "r", "JobDriver": {} },
  "End": true
}
`);
  });

  test('accepts arguments that are computed', () => {
    expectStateDiagnostics(
      `
"A": {
  "Type": "Task",
  "Resource": "arn:aws:states:::sqs:sendMessage",
  "Arguments": "{% $states.input %}",
  "End": true
}
`,
      { queryLanguage: 'JSONata' },
    );
  });
});

describe('unknown-parameter', () => {
  test('misspelt, small, and perhaps new', () => {
    expectStateDiagnostics(`
"A": {
  "Type": "Task",
  "Resource": "arn:aws:states:::lambda:invoke",
  "Parameters": {
    "FunctionNam": "f",
    ^^^^^^^^^^^^^ error unknown-parameter: lambda:invoke has no parameter "FunctionNam". Did you mean "FunctionName"?
    "payload.$": "$",
    ^^^^^^^^^^^ error unknown-parameter: lambda:invoke has no parameter "payload". Did you mean "Payload"?
    "Novelty": 1
    ^^^^^^^^^ warning unknown-parameter: lambda:invoke has no parameter "Novelty".
  },
  "End": true
}
`);
  });

  test('accepts parameters, in the capitals of the Java SDK, too', () => {
    expectStateDiagnostics(`
"A": {
  "Type": "Task",
  "Resource": "arn:aws:states:::aws-sdk:rds:startDBCluster",
  "Parameters": { "DbClusterIdentifier": "c" },
  "Next": "B"
},
"B": {
  "Type": "Task",
  "Resource": "arn:aws:states:::lambda:invoke",
  "Parameters": { "FunctionName": "f", "Payload.$": "$" },
  "End": true
}
`);
  });

  test('accepts LogType of lambda:invoke, as recorded', () => {
    expectStateDiagnostics(`
"A": {
  "Type": "Task",
  "Resource": "arn:aws:states:::lambda:invoke",
  "Parameters": { "FunctionName": "f", "LogType": "Tail" },
  "End": true
}
`);
  });
});

describe('credentials', () => {
  test('no role', () => {
    expectStateDiagnostics(`
"A": {
  "Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:f",
  "Credentials": { "Role": "x" },
  ^^^^^^^^^^^^^^^^ error credentials: The role is missing: write "RoleArn".
  "End": true
}
`);
  });

  test('an activity', () => {
    expectStateDiagnostics(`
"A": {
  "Type": "Task",
  "Resource": "arn:aws:states:us-east-1:123456789012:activity:work",
  "Credentials": { "RoleArn": "arn:aws:iam::123456789012:role/r" },
  ^^^^^^^^^^^^^ error credentials: An activity takes no "Credentials": its worker runs with rights of its own.
  "End": true
}
`);
  });

  test('accepts a role from a path', () => {
    expectStateDiagnostics(`
"A": { "Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:f", "Credentials": { "RoleArn.$": "$.role" }, "End": true }
`);
  });
});

describe('express', () => {
  test('what only Standard machines can do', () => {
    expectStateDiagnostics(
      `
"A": { "Type": "Task", "Resource": "arn:aws:states:us-east-1:123456789012:activity:work", "Next": "B" },
                                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error express: An Express workflow cannot use activities.
"B": { "Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken", "Parameters": { "QueueUrl": "q", "MessageBody.$": "$$" }, "Next": "C" },
                                                                    ^^^^^^^^^^^^^^^^^ error express: An Express workflow cannot use ".waitForTaskToken".
"C": { "Type": "Task", "Resource": "arn:aws:states:::glue:startJobRun.sync", "Next": "D" },
                                                                     ^^^^^ error express: An Express workflow cannot use ".sync".
"D": {
  "Type": "Map",
  "ItemProcessor": {
    "ProcessorConfig": { "Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS" },
                                 ^^^^^^^^^^^^^ error express: An Express state machine cannot run a distributed Map.
    "StartAt": "E",
    "States": { "E": { "Type": "Pass", "End": true } }
  },
  "End": true
}
`,
      { type: 'EXPRESS' },
    );
  });

  test('Express children of a distributed Map', () => {
    expectStateDiagnostics(
      `
"A": {
  "Type": "Map",
  "ItemProcessor": {
    "ProcessorConfig": { "Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS" },
    "StartAt": "B",
    "States": {
      "B": { "Type": "Task", "Resource": "arn:aws:states:::glue:startJobRun.sync", "Parameters": { "JobName": "j" }, "End": true }
                                                                           ^^^^^ warning express: An Express workflow cannot use ".sync".
    }
  },
  "End": true
}
`,
      { type: 'STANDARD' },
    );
  });

  test('accepts it in Standard machines', () => {
    expectStateDiagnostics(
      `
"A": { "Type": "Task", "Resource": "arn:aws:states:us-east-1:123456789012:activity:work", "End": true }
`,
      { type: 'STANDARD' },
    );
  });
});

describe('missing-task-token', () => {
  test('a token that is not sent', () => {
    expectStateDiagnostics(`
"A": {
  "Type": "Task",
  "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
                                               ^^^^^^^^^^^^^^^^^ warning missing-task-token: Nothing sends the task token, so nobody can answer. Pass "$$.Task.Token" on.
  "Parameters": { "QueueUrl": "q", "MessageBody": { "id.$": "$.id" } },
  "End": true
}
`);
  });

  test('the same in JSONata', () => {
    expectStateDiagnostics(
      `
"A": {
  "Type": "Task",
  "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
                                               ^^^^^^^^^^^^^^^^^ warning missing-task-token: Nothing sends the task token, so nobody can answer. Pass "{% $states.context.Task.Token %}" on.
  "Arguments": { "QueueUrl": "q", "MessageBody": "{% { 'id': $states.input.id } %}" },
  "End": true
}
`,
      { queryLanguage: 'JSONata' },
    );
  });

  test('accepts a token inside a text, and the whole context object', () => {
    expectStateDiagnostics(`
"A": {
  "Type": "Task",
  "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
  "Parameters": { "QueueUrl": "q", "MessageBody.$": "States.Format('\${Url}?token={}', $$.Task.Token)" },
  "Next": "B"
},
"B": {
  "Type": "Task",
  "QueryLanguage": "JSONata",
  "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
  "Arguments": { "QueueUrl": "q", "MessageBody": "{% $states.context %}" },
  "End": true
}
`);
  });
});

describe('http-task', () => {
  test('an address and a method that do not work', () => {
    expectStateDiagnostics(`
"A": {
  "Type": "Task",
  "Resource": "arn:aws:states:::http:invoke",
  "Parameters": { "ApiEndpoint": "http://example.com", "Method": "get", "Authentication": { "ConnectionArn": "c" } },
                                 ^^^^^^^^^^^^^^^^^^^^ warning http-task: The address must begin with "https://".
                                                                 ^^^^^ warning http-task: The method must be "GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS" or "HEAD".
  "End": true
}
`);
  });

  test('accepts https and expressions', () => {
    expectStateDiagnostics(
      `
"A": {
  "Type": "Task",
  "Resource": "arn:aws:states:::http:invoke",
  "Arguments": { "ApiEndpoint": "{% 'https://' & $states.input.host %}", "Method": "GET", "Authentication": { "ConnectionArn": "c" } },
  "End": true
}
`,
      { queryLanguage: 'JSONata' },
    );
  });
});
