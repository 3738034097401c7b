import fc from 'fast-check';
import { expect, test } from 'vitest';
import { buildExecutionTree } from '../../runtime/src/hosts/executionTree/buildTree.ts';
import type { Scope, Visit } from '../../runtime/src/hosts/executionTree/executionTree.ts';
import { type Observer, runExecution } from '../../runtime/src/index.ts';

/** What a generated workflow is made of; names are given when it is written down. */
type Shape =
  | { readonly kind: 'wait'; readonly seconds: number }
  | { readonly kind: 'fail' }
  | { readonly kind: 'task'; readonly failures: number }
  | {
      readonly kind: 'parallel';
      readonly branches: readonly Shape[][];
      readonly retries: number;
      readonly caught: boolean;
    }
  | {
      readonly kind: 'map';
      readonly items: number;
      readonly concurrency: number;
      readonly body: Shape[];
      readonly retries: number;
      readonly caught: boolean;
    };

const { sequence } = fc.letrec<{ shape: Shape; sequence: Shape[] }>((tie) => ({
  shape: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.record({ kind: fc.constant('wait' as const), seconds: fc.integer({ min: 0, max: 3 }) }),
    fc.record({ kind: fc.constant('task' as const), failures: fc.integer({ min: 0, max: 2 }) }),
    fc.record({ kind: fc.constant('fail' as const) }),
    fc.record({
      kind: fc.constant('parallel' as const),
      branches: fc.array(tie('sequence'), { minLength: 1, maxLength: 3 }),
      retries: fc.integer({ min: 0, max: 1 }),
      caught: fc.boolean(),
    }),
    fc.record({
      kind: fc.constant('map' as const),
      items: fc.integer({ min: 0, max: 3 }),
      concurrency: fc.integer({ min: 0, max: 2 }),
      body: tie('sequence'),
      retries: fc.integer({ min: 0, max: 1 }),
      caught: fc.boolean(),
    }),
  ),
  sequence: fc.array(tie('shape'), { minLength: 1, maxLength: 3 }),
}));

/** Writes a workflow down as a definition. A Fail ends its sequence. */
class Writer {
  readonly mocks: Record<string, Record<string, object>> = {};
  #count = 0;

  scope(shapes: readonly Shape[]): { StartAt: string; States: Record<string, object> } {
    const end = shapes.findIndex(({ kind }) => kind === 'fail');
    const used = end < 0 ? shapes : shapes.slice(0, end + 1);
    const names = used.map(() => `S${this.#count++}`);
    const states = used.map((shape, i) => [names[i]!, this.#state(shape, names[i]!, names[i + 1])] as const);
    return { StartAt: names[0]!, States: Object.fromEntries(states) };
  }

  #state(shape: Shape, name: string, next: string | undefined): object {
    const way = next ? { Next: next } : { End: true };
    const handlers = 'retries' in shape && {
      Retry: [{ ErrorEquals: ['E'], IntervalSeconds: 1, MaxAttempts: shape.retries }],
      ...(shape.caught && next ? { Catch: [{ ErrorEquals: ['States.ALL'], Next: next }] } : {}),
    };
    switch (shape.kind) {
      case 'wait':
        return { Type: 'Wait', Seconds: shape.seconds, ...way };
      case 'fail':
        return { Type: 'Fail', Error: 'E' };
      case 'task':
        this.mocks[name] = {
          '*': { DurationSeconds: 1, Return: {} },
          ...(shape.failures > 0 && { [`0-${shape.failures - 1}`]: { Throw: { Error: 'E', Cause: '' } } }),
        };
        return {
          Type: 'Task',
          Resource: 'arn:aws:states:::lambda:invoke',
          Parameters: { FunctionName: 'f' },
          Retry: [{ ErrorEquals: ['E'], IntervalSeconds: 1, MaxAttempts: 1 }],
          ...way,
        };
      case 'parallel':
        return { Type: 'Parallel', Branches: shape.branches.map((branch) => this.scope(branch)), ...handlers, ...way };
      case 'map':
        return {
          Type: 'Map',
          ItemsPath: '$$.Execution.Input.items',
          ItemSelector: {},
          MaxConcurrency: shape.concurrency,
          ItemProcessor: this.scope(shape.body),
          ...handlers,
          ...way,
        };
    }
  }
}

test('the tree built from a history is the tree of branches that ran', async () => {
  await fc.assert(
    fc.asyncProperty(sequence, fc.integer({ min: 0, max: 3 }), async (shapes, items) => {
      const writer = new Writer();
      const definition = JSON.stringify(writer.scope(shapes));
      const entered: string[] = [];
      const observer: Observer = {
        onEvent: (event, branch) => {
          if (!event.type.endsWith('StateEntered')) return;
          const path: string[] = [];
          for (let at: typeof branch | undefined = branch; at; at = at.parent)
            path.unshift(at.kind === 'execution' ? at.state.name : `${at.index}/${at.state.name}`);
          entered.push(path.join(' '));
        },
      };
      const result = await runExecution({
        definition,
        mocks: writer.mocks,
        input: { items: Array.from({ length: items }, (_, i) => i) },
        observers: [observer],
      });
      const tree = buildExecutionTree(result.events);
      expect(tree.visits.map(pathOf)).toEqual(entered);
      if (result.status !== 'SUCCEEDED') return;
      for (const visit of tree.visits) {
        const isOpen = visit.exitedAt === undefined && visit.type !== 'Fail' && isOnSuccessfulWay(visit.scope);
        expect([visit.name, isOpen]).toEqual([visit.name, false]);
      }
    }),
    { numRuns: 300 },
  );
});

function pathOf(visit: Visit): string {
  const path = [visit.name];
  let scope: Scope = visit.scope;
  for (; scope.owner; scope = scope.owner.scope) {
    path[0] = `${scope.index}/${path[0]}`;
    path.unshift(scope.owner.name);
  }
  return path.join(' ');
}

function isOnSuccessfulWay(scope: Scope): boolean {
  return scope.outcome === 'succeeded' && (!scope.owner || isOnSuccessfulWay(scope.owner.scope));
}
