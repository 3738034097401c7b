/**
 * Makes a compiler remember what it made of the last texts. Machines name the same few expressions again and again, and validation, interpreter
 * and editor compile the same text: ten thousand states with one path share one compiled path, which saves their memory as well. The results must
 * be immutable.
 */
export function keptByText<T>(compile: (text: string) => T, limit: number): (text: string) => T {
  const kept = new Map<string, T>();
  return (text) => {
    if (text.length > LONGEST_KEPT) return compile(text);
    const known = kept.get(text);
    if (known !== undefined) return known;
    const own = copyOf(text);
    const compiled = compile(own);
    if (kept.size >= limit) kept.delete(kept.keys().next().value!);
    kept.set(own, compiled);
    return compiled;
  };
}

/** Longer texts are rare, and a few thousand of them would be too much to keep. */
const LONGEST_KEPT = 16_384;

/** A text of its own memory. A text that was cut out of a definition would keep the whole definition alive. */
function copyOf(text: string): string {
  return ` ${text}`.slice(1);
}
