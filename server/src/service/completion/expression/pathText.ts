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

const MEMBER_BEFORE =
  /(\$\$?[\p{ID_Start}_]?[\p{ID_Continue}]*)((?:\.[\p{ID_Continue}-]+|\.\*|\[[^[\]]*\])*)\.([\p{ID_Continue}-]*)$/u;
const ROOT_BEFORE = /\$\$?[\p{ID_Start}_]?[\p{ID_Continue}]*$/u;
const STEP = /\.([\p{ID_Continue}-]+|\*)|\[(?:'([^']*)'|"([^"]*)"|[^[\]]*)\]/gu;

/** The path that ends at an offset. Undefined when none does. */
export function pathCursor(content: string, offset: number): PathCursor | undefined {
  const before = content.slice(0, offset);
  const end = endOfName(content, offset);
  const member = MEMBER_BEFORE.exec(before) as readonly [string, string, string, string] | null;
  if (member) {
    const [, root, steps, prefix] = member;
    const members = [...steps.matchAll(STEP)].map(([, name, single, double]) => name ?? single ?? double ?? '*');
    return { root: rootOf(root), members, prefix, start: offset - prefix.length, end, isRoot: false };
  }
  const root = ROOT_BEFORE.exec(before);
  return root
    ? { root: rootOf(root[0]), members: [], prefix: root[0], start: root.index, end, isRoot: true }
    : undefined;
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
