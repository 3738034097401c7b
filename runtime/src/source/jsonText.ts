/** What a JSON string from its quote to its end means; the closing quote may be missing. */
export function jsonStringContent(text: string, start: number, end: number): string {
  const quote = text[start]!;
  const contentEnd = isClosedBy(text, start, end, quote) ? end - 1 : end;
  let content = '';
  let runStart = start + 1;
  for (let at = runStart; at < contentEnd; ) {
    if (text[at] !== '\\') {
      at++;
      continue;
    }
    content += text.slice(runStart, at) + (escapeAt(text, at) ?? brokenEscape(text[at + 1] ?? ''));
    at += jsonEscapeWidth(text, at);
    runStart = at;
  }
  return content + text.slice(runStart, Math.max(runStart, contentEnd));
}

/** Whether the last unit of a string is the quote that ends it, and no quote behind a backslash. */
function isClosedBy(text: string, start: number, end: number, quote: string): boolean {
  let at = start + 1;
  while (at < end && text[at] !== quote) at += jsonEscapeWidth(text, at);
  return at < end;
}

/** What the escape at that place means; undefined when JSON has no such escape. */
export function escapeAt(text: string, at: number): string | undefined {
  const letter = text[at + 1] ?? '';
  const simple = SIMPLE_ESCAPES[letter];
  if (simple !== undefined) return simple;
  const hex = letter === 'u' ? text.slice(at + 2, at + 6) : '';
  return /^[0-9a-fA-F]{4}$/.test(hex) ? String.fromCharCode(Number.parseInt(hex, 16)) : undefined;
}

/** An unknown escape stands for its letter; behind the last backslash of a line there is none. */
function brokenEscape(letter: string): string {
  return letter === '\n' || letter === '\r' ? '' : letter;
}

/** How many units of JSON text mean one unit of the value: 1, or the width of an escape. A broken escape is as wide as its letter. */
export function jsonEscapeWidth(text: string, at: number): number {
  if (text[at] !== '\\') return 1;
  if (text[at + 1] === 'u' && /^[0-9a-fA-F]{4}$/.test(text.slice(at + 2, at + 6))) return 6;
  // A string ends with its line, even behind a backslash.
  return at + 1 < text.length && text[at + 1] !== '\n' && text[at + 1] !== '\r' ? 2 : 1;
}

const SIMPLE_ESCAPES: Record<string, string> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};
