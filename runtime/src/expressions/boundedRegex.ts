import { type Context, createContext, Script } from 'node:vm';

/** Matching steps below which a pattern runs directly: some milliseconds of backtracking. */
const DIRECT_STEPS = 2_000_000;
/** How long all matches of one regular expression in one evaluation may take together, in milliseconds. */
const TIME_LIMIT = 1_000;

/** A compiled regular expression whose matching always ends. */
export interface BoundedRegex {
  /** The pattern as it is written. */
  readonly source: string;
  /** Whether the whole text matches, or the reason why that could not be found out in time. */
  test(text: string): boolean | string;
}

/**
 * Compiles a regular expression for untrusted patterns and texts. Answers the reason when the pattern is not valid.
 * @param flags any of `i`, `m`, `s`, `u`
 */
export function compileBoundedRegex(source: string, flags: string): BoundedRegex | string {
  try {
    const regex = new RegExp(`^(?:${source})$`, flags);
    return {
      source,
      test: (text) => {
        const outcome = new MatchBudget(source).run(text, () => regex.test(text));
        return outcome === undefined ? tooSlow(source, text) : outcome;
      },
    };
  } catch {
    return `/${source}/ is not a regular expression that can be used here`;
  }
}

/** The message for a match that was stopped. */
export function tooSlow(source: string, text: string): string {
  return `The regular expression /${source}/ did not finish within ${TIME_LIMIT} ms on a text of ${text.length} characters`;
}

/** The time that the matches of one regular expression may take together. */
export class MatchBudget {
  private left = TIME_LIMIT;
  private readonly exponent: number;

  constructor(source: string) {
    this.exponent = backtrackingExponent(source);
  }

  /**
   * Runs one match. Harmless ones run directly; the others inside a timed script, which really interrupts V8's matcher (a timer of
   * the event loop could not). Answers undefined when the time was up.
   */
  run<T>(text: string, match: () => T): T | undefined {
    if (text.length ** this.exponent <= DIRECT_STEPS) return match();
    if (this.left < 1) return undefined;
    const start = performance.now();
    try {
      return runTimed(match, Math.ceil(this.left));
    } finally {
      this.left -= performance.now() - start;
    }
  }
}

function runTimed<T>(match: () => T, timeout: number): T | undefined {
  sandbox ??= createContext();
  runScript ??= new Script('run()');
  sandbox.run = match;
  try {
    return runScript.runInContext(sandbox, { timeout }) as T;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return undefined;
    throw error;
  } finally {
    sandbox.run = undefined;
  }
}

let sandbox: Context | undefined;
let runScript: Script | undefined;

/**
 * An upper bound of how matching time grows: steps <= length ** exponent. Every repetition adds a degree; a repetition of a
 * group that itself repeats, alternates or refers back has no such bound (Infinity).
 */
export function backtrackingExponent(source: string): number {
  let repetitions = 0;
  let hasGroupTrouble = false;
  /** Per open group: whether something inside it can match in several ways. */
  const groups: boolean[] = [];
  let closed: boolean | undefined;
  for (let position = 0; position < source.length; position += 1) {
    const current = source[position]!;
    const justClosed = closed;
    closed = undefined;
    if (current === '\\') {
      if (/[1-9k]/.test(source[position + 1] ?? '')) return Number.POSITIVE_INFINITY;
      position += 1;
    } else if (current === '[') {
      position = endOfClass(source, position);
    } else if (current === '(') {
      groups.push(false);
    } else if (current === ')') {
      closed = groups.pop() ?? false;
      if (closed && groups.length > 0) groups[groups.length - 1] = true;
    } else if (current === '|') {
      if (groups.length > 0) groups[groups.length - 1] = true;
    } else if (isRepetition(source, position)) {
      repetitions += 1;
      if (justClosed) hasGroupTrouble = true;
      if (groups.length > 0) groups[groups.length - 1] = true;
      if (current === '{') position = source.indexOf('}', position);
      if (source[position + 1] === '?') position += 1;
    }
  }
  return hasGroupTrouble ? Number.POSITIVE_INFINITY : repetitions + 1;
}

function isRepetition(source: string, position: number): boolean {
  const current = source[position];
  if (current === '*' || current === '+') return true;
  if (current === '?') return source[position - 1] !== '(';
  return current === '{' && /^\{\d+(?:,\d*)?\}/.test(source.slice(position, position + 24));
}

function endOfClass(source: string, start: number): number {
  let position = start + 1;
  while (position < source.length && source[position] !== ']') position += source[position] === '\\' ? 2 : 1;
  return position;
}
