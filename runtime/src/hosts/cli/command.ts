import type { OptionSpec, ParsedArguments } from './arguments.ts';
import type { Terminal } from './terminal.ts';

/** One command of the command line. A new one is a file in commands/ and a line in commands.ts. */
export interface Command {
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** What follows the command's name in its usage line, without the options: `FILE...`. */
  readonly operands: string;
  readonly options: readonly OptionSpec[];
  /** Paragraphs and examples below the options. */
  readonly notes?: readonly string[];
  /** Does the work and answers an exit code of `ExitCode`. A `CliError` becomes a message and its code. */
  run(args: ParsedArguments, terminal: Terminal, signal: AbortSignal): Promise<ExitCode>;
}

/** What the shell is told. Scripts rely on these numbers. */
export const ExitCode = {
  /** The execution succeeded, the definition is valid, all tests passed. */
  success: 0,
  /** The execution failed, problems were found, a test failed. */
  failure: 1,
  /** Wrong arguments, or a file that cannot be used. */
  usage: 2,
} as const;
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

/** A message for the user that ends the command; it is printed as it is, without a stack. */
export class CliError extends Error {
  constructor(
    message: string,
    readonly exitCode: ExitCode = ExitCode.usage,
  ) {
    super(message);
  }
}
