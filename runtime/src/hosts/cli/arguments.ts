import { Suggestions } from '../../validation/nearest.ts';

/** An option a command understands. Flags have no `value`. */
export interface OptionSpec {
  /** Long name without the dashes. */
  readonly name: string;
  /** Placeholder of the option's value in the help, e.g. `FILE`. */
  readonly value?: string;
  /** The only values that are allowed. */
  readonly choices?: readonly string[];
  /** May be given more than once. */
  readonly repeatable?: true;
  readonly description: string;
}

/** Arguments of a command, checked against its options. */
export class ParsedArguments {
  readonly #values: ReadonlyMap<string, readonly string[]>;

  constructor(
    readonly operands: readonly string[],
    values: ReadonlyMap<string, readonly string[]>,
  ) {
    this.#values = values;
  }

  has(name: string): boolean {
    return this.#values.has(name);
  }

  get(name: string): string | undefined {
    return this.#values.get(name)?.at(-1);
  }

  all(name: string): readonly string[] {
    return this.#values.get(name) ?? [];
  }
}

/** Wrong arguments: what the user typed, and what would be right. */
export class UsageProblem {
  constructor(readonly message: string) {}
}

/**
 * Reads arguments: `--name value`, `--name=value`, `--flag`; what is left over, and everything after `--`, are operands.
 * A single `-` is an operand (standard input).
 */
export function parseArguments(
  argv: readonly string[],
  options: readonly OptionSpec[],
): ParsedArguments | UsageProblem {
  const values = new Map<string, string[]>();
  const operands: string[] = [];
  for (let i = 0; i < argv.length; i++) {
    const argument = argv[i]!;
    if (argument === '--') {
      operands.push(...argv.slice(i + 1));
      break;
    }
    if (!argument.startsWith('-') || argument === '-') {
      operands.push(argument);
      continue;
    }
    const [, name, inline] = /^--([^=]+)(?:=([\s\S]*))?$/.exec(argument) ?? [];
    const option = options.find((candidate) => candidate.name === name);
    if (!option) return new UsageProblem(unknownOption(argument, options));
    const given = values.get(option.name);
    if (given && !option.repeatable) return new UsageProblem(`--${option.name} is given twice.`);
    const value = option.value === undefined ? inline : (inline ?? argv[++i]);
    if (option.value === undefined && inline !== undefined) return new UsageProblem(`--${option.name} takes no value.`);
    if (option.value !== undefined && value === undefined)
      return new UsageProblem(`--${option.name} needs a value: ${option.value}.`);
    if (option.choices && !option.choices.includes(value!)) {
      return new UsageProblem(`--${option.name} cannot be "${value}". It is one of: ${option.choices.join(', ')}.`);
    }
    values.set(option.name, [...(given ?? []), value ?? '']);
  }
  return new ParsedArguments(operands, values);
}

function unknownOption(argument: string, options: readonly OptionSpec[]): string {
  const typed = argument.replace(/^-+/, '').replace(/=.*$/s, '');
  const [near] = new Suggestions().for(
    typed,
    options.map((option) => option.name),
  );
  return `Unknown option ${argument.replace(/=.*$/s, '')}.${near ? ` Did you mean --${near}?` : ''}`;
}
