import fc from 'fast-check';
import type { Json, JsonObject } from '../../runtime/src/asl/json.ts';
import type { TaskRunner } from '../../runtime/src/interpreter/environment.ts';
import type { RunnableCase } from './debuggedRun.ts';

/** Machines of any shape that end: chains of states with nested Maps and Parallels, failures, retries, catchers, waits. */
export const anyMachine: fc.Arbitrary<RunnableCase & { readonly id: string }> = fc
  .tuple(
    fc.constantFrom('JSONPath', 'JSONata'),
    fc.array(fc.nat(1000), { minLength: 30, maxLength: 60 }),
    fc.integer({ min: 1, max: 4 }),
  )
  .map(([language, choices, items]) => new Builder(language as 'JSONPath' | 'JSONata', choices, items).build());

/** Tasks whose answer depends on nothing but the call, and comes a moment later. */
export const lateTasks: TaskRunner = {
  run: async ({ state, attempt, branch }) => {
    const turns = (state.length + attempt + branch.id) % 3;
    for (let i = 0; i < turns; i++) await Promise.resolve();
    if ((state.length + attempt) % 3 === 0) return { type: 'failure', error: 'Busy', cause: 'later' };
    return { type: 'success', output: { state, attempt } };
  },
};

const DEEPEST = 3;

class Builder {
  private at = 0;
  private names = 0;
  private readonly mocks: Record<string, Record<string, JsonObject>> = {};

  constructor(
    private readonly language: 'JSONPath' | 'JSONata',
    private readonly choices: readonly number[],
    private readonly items: number,
  ) {}

  build(): RunnableCase & { id: string } {
    const definition = { QueryLanguage: this.language, ...this.scope(0) };
    const input = { list: Array.from({ length: this.items }, (_, i) => ({ i, list: [i, i + 1] })), n: this.items };
    return { id: 'random', definition, input, mocks: this.mocks as RunnableCase['mocks'] };
  }

  private scope(depth: number): JsonObject {
    const count = 1 + this.choose(depth === 0 ? 4 : 3);
    const names = Array.from({ length: count }, () => `S${this.names++}`);
    const States: Record<string, Json> = {};
    names.forEach((name, i) => {
      const next = names[i + 1];
      States[name] = this.state(name, next, depth);
    });
    return { StartAt: names[0]!, States };
  }

  private state(name: string, next: string | undefined, depth: number): JsonObject {
    const then: JsonObject = next === undefined ? { End: true } : { Next: next };
    const isPath = this.language === 'JSONPath';
    switch (this.choose(depth < DEEPEST ? 8 : 5)) {
      case 0:
        return isPath
          ? { Type: 'Pass', Parameters: { 'kept.$': '$', name }, Assign: { [`last${depth}`]: name }, ...then }
          : {
              Type: 'Pass',
              Assign: { [`last${depth}`]: name },
              Output: '{% {"list": $states.input.list, "n": $states.input.n, "id": $uuid()} %}',
              ...then,
            };
      case 1:
        return { Type: 'Wait', Seconds: this.choose(4), ...then };
      case 2:
        return this.task(name, then);
      case 3:
        return next === undefined
          ? { Type: 'Succeed' }
          : {
              Type: 'Choice',
              Choices: [
                isPath
                  ? { Variable: '$.n', NumericGreaterThan: 2, Next: next }
                  : { Condition: '{% $states.input.n > 2 %}', Next: next },
              ],
              Default: next,
            };
      case 4:
        return next === undefined && this.choose(3) === 0
          ? { Type: 'Fail', Error: 'Stop', Cause: name }
          : { Type: 'Pass', ...then };
      case 5:
        return {
          Type: 'Parallel',
          Branches: Array.from({ length: 1 + this.choose(3) }, () => this.scope(depth + 1)),
          ...this.handling(next),
          ...(isPath ? { ResultPath: '$.p' } : { Output: '{% $states.input %}' }),
          ...then,
        };
      default:
        return {
          Type: 'Map',
          MaxConcurrency: this.choose(3),
          ...(isPath
            ? { ItemSelector: { 'n.$': '$$.Map.Item.Index', 'list.$': '$' }, ItemsPath: '$$.Execution.Input.list' }
            : { Items: '{% $states.context.Execution.Input.list %}' }),
          ItemProcessor: {
            ...(this.choose(4) === 0 ? { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' } } : {}),
            ...this.scope(depth + 1),
          },
          ...this.handling(next),
          ...(isPath ? { ResultPath: '$.m' } : { Output: '{% $states.input %}' }),
          ...then,
        };
    }
  }

  private task(name: string, then: JsonObject): JsonObject {
    const answers: JsonObject[] = [
      { Return: { ok: name } },
      { Throw: { Error: 'Busy', Cause: 'later' } },
      { Return: { ok: name }, DurationSeconds: 1 + this.choose(3) },
      { Throw: { Error: 'Broken' } },
    ];
    this.mocks[name] = { '0': answers[this.choose(4)]!, '1': answers[this.choose(4)]!, '*': answers[this.choose(3)]! };
    return {
      Type: 'Task',
      Resource: 'arn:aws:lambda:us-east-1:123456789012:function:f',
      ...this.handling(then.Next as string | undefined),
      ...(this.language === 'JSONPath' ? { ResultPath: '$.t' } : { Output: '{% $states.input %}' }),
      ...then,
    };
  }

  private handling(next: string | undefined): JsonObject {
    const retry: JsonObject = this.choose(2)
      ? { Retry: [{ ErrorEquals: ['Busy', 'Stop'], MaxAttempts: 1 + this.choose(2), IntervalSeconds: 1 }] }
      : {};
    const caught: JsonObject =
      next !== undefined && this.choose(2)
        ? {
            Catch: [
              {
                ErrorEquals: ['States.ALL'],
                Next: next,
                ...(this.language === 'JSONPath' ? { ResultPath: '$.e' } : { Output: '{% $states.input %}' }),
              },
            ],
          }
        : {};
    return { ...retry, ...caught };
  }

  private choose(count: number): number {
    const choice = this.choices[this.at++ % this.choices.length]!;
    return (choice + (this.at > this.choices.length ? this.at : 0)) % count;
  }
}
