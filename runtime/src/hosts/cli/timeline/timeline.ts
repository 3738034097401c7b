import type { Attempt, ExecutionTree, FailureText, Scope, Visit } from '../../executionTree/executionTree.ts';
import type { Style } from '../terminal.ts';
import { clockText } from './durations.ts';
import { cut, printable, shortJson } from './values.ts';

export interface TimelineOptions {
  readonly style: Style;
  readonly columns: number;
  /** `short` cuts values to the width of the terminal and leaves out most iterations of a long Map. */
  readonly detail: 'short' | 'full';
}

/** Iterations of one Map that a short timeline shows: the first ones, and the first that failed. */
const SHOWN_ITERATIONS = 3;

/** Visits of one line of control that a short timeline shows at its beginning and end. */
const SHOWN_VISITS = 40;

/** An execution as lines of text: when, which state, what it did; what happens inside a Map or Parallel is indented below it. */
export function renderTimeline(tree: ExecutionTree, options: TimelineOptions): string[] {
  return new Timeline(tree, options).lines();
}

class Timeline {
  readonly #lines: string[] = [];
  readonly #precision: 'seconds' | 'milliseconds';
  readonly #timeWidth: number;

  constructor(
    readonly tree: ExecutionTree,
    readonly options: TimelineOptions,
  ) {
    const times = tree.visits.map((visit) => visit.enteredAt - tree.startedAt);
    this.#precision = times.some((time) => time % 1000 !== 0) ? 'milliseconds' : 'seconds';
    this.#timeWidth = this.#clock(tree.endedAt).length;
  }

  lines(): string[] {
    this.#scope(this.tree.root, 0);
    return this.#lines;
  }

