import { Suggestions } from '../../validation/nearest.ts';
import { parseArguments, UsageProblem } from './arguments.ts';
import { CliError, type Command, ExitCode } from './command.ts';
import { commands } from './commands.ts';
import { commandHelp, generalHelp } from './help.ts';
import type { Terminal } from './terminal.ts';
import { VERSION } from './version.ts';

/** Runs a command line (without `node` and script) and answers the exit code. Never throws, whatever the user typed. */
export async function runCommandLine(
  argv: readonly string[],
  terminal: Terminal,
  signal: AbortSignal,
): Promise<ExitCode> {
  const [name, ...rest] = argv;
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    const asked = commands.find((command) => command.name === rest[0]);
    terminal.out(asked ? commandHelp(asked, terminal.style) : generalHelp(commands, terminal.style));
    return name === undefined ? ExitCode.usage : ExitCode.success;
  }
  if (name === '--version') {
    terminal.out(`${VERSION}\n`);
    return ExitCode.success;
  }
  const command = commands.find((candidate) => candidate.name === name);
  if (!command) {
    const [near] = new Suggestions().for(
      name,
      commands.map((candidate) => candidate.name),
    );
    return complain(
      terminal,
      `There is no command "${name}".${near ? ` Did you mean "${near}"?` : ''}\nstepwise --help lists them.`,
    );
  }
  return runCommand(command, rest, terminal, signal);
}

async function runCommand(
  command: Command,
  argv: readonly string[],
  terminal: Terminal,
  signal: AbortSignal,
): Promise<ExitCode> {
  if (argv.includes('--help') || argv.includes('-h')) {
    terminal.out(commandHelp(command, terminal.style));
    return ExitCode.success;
  }
  const args = parseArguments(argv, command.options);
  if (args instanceof UsageProblem)
    return complain(terminal, `${args.message}\nstepwise ${command.name} --help lists the options.`);
  try {
    return await command.run(args, terminal, signal);
  } catch (error) {
    if (error instanceof CliError) return complain(terminal, error.message, error.exitCode);
    const reason = error instanceof Error ? error.message : String(error);
    return complain(terminal, `stepwise ${command.name} stopped because of a defect in Stepwise: ${reason}`);
  }
}

function complain(terminal: Terminal, message: string, exitCode: ExitCode = ExitCode.usage): ExitCode {
  terminal.error(`${terminal.style.red('error:')} ${message}\n`);
  return exitCode;
}
