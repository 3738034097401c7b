import type { TestEvent } from '../../testRunner/testEvents.ts';
import type { ReporterFactory } from './reporter.ts';

type Suite = { file: string; cases: string[]; tests: number; failures: number; errors: number; skipped: number };

/** The XML that continuous integration servers read (https://github.com/testmoapp/junitxml); written when the run has ended. */
export const junitReporter: ReporterFactory = () => {
  const suites = new Map<string, Suite>();
  const suiteOf = (file: string) => {
    const suite = suites.get(file) ?? { file, cases: [], tests: 0, failures: 0, errors: 0, skipped: 0 };
    suites.set(file, suite);
    return suite;
  };
  return (event) => {
    if (event.type === 'runFinished') return documentOf([...suites.values()]);
    if (event.type === 'fileErrored') addError(suiteOf(event.file), event);
    if (event.type === 'casePassed' || event.type === 'caseFailed' || event.type === 'caseSkipped')
      addCase(suiteOf(event.file), event);
    return '';
  };
};

function addCase(suite: Suite, event: TestEvent & { type: 'casePassed' | 'caseFailed' | 'caseSkipped' }): void {
  suite.tests += 1;
  const time = event.type === 'caseSkipped' ? '' : ` time="${(event.durationMs / 1000).toFixed(3)}"`;
  const open = `    <testcase name="${escapeXml(event.case)}" classname="${escapeXml(suite.file)}"${time}`;
  if (event.type === 'casePassed') {
    suite.cases.push(`${open}/>`);
  } else if (event.type === 'caseSkipped') {
    suite.skipped += 1;
    suite.cases.push(`${open}>\n      <skipped message="${escapeXml(event.reason)}"/>\n    </testcase>`);
  } else {
    suite.failures += 1;
    const failures = event.failures.map((failure) => {
      const text = `${failure.file}:${failure.line}:${failure.column}\nexpected: ${failure.expected ?? ''}\nactual: ${failure.actual ?? ''}`;
      return `      <failure message="${escapeXml(failure.message)}">${escapeXml(text)}</failure>`;
    });
    suite.cases.push(`${open}>\n${failures.join('\n')}\n    </testcase>`);
  }
}

function addError(suite: Suite, event: TestEvent & { type: 'fileErrored' }): void {
  suite.tests += 1;
  suite.errors += 1;
  const text = `${event.file}:${event.line}:${event.column}`;
  suite.cases.push(
    `    <testcase name="${escapeXml(suite.file)}">\n      <error message="${escapeXml(event.message)}">${escapeXml(text)}</error>\n    </testcase>`,
  );
}

function documentOf(suites: readonly Suite[]): string {
  const body = suites.map((suite) => {
    const { tests, failures, errors, skipped } = suite;
    return `  <testsuite name="${escapeXml(suite.file)}" tests="${tests}" failures="${failures}" errors="${errors}" skipped="${skipped}">\n${suite.cases.join('\n')}\n  </testsuite>\n`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${body.join('')}</testsuites>\n`;
}

/** XML 1.0 has no way to write most control characters; they become the replacement character. */
function escapeXml(text: string): string {
  return text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\n', '&#10;');
}
