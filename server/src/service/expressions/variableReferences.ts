import { jsonataFunction } from '../../../../runtime/src/asl/jsonataFunctions.ts';
import { RESERVED_VARIABLE } from '../../../../runtime/src/asl/states.ts';
import { tokenizeIntrinsic } from '../../../../runtime/src/expressions/intrinsic/lexer.ts';
import type { ExpressionSite } from './expressionSites.ts';
import { isCalled, localNames, tokenizeJsonata } from './jsonataTokens.ts';

/** A use of a workflow variable in an expression: `$name`. Offsets are those of the expression's text, the dollar included. */
export interface VariableUse {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

const PATH_VARIABLE = /^\s*\$([\p{ID_Start}_][\p{ID_Continue}]*)/u;
/** Variables inside the filters of a path: `$.items[?(@.price < $limit)]`. */
const NESTED_VARIABLE = /(?<![$\p{ID_Continue}])\$([\p{ID_Start}_][\p{ID_Continue}]*)/gu;

/** The uses of workflow variables in an expression, which need not be free of errors. */
export function variableUses(site: Pick<ExpressionSite, 'language' | 'text'>): VariableUse[] {
  if (!site.text.includes('$')) return [];
  if (site.language === 'jsonata') return jsonataUses(site.text);
  if (site.language === 'jsonpath') return pathUses(site.text, 0);
  return tokenizeIntrinsic(site.text)
    .filter((token) => token.kind === 'path')
    .flatMap((token) => pathUses(token.text, token.offset));
}

function jsonataUses(text: string): VariableUse[] {
  const tokens = tokenizeJsonata(text);
  const local = localNames(tokens);
  const uses: VariableUse[] = [];
  for (const [index, token] of tokens.entries()) {
    if (token.kind !== 'variable') continue;
    const name = token.text.slice(1);
    const isOwn = name === '' || name === '$' || name === RESERVED_VARIABLE || local.has(name);
    if (isOwn || (isCalled(tokens, index) && jsonataFunction(token.text))) continue;
    uses.push({ name, start: token.offset, end: token.offset + token.text.length });
  }
  return uses;
}

function pathUses(text: string, offset: number): VariableUse[] {
  const uses: VariableUse[] = [];
  const root = PATH_VARIABLE.exec(text);
  if (root) {
    const end = root[0].length;
    uses.push({ name: root[1]!, start: offset + end - root[1]!.length - 1, end: offset + end });
  }
  if (!text.includes('[?')) return uses;
  for (const match of text.matchAll(NESTED_VARIABLE)) {
    if (root && match.index < root[0].length) continue;
    uses.push({ name: match[1]!, start: offset + match.index, end: offset + match.index + match[0].length });
  }
  return uses;
}
