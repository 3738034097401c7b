import { fileURLToPath, pathToFileURL } from 'node:url';
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { AslDocument, SourceRange } from '../../source/document.ts';

/** How the client counts lines and columns, and writes paths. */
export interface ClientTraits {
  readonly firstLine: 0 | 1;
  readonly firstColumn: 0 | 1;
  readonly usesUris: boolean;
}

export const DEFAULT_TRAITS: ClientTraits = { firstLine: 1, firstColumn: 1, usesUris: false };

export function clientTraits(args: DebugProtocol.InitializeRequestArguments): ClientTraits {
  return {
    firstLine: args.linesStartAt1 === false ? 0 : 1,
    firstColumn: args.columnsStartAt1 === false ? 0 : 1,
    usesUris: args.pathFormat === 'uri',
  };
}

/** A range of the text as the client counts. */
export function clientRange(document: AslDocument, range: SourceRange, traits: ClientTraits) {
  const start = document.lines.positionAt(range.start);
  const end = document.lines.positionAt(range.end);
  return {
    line: start.line + traits.firstLine,
    column: start.character + traits.firstColumn,
    endLine: end.line + traits.firstLine,
    endColumn: end.character + traits.firstColumn,
  };
}

/** The source as the client names it. */
export function clientSource(source: DebugProtocol.Source, traits: ClientTraits): DebugProtocol.Source {
  return traits.usesUris && source.path ? { ...source, path: pathToFileURL(source.path).href } : source;
}

/** A path or URI that the client sent, as a path. */
export function plainPath(path: string): string {
  try {
    return path.startsWith('file:') ? fileURLToPath(path) : path;
  } catch {
    // Not a URI after all.
    return path;
  }
}

/** A path that the client sent, in a form that can be compared. */
export function comparablePath(path: string | undefined): string {
  if (path === undefined) return '';
  const plain = plainPath(path);
  // Windows does not distinguish upper and lower case, nor the two slashes.
  return /^[a-zA-Z]:[\\/]/.test(plain) ? plain.toLowerCase().replaceAll('\\', '/') : plain;
}
