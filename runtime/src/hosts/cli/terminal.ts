/** Where a command writes. The only way from a command to the outside, but for files. */
export interface Terminal {
  /** Writes to standard output. */
  out(text: string): void;
  /** Writes to standard error: messages and progress, never results. */
  error(text: string): void;
  /** Replaces the progress line, where a person watches; no text ends it. */
  progress(text?: string): void;
  readonly style: Style;
  /** Columns of the terminal, or a readable default. */
  readonly columns: number;
  /** Everything from standard input. */
  readInput(): Promise<string>;
}

/** Dresses text for a terminal, or leaves it alone. */
export interface Style {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly red: (text: string) => string;
  readonly green: (text: string) => string;
  readonly yellow: (text: string) => string;
  readonly cyan: (text: string) => string;
}

const plain = (text: string) => text;
const wrapped = (code: number) => (text: string) => `\u001b[${code}m${text}\u001b[0m`;

export const PLAIN_STYLE: Style = { bold: plain, dim: plain, red: plain, green: plain, yellow: plain, cyan: plain };
export const ANSI_STYLE: Style = {
  bold: wrapped(1),
  dim: wrapped(2),
  red: wrapped(31),
  green: wrapped(32),
  yellow: wrapped(33),
  cyan: wrapped(36),
};

/** The terminal of this process. Colour only where somebody looks at it and has not set NO_COLOR (https://no-color.org). */
export function processTerminal(): Terminal {
  const isWatched = process.stdout.isTTY === true;
  const showsProgress = isWatched && process.stderr.isTTY === true;
  let progressShown = false;
  const clear = () => {
    if (progressShown) process.stderr.write('\r\u001b[2K');
    progressShown = false;
  };
  return {
    out(text) {
      clear();
      process.stdout.write(text);
    },
    error(text) {
      clear();
      process.stderr.write(text);
    },
    progress(text) {
      if (!showsProgress) return;
      clear();
      if (text === undefined) return;
      process.stderr.write(text.slice(0, process.stderr.columns - 1));
      progressShown = true;
    },
    style: isWatched && !process.env.NO_COLOR ? ANSI_STYLE : PLAIN_STYLE,
    columns: process.stdout.columns || 120,
    async readInput() {
      const chunks: Buffer[] = [];
      for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
      return Buffer.concat(chunks).toString('utf8');
    },
  };
}
