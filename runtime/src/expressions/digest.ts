import { hash } from 'node:crypto';

/** The algorithms of `States.Hash` and `$hash`, by the names that Node has for them. */
const ALGORITHMS: ReadonlyMap<unknown, string> = new Map([
  ['MD5', 'md5'],
  ['SHA-1', 'sha1'],
  ['SHA-256', 'sha256'],
  ['SHA-384', 'sha384'],
  ['SHA-512', 'sha512'],
]);

/** The names of the algorithms, for messages. */
export const ALGORITHM_NAMES = [...ALGORITHMS.keys()].join(', ');

/** The digest of a text in lower-case hex; undefined when there is no such algorithm. */
export function digest(text: string, algorithm: unknown): string | undefined {
  const name = ALGORITHMS.get(algorithm);
  // At once instead of through a Hash object, which costs twice as much for short texts.
  return name && hash(name, text, 'hex');
}
