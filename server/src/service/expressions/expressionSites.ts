import type { ValueKind } from '../../../../runtime/src/asl/valueKinds.ts';
import type { SourceNode, SourceRange } from '../../../../runtime/src/source/document.ts';
import type { ValidationContext } from '../../../../runtime/src/validation/context.ts';
import type { FieldUse, StateContext } from '../../../../runtime/src/validation/model.ts';

/** An expression inside a string of the definition. */
export interface ExpressionSite {
  readonly language: 'jsonata' | 'jsonpath' | 'intrinsic';
  /** Without `{% %}`. */
  readonly text: string;
  /** The string that holds it. */
  readonly node: SourceNode;
  /** Offset of the expression within the string's value. */
  readonly valueOffset: number;
  /** The field in which it stands, possibly deep inside its value. */
  readonly use: FieldUse;
  readonly state: StateContext | undefined;
}

const PATH_KINDS: ReadonlySet<ValueKind | undefined> = new Set<ValueKind>([
  'path',
  'referencePath',
  'resultPath',
  'pathOrIntrinsic',
]);

/** Where a part of an expression is written in the document. */
export function rangeInDocument(site: ExpressionSite, start: number, end: number): SourceRange {
  return site.node.rangeOf(site.valueOffset + start, site.valueOffset + end);
}

/** Every expression of a definition, in the order of the text. */
export function expressionSites(context: ValidationContext): ExpressionSite[] {
  const sites: ExpressionSite[] = [];
  for (const use of context.fields) {
    const { fact, value, object } = use;
    if (!value) continue;
    if (object.language === 'JSONata') {
      // The fields of an object with a kind of its own are met one by one.
      if (fact.template && !fact.object) collectJsonata(value, use, sites);
      else if (fact.expression) addJsonata(value, use, sites);
    } else if (fact.template) collectTemplate(value, use, sites);
    else if (PATH_KINDS.has(fact.holds)) addPath(value, use, sites);
  }
  return sites;
}

function collectJsonata(node: SourceNode, use: FieldUse, sites: ExpressionSite[]): void {
  if (node.kind === 'string') addJsonata(node, use, sites);
  for (const { valueNode } of node.properties ?? []) if (valueNode) collectJsonata(valueNode, use, sites);
  for (const item of node.items ?? []) collectJsonata(item, use, sites);
}

function addJsonata(node: SourceNode, use: FieldUse, sites: ExpressionSite[]): void {
  if (node.kind !== 'string') return;
  const value = node.value as string;
  const open = /^\s*\{%/.exec(value)?.[0].length;
  if (open === undefined) return;
  const close = /%\}\s*$/.exec(value.slice(open))?.index;
  const text = close === undefined ? value.slice(open) : value.slice(open, open + close);
  sites.push({ language: 'jsonata', text, node, valueOffset: open, use, state: use.object.state });
}

/** In a payload template of JSONPath the members whose name ends in `.$` are expressions. */
function collectTemplate(node: SourceNode, use: FieldUse, sites: ExpressionSite[]): void {
  for (const { key, valueNode } of node.properties ?? []) {
    if (!valueNode) continue;
    if (key.endsWith('.$')) addPath(valueNode, use, sites);
    else collectTemplate(valueNode, use, sites);
  }
  for (const item of node.items ?? []) collectTemplate(item, use, sites);
}

function addPath(node: SourceNode, use: FieldUse, sites: ExpressionSite[]): void {
  if (node.kind !== 'string') return;
  const text = node.value as string;
  const language = text.trimStart().startsWith('States.') ? 'intrinsic' : 'jsonpath';
  sites.push({ language, text, node, valueOffset: 0, use, state: use.object.state });
}
