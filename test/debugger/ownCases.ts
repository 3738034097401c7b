import type { JsonObject } from '../../runtime/src/asl/json.ts';
import type { RunnableCase } from '../support/debuggedRun.ts';

/** Executions that show every kind of state, failure and concurrency, in both query languages. */
export const OWN_CASES: readonly (RunnableCase & { readonly id: string })[] = [
  {
    id: 'JSONPath: order with retry, catch, map and choice',
    input: {
      id: 7,
      items: [
        { sku: 'a', n: 2 },
        { sku: 'b', n: 3 },
        { sku: 'c', n: 4 },
      ],
      limit: 3,
    },
    definition: orderMachine(),
    mocks: {
      Charge: {
        '0': { Throw: { Error: 'Busy', Cause: 'try later' } },
        '*': { Return: { receipt: 'r-1', status: 'PAID' } },
      },
      Ship: {
        '1': { Throw: { Error: 'Lost', Cause: 'no truck' } },
        '*': { Return: { shipped: true }, DurationSeconds: 5 },
      },
    },
  },
  {
    id: 'JSONPath: nested map and parallel',
    input: { rows: [[1, 2], [3], []] },
    definition: {
      StartAt: 'Outer',
      States: {
        Outer: {
          Type: 'Map',
          ItemsPath: '$.rows',
          MaxConcurrency: 2,
          ItemProcessor: {
            StartAt: 'Inner',
            States: {
              Inner: {
                Type: 'Map',
                ItemProcessor: {
                  StartAt: 'Both',
                  States: {
                    Both: {
                      Type: 'Parallel',
                      Branches: [
                        { StartAt: 'Left', States: { Left: { Type: 'Wait', Seconds: 2, End: true } } },
                        {
                          StartAt: 'Right',
                          States: {
                            Right: { Type: 'Pass', Next: 'Then' },
                            Then: { Type: 'Wait', Seconds: 1, End: true },
                          },
                        },
                      ],
                      End: true,
                    },
                  },
                },
                End: true,
              },
            },
          },
          End: true,
        },
      },
    },
  },
  {
    id: 'JSONata: variables, choice, failing branch caught outside',
    input: { n: 4 },
    definition: {
      QueryLanguage: 'JSONata',
      StartAt: 'Init',
      States: {
        Init: { Type: 'Pass', Assign: { count: 0, list: '{% [1..$states.input.n] %}' }, Next: 'Loop' },
        Loop: {
          Type: 'Choice',
          Choices: [{ Condition: '{% $count < $states.input.n %}', Next: 'Add' }],
          Default: 'Split',
        },
        Add: { Type: 'Pass', Assign: { count: '{% $count + 1 %}' }, Next: 'Loop' },
        Split: {
          Type: 'Parallel',
          Branches: [
            {
              StartAt: 'Fails',
              States: { Fails: { Type: 'Fail', Error: 'Broken', Cause: "{% 'at ' & $string($count) %}" } },
            },
            { StartAt: 'Works', States: { Works: { Type: 'Wait', Seconds: 10, End: true } } },
          ],
          Catch: [{ ErrorEquals: ['Broken'], Assign: { error: '{% $states.errorOutput.Cause %}' }, Next: 'Random' }],
          Next: 'Random',
        },
        Random: {
          Type: 'Pass',
          Output: { error: '{% $error %}', id: '{% $uuid() %}', r: '{% $random() %}', list: '{% $list %}' },
          End: true,
        },
      },
    },
  },
  {
    id: 'JSONata: task fails for good',
    input: {},
    definition: {
      QueryLanguage: 'JSONata',
      StartAt: 'Call',
      States: {
        Call: {
          Type: 'Task',
          Resource: 'arn:aws:states:::lambda:invoke',
          Arguments: { FunctionName: 'f', Payload: '{% $states.context.State.RetryCount %}' },
          Retry: [{ ErrorEquals: ['States.ALL'], MaxAttempts: 2, IntervalSeconds: 3 }],
          End: true,
        },
      },
    },
    mocks: { Call: { '*': { Throw: { Error: 'Down', Cause: '{"errorMessage":"down","stackTrace":["a.js:1"]}' } } } },
  },
];

/** A machine with one of everything, in JSONPath. */
export function orderMachine(): JsonObject {
  return {
    Comment: 'An order is checked, charged and shipped.',
    StartAt: 'Validate',
    States: {
      Validate: {
        Type: 'Pass',
        Parameters: { 'id.$': '$.id', 'items.$': '$.items', 'limit.$': '$.limit' },
        Assign: { 'order.$': '$.id' },
        Next: 'Charge',
      },
      Charge: {
        Type: 'Task',
        Resource: 'arn:aws:states:::lambda:invoke',
        Parameters: { FunctionName: 'charge', 'Payload.$': '$' },
        ResultSelector: { 'receipt.$': '$.receipt', 'status.$': '$.status' },
        ResultPath: '$.payment',
        Retry: [{ ErrorEquals: ['Busy'], IntervalSeconds: 2, MaxAttempts: 3 }],
        Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: 'Refund' }],
        Next: 'Paid?',
      },
      'Paid?': {
        Type: 'Choice',
        Choices: [
          { Variable: '$.payment.status', StringEquals: 'OPEN', Next: 'Refund' },
          {
            And: [
              { Variable: '$.payment.status', StringEquals: 'PAID' },
              { Variable: '$.limit', NumericGreaterThan: 1 },
            ],
            Next: 'Cool down',
          },
        ],
        Default: 'Refund',
      },
      'Cool down': { Type: 'Wait', Seconds: 86400, Next: 'ShipEach' },
      ShipEach: {
        Type: 'Map',
        ItemsPath: '$.items',
        ItemSelector: { 'sku.$': '$$.Map.Item.Value.sku', 'order.$': '$order' },
        MaxConcurrency: 2,
        ItemProcessor: {
          StartAt: 'Pack',
          States: {
            Pack: { Type: 'Pass', Next: 'Ship' },
            Ship: {
              Type: 'Task',
              Resource: 'arn:aws:lambda:us-east-1:123456789012:function:ship',
              Catch: [{ ErrorEquals: ['Lost'], Next: 'Lost' }],
              End: true,
            },
            Lost: { Type: 'Pass', Result: { shipped: false }, End: true },
          },
        },
        ResultPath: '$.shipments',
        Next: 'Done',
      },
      Refund: { Type: 'Fail', Error: 'Refunded', Cause: 'The order was refunded.' },
      Done: { Type: 'Succeed', OutputPath: '$.shipments' },
    },
  };
}
