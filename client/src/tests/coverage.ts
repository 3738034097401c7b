/** Coverage of a state machine in the words of the editor: states are declarations and statements, transitions are branches. */
import {
  BranchCoverage,
  DeclarationCoverage,
  FileCoverage,
  type FileCoverageDetail,
  Position,
  StatementCoverage,
  TestCoverageCount,
  type TestItem,
  Uri,
} from 'vscode';
import type { CoverageEvent } from './testEvents.ts';

type Transition = CoverageEvent['transitions'][number];

export class StateCoverage extends FileCoverage {
  private event: CoverageEvent | undefined;
  private items: ReadonlyMap<string, TestItem> = new Map();

  /** `itemOf` finds the test item of a case. */
  static of(event: CoverageEvent, itemOf: (file: string, name: string) => TestItem | undefined): StateCoverage {
    const covered = <T extends { count: number }>(list: readonly T[]) => list.filter((entry) => entry.count > 0).length;
    const states = new TestCoverageCount(covered(event.states), event.states.length);
    const branches = new TestCoverageCount(covered(event.transitions), event.transitions.length);
    const items = new Map<string, TestItem>();
    for (const entry of event.byCase ?? []) {
      const item = itemOf(entry.file, entry.case);
      if (item) items.set(`${entry.file}#${entry.case}`, item);
    }
    const coverage = new StateCoverage(Uri.file(event.definition), states, branches, states, [...items.values()]);
    coverage.event = event;
    coverage.items = items;
    return coverage;
  }

  /** Of all cases, or of one. */
  details(item?: TestItem): FileCoverageDetail[] {
    const { event } = this;
    if (!event) return [];
    const one = item && event.byCase?.find((entry) => this.items.get(`${entry.file}#${entry.case}`)?.id === item.id);
    const stateCount = (name: string, count: number) =>
      one ? one.states.filter((state) => state === name).length : count;
    const transitionCount = (index: number, count: number) =>
      one ? one.transitions.filter((transition) => transition === index).length : count;
    const branches = new Map<string, BranchCoverage[]>();
    for (const [index, transition] of event.transitions.entries()) {
      const branch = new BranchCoverage(transitionCount(index, transition.count), at(transition), labelOf(transition));
      branches.set(transition.state, [...(branches.get(transition.state) ?? []), branch]);
    }
    return event.states.flatMap((state) => {
      const count = stateCount(state.name, state.count);
      return [
        new DeclarationCoverage(state.name, count, at(state)),
        new StatementCoverage(count, at(state), branches.get(state.name) ?? []),
      ];
    });
  }
}

function labelOf({ kind, index, target }: Transition): string {
  const number = index === undefined ? '' : ` ${index + 1}`;
  return `${kind}${number}${target ? ` → ${target}` : ''}`;
}

function at({ line, column }: { line: number; column: number }): Position {
  return new Position(Math.max(0, line - 1), Math.max(0, column - 1));
}
