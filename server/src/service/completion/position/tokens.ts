import type { SourceNode } from '../../../../../runtime/src/source/document.ts';
import type { Token } from './position.ts';

/** A place where nothing stands yet. */
export function emptyToken(offset: number): Token {
  return { start: offset, end: offset, content: '', cursor: 0, quote: '', offsetAt: () => offset };
}

/** A scalar of the tree. An unclosed string reaches only to the cursor: what follows was not meant to be inside it. */
export function tokenOfNode(node: SourceNode, offset: number, text: string): Token {
  const content = String(node.value ?? '');
  const first = text[node.start];
  const quote = (first === '"' || first === "'") && node.style !== 'plain' ? first : '';
  const isClosed = quote === '' || (node.end - node.start >= 2 && text[node.end - 1] === quote);
  const cursor = Math.min(node.valueOffsetAt(offset), content.length);
  return {
    start: node.start,
    end: isClosed ? node.end : Math.max(offset, node.start),
    content: isClosed ? content : content.slice(0, cursor),
    cursor,
    quote,
    offsetAt: (contentOffset) => node.offsetAt(contentOffset),
  };
}

/** A stretch of one line, read by eye because the tree does not know it (well). */
export function tokenOfText(text: string, start: number, end: number, offset: number): Token {
  const first = text[start];
  const quote = start < end && (first === '"' || first === "'") ? first : '';
  const contentStart = start + quote.length;
  const isClosed = quote !== '' && end - start >= 2 && text[end - 1] === quote;
  const contentEnd = Math.max(contentStart, isClosed ? end - 1 : end);
  const cursor = Math.min(Math.max(offset - contentStart, 0), contentEnd - contentStart);
  return {
    start,
    end,
    content: text.slice(contentStart, contentEnd),
    cursor,
    quote,
    offsetAt: (contentOffset) => contentStart + contentOffset,
  };
}
