import type { TestFailure } from '../../testRunner/testEvents.ts';
import type { ReporterFactory } from './reporter.ts';

/** TAP 14, https://testanything.org/tap-version-14-specification.html: one test point a case, failures as YAML below it. */
export const tapReporter: ReporterFactory = () => {
  let points = 0;
  const point = (state: 'ok' | 'not ok', name: string, directive = '') => {
    points += 1;
    return `${state} ${points} - ${escapeName(name)}${directive}\n`;
  };
  return (event) => {
    switch (event.type) {
      case 'runStarted':
        return 'TAP version 14\n';
      case 'casePassed':
        return point('ok', event.case);
      case 'caseSkipped':
        return point('ok', event.case, ` # SKIP ${oneLine(event.reason)}`);
      case 'caseFailed':
        return point('not ok', event.case) + yamlBlock(event.failures);
      case 'fileErrored':
        return point('not ok', event.file) + yamlBlock([event]);
      case 'runFinished':
        return `1..${points}\n`;
      default:
        return '';
    }
  };
};

function yamlBlock(
  failures: readonly Pick<TestFailure, 'message' | 'file' | 'line' | 'column' | 'expected' | 'actual'>[],
): string {
  const entries = failures.map(({ message, file, line, column, expected, actual }) =>
    JSON.stringify({ message, at: `${file}:${line}:${column}`, expected, actual }),
  );
  return `  ---\n  failures:\n${entries.map((entry) => `    - ${entry}\n`).join('')}  ...\n`;
}

function escapeName(name: string): string {
  return oneLine(name).replaceAll('\\', '\\\\').replaceAll('#', '\\#');
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ');
}
