import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseDocument } from '../../runtime/src/source/document.ts';
import {
  type Diagnostic,
  PartMemory,
  RULES,
  type Rule,
  type ValidationOptions,
  validate,
} from '../../runtime/src/validation/index.ts';
import { type Edit, edited, longMachine, SOME_EDITS } from '../support/longMachine.ts';

function check(text: string, options: ValidationOptions): Diagnostic[] {
  return validate(parseDocument(text, { format: 'json' }), options);
}

/** How many states a rule about single states is shown while an action runs. */
function statesShownIn(action: () => void): number {
  const rule = RULES.find(({ id }) => id === 'field-type') as { check: Rule['check'] };
  const original = rule.check;
  let count = 0;
  rule.check = (context, report) => {
    count += context.states.length;
    original(context, report);
  };
  try {
    action();
  } finally {
    rule.check = original;
  }
  return count;
}

const TEXT = longMachine(400);
const RENAMED = TEXT.replace('"ResultPath": "$.result"', '"ResultPath": "result"');

describe('a memory of what was found in earlier versions', () => {
  test('gives what is found without it, after any edits', () => {
    const sameAsFresh = (edits: readonly Edit[]) => {
      const memory = new PartMemory();
      let text = longMachine(150);
      check(text, { memory });
      for (const edit of edits) {
        text = edited(text, edit);
        expect(check(text, { memory })).toEqual(check(text, { memory: new PartMemory() }));
      }
    };
    fc.assert(fc.property(SOME_EDITS, sameAsFresh), { numRuns: 25 });
  });

  test('moves what was found with the text', () => {
    const memory = new PartMemory();
    const before = check(RENAMED, { memory });
    const after = check(`\n${RENAMED}`, { memory });
    expect(before.length).toBeGreaterThan(0);
    expect(after.map(({ start, end }) => [start, end])).toEqual(before.map(({ start, end }) => [start + 1, end + 1]));
  });

  test('spares the states that are as they were', () => {
    const memory = new PartMemory();
    const first = statesShownIn(() => check(TEXT, { memory }));
    const again = statesShownIn(() => check(RENAMED, { memory }));
    expect(first).toBeGreaterThan(400);
    expect(again).toBeGreaterThan(0);
    expect(again).toBeLessThan(200);
  });

  test('is of no use when something else decides what is found', () => {
    const text = longMachine(100).replaceAll('lambda:invoke', 'lambda:invoke.waitForTaskToken');
    const memory = new PartMemory();
    const rules = (options: ValidationOptions) => new Set(check(text, { ...options, memory }).map(({ rule }) => rule));
    expect(rules({ type: 'STANDARD' })).not.toContain('express');
    expect(rules({ type: 'EXPRESS' })).toContain('express');
    expect(rules({ type: 'EXPRESS', severities: { express: 'off' } })).not.toContain('express');
  });

  test('does not outlive a comment that silences a rule', () => {
    const memory = new PartMemory();
    expect(check(RENAMED, { memory }).map(({ rule }) => rule)).toContain('path-syntax');
    const silenced = RENAMED.replace('{', '{ "Comment": "stepwise-disable path-syntax",');
    expect(check(silenced, { memory }).map(({ rule }) => rule)).not.toContain('path-syntax');
  });
});
