import type { OptionSpec } from './arguments.ts';
import type { Command } from './command.ts';
import type { Style } from './terminal.ts';

/** The text of `stepwise --help`. */
export function generalHelp(commands: readonly Command[], style: Style): string {
  const width = Math.max(...commands.map((command) => command.name.length));
  return [
    style.bold('stepwise: run, check and test AWS Step Functions state machines on your machine'),
    '',
    'Usage: stepwise COMMAND [OPTIONS] [FILE...]',
    '',
    ...commands.map((command) => `  ${command.name.padEnd(width)}  ${command.summary}`),
    '',
    'stepwise COMMAND --help explains a command; stepwise --version tells the version.',
    'FILE is a definition (.asl.json, .asl.yaml, .json) or a SAM/CloudFormation template.',
    'Exit codes: 0 succeeded or valid, 1 failed or problems found, 2 wrong usage or unreadable file.',
    '',
  ].join('\n');
}

/** The text of `stepwise COMMAND --help`. */
export function commandHelp(command: Command, style: Style): string {
  const rows = command.options.map((option) => [optionTitle(option), option.description] as const);
  const width = Math.max(0, ...rows.map(([title]) => title.length));
  return [
    style.bold(`stepwise ${command.name}: ${command.summary}`),
    '',
    `Usage: stepwise ${command.name} ${command.operands}${command.options.length > 0 ? ' [OPTIONS]' : ''}`,
    '',
    ...rows.map(([title, description]) => `  ${title.padEnd(width)}  ${description}`),
    ...(command.notes ? ['', ...command.notes] : []),
    '',
  ].join('\n');
}

function optionTitle(option: OptionSpec): string {
  if (option.choices) return `--${option.name} ${option.choices.join('|')}`;
  return option.value ? `--${option.name} ${option.value}` : `--${option.name}`;
}