  #scope(scope: Scope, depth: number): void {
    const { visits } = scope;
    const nameWidth = Math.min(30, Math.max(0, ...visits.slice(0, 1000).map((visit) => printable(visit.name).length)));
    const hidden = this.options.detail === 'full' ? 0 : visits.length - 2 * SHOWN_VISITS;
    for (const [i, visit] of visits.entries()) {
      if (hidden > 0 && i === SHOWN_VISITS) this.#note(depth, `… ${hidden} more states (--full shows them)`);
      if (hidden > 0 && i >= SHOWN_VISITS && i < SHOWN_VISITS + hidden) continue;
      this.#visit(visit, visits[i + 1], depth, nameWidth);
    }
  }

  #visit(visit: Visit, following: Visit | undefined, depth: number, nameWidth: number): void {
    const { style } = this.options;
    const name = style.bold(cut(printable(visit.name), 60).padEnd(nameWidth));
    this.#line(
      visit.enteredAt,
      depth,
      `${this.#glyph(visit)} ${name}  ${style.dim(visit.type.padEnd(8))}`,
      this.#summary(visit, following),
    );
    for (const line of this.#troubles(visit)) this.#line(line.at, depth + 1, line.glyph, line.text);
    if (visit.scopes.length > 0) {
      this.#children(visit, depth + 1);
      if (visit.output !== undefined) this.#line(visit.exitedAt, depth + 1, style.dim('→'), visit.output);
    }
    for (const [variable, value] of Object.entries(visit.assigned ?? {})) {
      this.#line(visit.exitedAt, depth + 1, style.cyan(`$${printable(variable)}`), `= ${value}`);
    }
  }

  #glyph(visit: Visit): string {
    const { style } = this.options;
    if (visit.type === 'Fail') return style.red('✗');
    if (visit.aborted && !visit.failure) return style.dim('–');
    if (visit.exitedAt === undefined) return visit.failure ? style.red('✗') : style.dim('·');
    return visit.failure ? style.yellow('!') : style.green('✓');
  }

  /** What a visit did, on its own line. */
  #summary(visit: Visit, following: Visit | undefined): string {
    if (visit.aborted && !visit.failure) return 'aborted';
    const result = visit.output === undefined ? '' : `→ ${visit.output}`;
    switch (visit.type) {
      case 'Choice':
        return following && !visit.failure ? `→ ${following.name}` : '';
      case 'Wait':
        return visit.exitedAt === undefined
          ? 'waiting'
          : `waited ${this.#clock(visit.exitedAt - visit.enteredAt + this.tree.startedAt)}`;
      case 'Fail':
        return failureText(visit.failure);
      case 'Map':
        return visit.mapRunArn
          ? `distributed ${result}`
          : `${count(visit.itemCount ?? 0, 'item')}${visit.scopes.length === 0 ? ` ${result}` : ''}`;
      case 'Parallel':
        return count(visit.scopes.filter((scope) => scope.round === 0).length, 'branch');
      case 'Task':
        return [taskName(visit), this.#took(visit), result].filter(Boolean).join(' ');
      default:
        return result;
    }
  }

  #took(visit: Visit): string {
    const last = visit.attempts.at(-1);
    if (last?.outcome !== 'succeeded' || last.endedAt === undefined || last.endedAt === last.startedAt) return '';
    return `(${this.#clock(last.endedAt - last.startedAt + this.tree.startedAt)})`;
  }

  /** Failed tries, retries, and where a caught failure went. */
  #troubles(visit: Visit): { at: number | undefined; glyph: string; text: string }[] {
    const { style } = this.options;
    const lines: { at: number | undefined; glyph: string; text: string }[] = [];
    for (const [i, attempt] of visit.attempts.entries()) {
      if (i > 0)
        lines.push({
          at: attempt.startedAt,
          glyph: style.yellow('↻'),
          text: `try ${i + 1}${this.#delay(visit.attempts[i - 1]!, attempt)}`,
        });
      if (attempt.failure)
        lines.push({ at: attempt.endedAt, glyph: style.red('✗'), text: failureText(attempt.failure) });
    }
    const told = visit.attempts.some((attempt) => attempt.failure === visit.failure) || visit.type === 'Fail';
    if (visit.failure && !told)
      lines.push({ at: visit.exitedAt ?? this.tree.endedAt, glyph: style.red('✗'), text: failureText(visit.failure) });
    if (visit.failure && visit.exitedAt !== undefined && visit.scopes.length === 0) {
      lines.push({ at: visit.exitedAt, glyph: style.yellow('!'), text: 'caught' });
    }
    return lines;
  }

  #delay(failed: Attempt, next: Attempt): string {
    if (failed.endedAt === undefined || next.startedAt === failed.endedAt) return '';
    return ` after ${this.#clock(next.startedAt - failed.endedAt + this.tree.startedAt)}`;
  }

  #children(visit: Visit, depth: number): void {
    const label = visit.type === 'Map' ? 'item' : 'branch';
    let left = 0;
    for (const scope of visit.scopes) {
      if (!this.#isShown(scope, visit)) {
        left += 1;
        continue;
      }
      const state = scope.outcome === 'succeeded' ? '' : ` ${scope.outcome}`;
      const round = visit.attempts.length > 1 ? `try ${scope.round + 1}, ` : '';
      this.#note(depth, `${round}${label} ${scope.index}${state}`);
      this.#scope(scope, depth + 1);
    }
    if (left > 0) this.#note(depth, `… ${count(left, `more ${label}`)} (--full shows them)`);
    if (visit.failure && visit.exitedAt !== undefined)
      this.#line(visit.exitedAt, depth, this.options.style.yellow('!'), 'caught');
  }

  #isShown(scope: Scope, visit: Visit): boolean {
    if (this.options.detail === 'full' || visit.type !== 'Map' || scope.index < SHOWN_ITERATIONS) return true;
    if (scope.outcome !== 'failed') return false;
    return visit.scopes.filter((other) => other.outcome === 'failed').indexOf(scope) < SHOWN_ITERATIONS;
  }

  #note(depth: number, text: string): void {
    this.#lines.push(`${' '.repeat(this.#timeWidth + 4 + 2 * depth)}${this.options.style.dim(text)}`);
  }

  #line(at: number | undefined, depth: number, head: string, text: string): void {
    const time = this.#clock(at ?? this.tree.endedAt).padStart(this.#timeWidth);
    const used = this.#timeWidth + 4 + 2 * depth + visibleLength(head) + 1;
    const room = this.options.detail === 'full' ? Number.POSITIVE_INFINITY : Math.max(20, this.options.columns - used);
    const rest = shortJson(text, room);
    this.#lines.push(
      `  ${this.options.style.dim(time)}  ${'  '.repeat(depth)}${head}${rest ? ` ${rest}` : ''}`.trimEnd(),
    );
  }

  #clock(time: number): string {
    return clockText(time - this.tree.startedAt, this.#precision);
  }
}

function taskName(visit: Visit): string {
  const resource = visit.attempts[0]?.resource ?? '';
  return /^arn:.*:(?:function|activity):(.+)$/.exec(resource)?.[1] ?? resource;
}

/** `Error: cause`, as far as there are both. */
export function failureText(failure: FailureText | undefined): string {
  return [failure?.error, failure?.cause].filter((part) => part !== undefined && part !== '').join(': ') || 'failed';
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : noun.endsWith('h') ? 'es' : 's'}`;
}

function visibleLength(text: string): number {
  return text.replace(/\u001b\[\d+m/g, '').length;
}
