import type { AslDocument, SourceNode } from '../../../runtime/src/source/document.ts';

/** Plain scalars that YAML reads as something else than a text, or not at all. */
const YAML_NEEDS_QUOTES =
  /^$|^[-?:,[\]{}#&*!|>'"%@`\s]|:(?:\s|$)|\s#|\s$|^(?:true|false|null|~|[-+]?[\d.][\d._eE+-]*|0x[\da-fA-F]+)$/i;

/** A text as it has to be written in place of a string node's whole range, in the style the node has. */
export function rewritten(document: AslDocument, node: SourceNode, text: string): string {
  return encoded(document, styled(document, node, text));
}

/** A new string value in the format of a document. */
export function quoted(document: AslDocument, text: string): string {
  if (document.format === 'json') return JSON.stringify(text);
  return YAML_NEEDS_QUOTES.test(text) || text.includes('\n') ? JSON.stringify(text) : text;
}

/** Text in the format of the document as it must be written where the definition is the content of a string. */
export function encoded(document: AslDocument, text: string): string {
  return document.encode ? document.encode(text) : text;
}

/** The same in the format of the document, before it is encoded for its surroundings. */
export function styled(document: AslDocument, node: SourceNode, text: string): string {
  if (node.style === 'single-quoted') return `'${text.replaceAll("'", "''")}'`;
  if (node.style === 'plain' && document.format === 'yaml') return quoted(document, text);
  return JSON.stringify(text);
}
