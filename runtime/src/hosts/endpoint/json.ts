import type { Json } from '../../asl/json.ts';

/** Nesting that AWS's parser accepts. */
const DEEPEST = 1000;

/** Parses JSON text. Throws an Error with a readable message, also for nesting that no recursive reader would survive. */
export function parseJsonText(text: string): Json {
  if (isNestedTooDeep(text)) {
    throw new Error(`Document nesting depth exceeds the maximum allowed (${DEEPEST})`);
  }
  return JSON.parse(text) as Json;
}

/** Whether the text has more levels of brackets than AWS reads. */
export function isNestedTooDeep(text: string): boolean {
  if (text.length <= DEEPEST) return false;
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (inString) {
      if (code === BACKSLASH) at += 1;
      else if (code === QUOTE) inString = false;
    } else if (code === QUOTE) inString = true;
    else if (code === OPEN_BRACE || code === OPEN_BRACKET) {
      depth += 1;
      if (depth > DEEPEST) return true;
    } else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) depth -= 1;
  }
  return false;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
