import type { Diagnostic } from '../../../validation/diagnostic.ts';
import { validate } from '../../../validation/index.ts';
import { type LoadedDefinition, loadDefinitions } from '../../files/definitionFile.ts';
import { FileProblem } from '../../files/fileProblem.ts';
import type { ParsedArguments } from '../arguments.ts';
import { CliError, type Command, ExitCode } from '../command.ts';
import { counted, describeDiagnostic, describeFileProblem, displayPath } from '../report.ts';
import type { Terminal } from '../terminal.ts';

export const validateCommand: Command = {
  name: 'validate',
  summary: 'checks definitions and tells what is wrong, and where',
  operands: 'FILE...',
  options: [
    {
      name: 'format',
      value: 'FORMAT',
      choices: ['pretty', 'json', 'github'],
      description: 'how findings are printed; github: annotations of a workflow run',
    },
    {
      name: 'type',
      value: 'TYPE',
      choices: ['STANDARD', 'EXPRESS'],
      description: 'type of the state machine, where the file does not say it',
    },
  ],
  notes: ['A definition with warnings only is valid. Of a template every state machine is checked.'],
  async run(args, terminal) {
    if (args.operands.length === 0) throw new CliError('validate needs a FILE: a definition or a template.');
    const findings = await check(args);
    FORMATS[args.get('format') ?? 'pretty']!(findings, terminal);
    if (findings.some(({ problem }) => problem)) return ExitCode.usage;
    return findings.some(({ diagnostics }) => hasError(diagnostics)) ? ExitCode.failure : ExitCode.success;
  },
};

/** Whether AWS would refuse the definition. */
function hasError(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(({ severity }) => severity === 'error');
}

/** What was found in one state machine, or why its file cannot be read. */
interface Findings {
  readonly file: string;
  readonly loaded?: LoadedDefinition;
  readonly diagnostics: readonly Diagnostic[];
  readonly problem?: FileProblem;
}

async function check(args: ParsedArguments): Promise<Findings[]> {
  const all: Findings[] = [];
  for (const file of args.operands) {
    for (const loaded of await loadDefinitions(file)) {
      if (loaded instanceof FileProblem) {
        all.push({ file: loaded.file, diagnostics: [], problem: loaded });
        continue;
      }
      const type = (args.get('type') as 'STANDARD' | 'EXPRESS' | undefined) ?? loaded.type;
      all.push({ file: loaded.file, loaded, diagnostics: validate(loaded.document, { type }) });
    }
  }
  return all;
}

const FORMATS: Readonly<Record<string, (findings: readonly Findings[], terminal: Terminal) => void>> = {
  pretty(findings, terminal) {
    for (const { file, loaded, diagnostics, problem } of findings) {
      if (problem) terminal.error(`${terminal.style.red('error:')} ${describeFileProblem(problem)}\n`);
      for (const diagnostic of diagnostics)
        terminal.out(`${describeDiagnostic(file, loaded!.document, diagnostic, terminal.style)}\n\n`);
      if (loaded) terminal.out(`${summary(file, loaded, diagnostics, terminal)}\n`);
    }
  },
  json(findings, terminal) {
    const files = findings.map(({ file, loaded, diagnostics, problem }) => ({
      file,
      stateMachine: loaded?.logicalId,
      valid: !problem && !hasError(diagnostics),
      problem: problem?.message,
      diagnostics: diagnostics.map((diagnostic) => placed(loaded!, diagnostic)),
    }));
    terminal.out(`${JSON.stringify(files, null, 2)}\n`);
  },
  github(findings, terminal) {
    for (const { file, loaded, diagnostics, problem } of findings) {
      if (problem)
        terminal.out(
          `${annotation('error', { file, line: problem.position.line, col: problem.position.column }, problem.message)}\n`,
        );
      for (const diagnostic of diagnostics) {
        const { line, column, endLine, endColumn } = placed(loaded!, diagnostic);
        const level =
          diagnostic.severity === 'error' ? 'error' : diagnostic.severity === 'warning' ? 'warning' : 'notice';
        terminal.out(
          `${annotation(level, { file: displayPath(file), line, col: column, endLine, endColumn, title: diagnostic.rule }, diagnostic.message)}\n`,
        );
      }
    }
  },
};

function summary(
  file: string,
  loaded: LoadedDefinition,
  diagnostics: readonly Diagnostic[],
  { style }: Terminal,
): string {
  const name = `${displayPath(file)}${loaded.logicalId ? ` (${loaded.logicalId})` : ''}`;
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
  const warnings = diagnostics.filter(({ severity }) => severity === 'warning').length;
  const found = [errors && counted(errors, 'error'), warnings && counted(warnings, 'warning')]
    .filter(Boolean)
    .join(', ');
  if (errors > 0) return `${style.red('✗')} ${name}: ${found}`;
  return `${style.green('✓')} ${name} is valid${found ? ` (${found})` : ''}`;
}

function placed(loaded: LoadedDefinition, diagnostic: Diagnostic) {
  const { lines } = loaded.document;
  const start = lines.positionAt(diagnostic.start);
  const end = lines.positionAt(diagnostic.end);
  return {
    line: start.line + 1,
    column: start.character + 1,
    endLine: end.line + 1,
    endColumn: end.character + 1,
    severity: diagnostic.severity,
    rule: diagnostic.rule,
    code: diagnostic.code,
    location: diagnostic.location,
    message: diagnostic.message,
  };
}

/** https://docs.github.com/actions/reference/workflow-commands-for-github-actions: values escape `%`, line breaks, `:` and `,`. */
function annotation(level: string, properties: Readonly<Record<string, string | number>>, message: string): string {
  const escapeData = (text: string) => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
  const escapeProperty = (text: string) => escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
  const list = Object.entries(properties).map(([name, value]) => `${name}=${escapeProperty(String(value))}`);
  return `::${level} ${list.join(',')}::${escapeData(message)}`;
}
