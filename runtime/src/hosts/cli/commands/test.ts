import { FileProblem } from '../../files/fileProblem.ts';
import { findTestFiles } from '../../testRunner/findTestFiles.ts';
import { runTests } from '../../testRunner/runTests.ts';
import { CliError, type Command, ExitCode } from '../command.ts';
import { describeFileProblem } from '../report.ts';
import { jsonReporter } from '../reporters/json.ts';
import { junitReporter } from '../reporters/junit.ts';
import { prettyReporter } from '../reporters/pretty.ts';
import type { ReporterFactory } from '../reporters/reporter.ts';
import { tapReporter } from '../reporters/tap.ts';

const REPORTERS: Readonly<Record<string, ReporterFactory>> = {
  pretty: prettyReporter,
  json: jsonReporter,
  tap: tapReporter,
  junit: junitReporter,
};

export const testCommand: Command = {
  name: 'test',
  summary: 'runs the tests of state machines (*.asl.test.json, *.asl.test.yaml)',
  operands: '[FILE...]',
  options: [
    {
      name: 'format',
      value: 'FORMAT',
      choices: Object.keys(REPORTERS),
      description: 'how results are printed; json: one event a line',
    },
    { name: 'case', value: 'NAME', repeatable: true, description: 'runs only the cases of this name; may be repeated' },
    { name: 'coverage', description: 'tells which states and transitions no test goes through' },
    { name: 'list', description: 'lists the cases without running them' },
  ],
  notes: ['A folder stands for all test files below it; without FILE the current folder is searched.'],
  async run(args, terminal, signal) {
    const files = await findTestFiles(args.operands);
    if (files instanceof FileProblem) throw new CliError(describeFileProblem(files));
    if (files.length === 0) throw new CliError('There are no test files (*.asl.test.json, *.asl.test.yaml) here.');
    const mode = args.has('list') ? 'list' : 'run';
    const reporter = mode === 'list' && !args.has('format') ? listReporter : REPORTERS[args.get('format') ?? 'pretty']!;
    const report = reporter(terminal.style);
    const totals = await runTests({
      files,
      mode,
      cases: args.all('case'),
      withCoverage: args.has('coverage') ? true : undefined,
      signal,
      clock: () => performance.now(),
      report: (event) => terminal.out(report(event)),
    });
    const ran = totals.passed + totals.failed + totals.skipped;
    if (mode === 'run' && ran === 0 && totals.errored === 0)
      throw new CliError('No case has such a name; --list lists the cases.');
    return totals.failed + totals.errored > 0 || signal.aborted ? ExitCode.failure : ExitCode.success;
  },
};

const listReporter: ReporterFactory = () => (event) => {
  if (event.type === 'caseFound') return `${event.file}:${event.line}: ${event.case}\n`;
  return event.type === 'fileErrored' ? `${event.file}:${event.line}:${event.column}: ${event.message}\n` : '';
};
