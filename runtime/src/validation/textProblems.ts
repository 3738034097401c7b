import type { Problem } from '../source/problem.ts';
import type { Finding } from './diagnostic.ts';

/** Problems after which the tree is a guess: rules that look at it would only add noise. */
export function isFatal({ code }: Problem): boolean {
  return code !== 'duplicate-key' && code !== 'comment';
}

/** The finding for a problem of the text. */
export function problemFinding({ start, end, message, related }: Problem): Finding {
  return {
    at: { start, end },
    message,
    related: related ? [{ start: related.start, end: related.end, message: 'The first use is here.' }] : undefined,
  };
}
