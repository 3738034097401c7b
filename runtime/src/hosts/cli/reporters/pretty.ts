import type { StateCoverage, TestEvent, TestFailure } from '../../testRunner/testEvents.ts';
import { displayPath } from '../report.ts';
import type { Style } from '../terminal.ts';
import type { ReporterFactory } from './reporter.ts';
import { textDifference } from './textDifference.ts';

/** For people: one line a case, failures with their differences and places. */
export const prettyReporter: ReporterFactory = (style) => (event) => {
  const lines = linesOf(event, style);
  return lines.length > 0 ? `${lines.join('\n')}\n` : '';
};

function linesOf(event: TestEvent, style: Style): string[] {
  switch (event.type) {
    case 'fileFound':
      return [style.bold(displayPath(event.file))];
    case 'fileErrored':
      return [`${style.red('✗')} ${displayPath(event.file)}:${event.line}:${event.column}: ${event.message}`];
    case 'casePassed':
      return [`  ${style.green('✓')} ${event.case}`];
    case 'caseSkipped':
      return [`  ${style.yellow('-')} ${event.case} ${style.dim(`skipped: ${event.reason}`)}`];
    case 'caseFailed':
      return [
        `  ${style.red('✗')} ${event.case}`,
        ...event.failures.flatMap((failure) => failureLines(failure, style)),
      ];
    case 'coverage':
      return coverageLines(event, style);
    case 'runFinished':
      return ['', summary(event, style)];
    default:
      return [];
  }
}

function failureLines(failure: TestFailure, style: Style): string[] {
  const head = `      ${failure.message} ${style.dim(`(${displayPath(failure.file)}:${failure.line}:${failure.column})`)}`;
  if (failure.expected === undefined || failure.actual === undefined) return [head];
  const difference = textDifference(failure.expected, failure.actual).map((line) => {
    const text = `        ${line}`;
    return line.startsWith('-') ? style.red(text) : line.startsWith('+') ? style.green(text) : style.dim(text);
  });
  return [head, ...difference];
}

function coverageLines(coverage: StateCoverage, style: Style): string[] {
  const { states, transitions, coveredStates, coveredTransitions } = coverage;
  const head = `${displayPath(coverage.definition)}${coverage.stateMachine ? ` (${coverage.stateMachine})` : ''}: ${coverage.percent} % covered, ${coveredStates} of ${states.length} states, ${coveredTransitions} of ${transitions.length} transitions`;
  const missed = [
    ...states.filter(({ count }) => count === 0).map(({ name, line }) => `  line ${line}: "${name}" is never entered`),
    ...transitions
      .filter(({ count }) => count === 0)
      .map(
        ({ state, kind, target, line }) =>
          `  line ${line}: "${state}" never takes its ${kind}${target ? ` to "${target}"` : ''}`,
      ),
  ];
  return ['', style.bold(head), ...missed.map((line) => style.dim(line))];
}

function summary(totals: { passed: number; failed: number; errored: number; skipped: number }, style: Style): string {
  const parts = [`${totals.passed} passed`, `${totals.failed} failed`];
  if (totals.errored > 0) parts.push(`${totals.errored} could not be run`);
  if (totals.skipped > 0) parts.push(`${totals.skipped} skipped`);
  const text = parts.join(', ');
  return totals.failed + totals.errored > 0 ? style.red(text) : style.green(text);
}
