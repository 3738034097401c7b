/** Where the cursor stands inside a path, or inside a path that is an argument of an intrinsic function. */
export interface PathCursor {
  /** `input` for `$`, `context` for `$$`, otherwise the name of a variable. */
  readonly root:
    | { readonly is: 'input' }
    | { readonly is: 'context' }
    | { readonly is: 'variable'; readonly name: string };
  /** Members between the root and the one under the cursor; an index or wildcard is '*'. */
  readonly members: readonly string[];
  /** What is written of the member (or of the root) under the cursor. */
  readonly prefix: string;
  /** Offset of `prefix` in the content. */
  readonly start: number;
  /** Offset after the member under the cursor. */
  readonly end: number;
  /** The root itself is being written: `$`, `$na`. */
  readonly isRoot: boolean;
}

const PATH_BEFORE =
  /(\$\$?[\p{ID_Start}_]?[\p{ID_Continue}]*)((?:\.[\p{ID_Continue}-]+|\.\*|\[[^[\]]*\])*)(?:(\.)([\p{ID_Continue}-]*))?$/u;
const MEMBER = /\.([\p{ID_Continue}-]+|\*)|\[(?:'([^']*)'|"([^"]*)"|[^[\]]*)\]/gu;

/** The path that ends at an offset. Undefined when none does. */
export function pathCursor(content: string, offset: number): PathCursor | undefined {
  const found = PATH_BEFORE.exec(content.slice(0, offset));
  if (!found) return undefined;
  const [, rootText, memberText, dot, prefix = ''] = found as unknown as [string, string, string, string?, string?];
  const members = [...memberText.matchAll(MEMBER)].map(([, name, single, double]) => name ?? single ?? double ?? '*');
  const isRoot = dot === undefined && memberText === '';
  if (dot === undefined && !isRoot) return undefined;
  const start = isRoot ? found.index : offset - prefix.length;
  return {
    root: rootOf(rootText),
    members,
    prefix: isRoot ? rootText : prefix,
    start,
    end: endOfName(content, offset),
    isRoot,
  };
}

/** Where the word under the cursor ends. */
export function endOfName(content: string, offset: number): number {
  const rest = /^[\p{ID_Continue}-]*/u.exec(content.slice(offset))![0];
  return offset + rest.length;
}

function rootOf(text: string): PathCursor['root'] {
  if (text === '$') return { is: 'input' };
  if (text.startsWith('$$')) return { is: 'context' };
  return { is: 'variable', name: text.slice(1) };
}
