import { VALUES_LIMIT } from './limits.ts';

/**
 * Whether writing a value out would never end. An expression can make a value that refers to its own parts many times over:
 * small in memory, and twice as long as text with every step.
 */
export function hasTooManyValues(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  let left = VALUES_LIMIT;
  const pending: unknown[] = [value];
  while (pending.length > 0) {
    const next = pending.pop();
    if (typeof next !== 'object' || next === null) continue;
    for (const part of Array.isArray(next) ? next : Object.values(next)) {
      left -= 1;
      if (left < 0) return true;
      if (typeof part === 'object' && part !== null) pending.push(part);
    }
  }
  return false;
}
