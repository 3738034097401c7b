import type { SemanticTokens, SemanticTokensLegend } from 'vscode-languageserver';
import { jsonataFunction } from '../../../runtime/src/asl/jsonataFunctions.ts';
import { RESERVED_VARIABLE } from '../../../runtime/src/asl/states.ts';
import { type IntrinsicToken, tokenizeIntrinsic } from '../../../runtime/src/expressions/intrinsic/lexer.ts';
import type { SourceRange } from '../../../runtime/src/source/document.ts';
import type { DocumentAnalysis, ExpressionSite } from './analysis.ts';
import { rangeInDocument } from './expressions/expressionSites.ts';
import { isCalled, type JsonataToken, localNames, tokenizeJsonata } from './expressions/jsonataTokens.ts';
import { toRange } from './positions.ts';

const TYPES = [
  'variable',
  'parameter',
  'function',
  'property',
  'string',
  'number',
  'regexp',
  'keyword',
  'operator',
  'comment',
  'macro',
] as const;
const MODIFIERS = ['defaultLibrary', 'readonly'] as const;

export const SEMANTIC_TOKENS_LEGEND: SemanticTokensLegend = { tokenTypes: [...TYPES], tokenModifiers: [...MODIFIERS] };

/** A word of an expression with its meaning; offsets are those of the expression. */
interface Word {
  readonly start: number;
  readonly end: number;
  readonly type: (typeof TYPES)[number];
  /** It comes with the language or the service. */
  readonly isBuiltIn?: boolean;
}

/** Meanings of the words inside expressions: JSONata, JSONPath and intrinsic functions. The rest of the text has a grammar. */
export function semanticTokensOf(analysis: DocumentAnalysis, within?: SourceRange): SemanticTokens {
  const data: number[] = [];
  let line = 0;
  let character = 0;
  for (const definition of analysis.definitions) {
    for (const site of definition.expressions) {
      const { node } = site;
      if (node.isAlias || (within && (node.end < within.start || node.start > within.end))) continue;
      for (const word of wordsOf(site)) {
        const range = toRange(definition.document, rangeInDocument(site, word.start, word.end));
        const isBehind = range.start.line < line || (range.start.line === line && range.start.character < character);
        // Clients take no token over several lines, and only in the order of the text.
        if (range.start.line !== range.end.line || isBehind) continue;
        const length = range.end.character - range.start.character;
        if (length <= 0) continue;
        const deltaLine = range.start.line - line;
        const deltaStart = deltaLine === 0 ? range.start.character - character : range.start.character;
        data.push(deltaLine, deltaStart, length, TYPES.indexOf(word.type), word.isBuiltIn ? 1 : 0);
        line = range.start.line;
        character = range.start.character;
      }
    }
  }
  return { data };
}

function wordsOf(site: ExpressionSite): Word[] {
  if (site.language === 'jsonata') return jsonataWords(site.text);
  return site.language === 'jsonpath' ? pathWords(site.text, 0) : intrinsicWords(site.text);
}

function jsonataWords(text: string): Word[] {
  const tokens = tokenizeJsonata(text);
  const local = localNames(tokens);
  return tokens.map((token, index) => {
    const place = { start: token.offset, end: token.offset + token.text.length };
    return { ...place, ...jsonataMeaning(token, isCalled(tokens, index), local) };
  });
}

function jsonataMeaning(
  token: JsonataToken,
  isCall: boolean,
  local: ReadonlySet<string>,
): Pick<Word, 'type' | 'isBuiltIn'> {
  const name = token.text.slice(1);
  switch (token.kind) {
    case 'variable':
      if (local.has(name)) return { type: 'parameter' };
      if (isCall && jsonataFunction(token.text)) return { type: 'function', isBuiltIn: true };
      return { type: 'variable', isBuiltIn: name === RESERVED_VARIABLE || name === '' || name === '$' };
    case 'name':
      return { type: 'property' };
    case 'regex':
      return { type: 'regexp' };
    case 'constant':
      return { type: 'keyword' };
    default:
      return { type: token.kind };
  }
}

const PATH_WORD =
  /(\$\$?(?:[\p{ID_Start}_][\p{ID_Continue}]*)?)|('[^']*')|(-?\d+(?:\.\d+)?)|([\p{ID_Start}_][\p{ID_Continue}-]*)|(\.\.|[*@]|&&|\|\||==|!=|<=|>=|=~|[<>!?:])/gu;

function pathWords(text: string, offset: number): Word[] {
  const words: Word[] = [];
  for (const match of text.matchAll(PATH_WORD)) {
    const start = offset + match.index;
    const place = { start, end: start + match[0].length };
    if (match[1] !== undefined)
      words.push({ ...place, type: 'variable', isBuiltIn: match[1] === '$' || match[1].startsWith('$$') });
    else if (match[2] !== undefined) words.push({ ...place, type: 'string' });
    else if (match[3] !== undefined) words.push({ ...place, type: 'number' });
    else words.push({ ...place, type: match[4] === undefined ? 'operator' : 'property' });
  }
  return words;
}

const INTRINSIC_TYPES: Partial<Record<IntrinsicToken['kind'], Word['type']>> = {
  name: 'function',
  string: 'string',
  number: 'number',
  literal: 'keyword',
};

function intrinsicWords(text: string): Word[] {
  return tokenizeIntrinsic(text).flatMap((token) => {
    if (token.kind === 'path') return pathWords(token.text, token.offset);
    const type = INTRINSIC_TYPES[token.kind];
    const place = { start: token.offset, end: token.offset + token.text.length };
    return type ? [{ ...place, type, isBuiltIn: token.kind === 'name' }] : [];
  });
}
