import path from 'node:path';
import type { DebugProtocol } from '@vscode/debugprotocol';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { HANDLERS } from '../../runtime/src/hosts/dap/handlers.ts';
import { DapClient } from '../support/dapClient.ts';
import { schemaProblems } from '../support/dapSchema.ts';
import { FIXTURES } from '../support/dapScript.ts';

const program = (name: string) => path.join(FIXTURES, name);
const launch = (extra: object) => ({
  program: program('order.jsonata.asl.json'),
  inputFile: program('input.json'),
  mocks: program('mocks.json'),
  ...extra,
});

const replay = (extra: object) => ({
  program: program('order.jsonata.asl.json'),
  history: program('recordings/order.jsonata.json'),
  ...extra,
});

/** Numbers that clients use for things: small ones are often right, the others never are. */
const anyNumber = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: 0, max: 12 }) },
  fc.constantFrom(-1, 2 ** 31, 0.5),
);
const anyExpression = fc.constantFrom(
  '$states.input',
  '$order',
  '$.',
  '1 +',
  '$random()',
  ':help',
  ':skip {}',
  ':line 0',
  ':line 1',
  ':fork live',
  ':fork manual',
  ':goto Done',
  ':fail A b',
  '',
  '{% 1 %}',
);
const anyState = fc.constantFrom('Charge', 'Pack', 'ShipEach', '*', 'type:Choice', 'exit:Ship', 'Nowhere');

const anyArguments: fc.Arbitrary<unknown> = fc.oneof(
  {
    weight: 10,
    arbitrary: fc.record(
      {
        threadId: anyNumber,
        frameId: anyNumber,
        variablesReference: anyNumber,
        targetId: anyNumber,
        name: fc.constantFrom('limit', '[0]', 'order', 'Input', '__proto__', '$order'),
        value: fc.constantFrom('1', '"text"', 'nonsense', '$order', '{"__proto__": 1}'),
        expression: anyExpression,
        text: anyExpression,
        column: anyNumber,
        line: fc.integer({ min: -2, max: 150 }),
        context: fc.constantFrom('repl', 'hover', 'watch', 'clipboard'),
        granularity: fc.constantFrom('statement', 'instruction'),
        start: anyNumber,
        count: anyNumber,
        filter: fc.constantFrom('indexed', 'named', 'failed', 'all'),
        visit: anyNumber,
        step: anyNumber,
        index: anyNumber,
        call: anyNumber,
        fork: anyNumber,
        policy: fc.constantFrom('live', 'mock', 'manual', 'nothing'),
        requestId: anyNumber,
        output: fc.jsonValue({ maxDepth: 1 }),
        threadIds: fc.array(anyNumber, { maxLength: 2 }),
        filters: fc.subarray(['uncaught', 'caught', 'retried', 'evaluation', 'nothing']),
        breakpoints: fc.array(
          fc.record(
            {
              line: fc.integer({ min: 0, max: 150 }),
              name: anyState,
              dataId: fc.constantFrom('$order', '$.limit', '('),
              condition: fc.constantFrom('true', '$attempt = 1', '((('),
              hitCondition: fc.constantFrom('2', '%2', 'x'),
              logMessage: fc.constantFrom('{$order}', '{{'),
            },
            { requiredKeys: ['line', 'name', 'dataId'] },
          ),
          { maxLength: 3 },
        ),
        source: fc.constantFrom({ path: program('order.jsonata.asl.json') }, { path: '/nowhere' }, {}),
      },
      { requiredKeys: [] },
    ),
  },
  fc.constantFrom(undefined, null, 7, 'text', []),
);

const anyLaunch = fc.constantFrom(
  launch({}),
  launch({ stopOnEntry: true }),
  launch({ stopOnEntry: 'Paid?', stopOnEnd: true, stepping: 'all' }),
  launch({ mocks: undefined }),
  launch({ program: '/nowhere.asl.json' }),
  launch({ program: program('order.jsonpath.asl.yaml'), stopOnEntry: true }),
  launch({ clock: 'sundial' }),
  launch({ redact: ['$sensitive', 'sku', '$.limit'], stopOnEntry: true, timeline: true }),
  launch({ onFork: 'manual', stopOnEntry: 'Paid?' }),
  replay({ stopOnEntry: true }),
  replay({ position: 'end', verify: 'stop' }),
  replay({ program: program('changed-path.asl.json'), verify: 'stop', timeline: true }),
  replay({ history: program('recordings/running.jsonata.jsonl') }),
  {},
);

/** Mostly a session as it should be, with anything in between. */
const anySession = fc
  .tuple(
    fc.array(fc.tuple(fc.constantFrom(...Object.keys(HANDLERS), 'unknown'), anyArguments), { maxLength: 3 }),
    anyLaunch,
    fc.array(
      fc.tuple(
        fc.constantFrom(...Object.keys(HANDLERS), 'next', 'stepIn', 'stepBack', 'continue', 'unknown'),
        anyArguments,
      ),
      {
        maxLength: 25,
      },
    ),
  )
  .map(([before, launched, after]) => [
    ...before,
    ['initialize', { adapterID: 'asl' }] as const,
    ['launch', launched] as const,
    ['configurationDone', undefined] as const,
    ...after,
  ]);

describe('a client that does anything in any order', () => {
  test('gets exactly one answer to each request, and only right messages', () =>
    fc.assert(
      fc.asyncProperty(anySession, fc.boolean(), async (requests, waits) => {
        const client = new DapClient();
        const answers: Promise<DebugProtocol.Response>[] = [];
        for (const [command, args] of requests) {
          const answer = client.request(command, args);
          answers.push(answer);
          if (waits) await answer;
        }
        await Promise.all(answers);
        await client.quiet();
        expect((await client.request('disconnect')).success).toBe(true);
        const responses = client.received.filter(({ type }) => type === 'response') as DebugProtocol.Response[];
        expect(responses.map(({ request_seq }) => request_seq).sort((a, b) => a - b)).toEqual(
          client.sent.map(({ seq }) => seq),
        );
        expect(client.received.flatMap(schemaProblems)).toEqual([]);
        expect(internalProblems(responses)).toEqual([]);
      }),
      { numRuns: 250 },
    ));

  test('two stops never come without a continuation between them', () =>
    fc.assert(
      fc.asyncProperty(anySession, async (requests) => {
        const client = new DapClient();
        for (const [command, args] of requests) await client.request(command, args);
        await client.quiet();
        await client.request('disconnect');
        let stands = false;
        for (const message of [...client.received]) {
          if (message.type === 'response') {
            const { command, success } = message as DebugProtocol.Response;
            if (success && MOVES.has(command)) stands = false;
          } else if ((message as DebugProtocol.Event).event === 'stopped') {
            expect(stands).toBe(false);
            stands = true;
          }
        }
      }),
      { numRuns: 150 },
    ));
});

/** Requests after which a new stop is to be expected. */
const MOVES: ReadonlySet<string> = new Set([
  'configurationDone',
  'continue',
  'next',
  'stepIn',
  'stepOut',
  'stepBack',
  'reverseContinue',
  'pause',
  'goto',
  'restart',
  'restartFrame',
  'asl/goTo',
  'asl/answer',
  'asl/forkAnswer',
  'asl/skipState',
  'asl/selectLine',
  'evaluate',
]);

/** Whatever the arguments are, nothing may fail inside the adapter. */
function internalProblems(responses: readonly DebugProtocol.Response[]): string[] {
  return responses.flatMap(({ message }) => (/inside the adapter/.test(message ?? '') ? [message!] : []));
}
