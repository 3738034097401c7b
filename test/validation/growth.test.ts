import { describe, expect, test } from 'vitest';
import { parseDocument } from '../../runtime/src/source/document.ts';
import { SourceNode } from '../../runtime/src/source/node.ts';
import { validate } from '../../runtime/src/validation/index.ts';

/** A machine with every kind of work: chains, rules, catchers, nested scopes, variables, paths, misspelt targets. */
function machine(count: number): string {
  const states: Record<string, unknown> = {};
  for (let i = 0; i < count; i++) {
    const next = i + 1 < count ? `S${i + 1}` : 'Done';
    const kinds = [
      {
        Type: 'Pass',
        Assign: { [`v${i % 50}`]: i },
        Parameters: { 'a.$': `$v${i % 50}.x`, 'b.$': '$$.Execution.Id' },
        Next: next,
      },
      {
        Type: 'Task',
        Resource: 'arn:aws:states:::lambda:invoke',
        Parameters: { FunctionName: 'f', 'Payload.$': '$' },
        Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Done' }],
        Next: next,
      },
      { Type: 'Choice', Choices: [{ Variable: '$.a', IsNull: true, Next: next }], Default: `Tpyo${i}` },
      {
        Type: 'Parallel',
        Branches: [{ StartAt: `B${i}`, States: { [`B${i}`]: { Type: 'Pass', End: true } } }],
        Next: next,
      },
    ];
    states[`S${i}`] = kinds[i % kinds.length];
  }
  states.Done = { Type: 'Succeed' };
  return JSON.stringify({ StartAt: 'S0', States: states }, null, 1);
}

/** How often a validation looks something up in the tree. */
function lookUps(text: string): number {
  const document = parseDocument(text, { format: 'json' });
  const original = SourceNode.prototype.property;
  let count = 0;
  SourceNode.prototype.property = function counted(key) {
    count++;
    return original.call(this, key);
  };
  try {
    validate(document);
  } finally {
    SourceNode.prototype.property = original;
  }
  return count;
}

describe('the work of a validation', () => {
  test('grows linearly with the number of states', () => {
    const [small, large] = [lookUps(machine(200)), lookUps(machine(2000))];
    expect(small).toBeGreaterThan(1000);
    expect(large / small).toBeLessThan(11);
  });

  test('thousands of misspelt targets do not compare every name with every other', () => {
    const document = parseDocument(machine(4000), { format: 'json' });
    const diagnostics = validate(document);
    expect(diagnostics.filter(({ rule }) => rule === 'transition-target')).toHaveLength(1000);
  });
});
