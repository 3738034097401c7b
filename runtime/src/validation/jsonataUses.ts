import { jsonataText } from '../expressions/jsonata.ts';
import type { SourceNode, SourceRange } from '../source/node.ts';
import type { ValidationContext } from './context.ts';
import { analyseJsonata, type ExpressionRange, type JsonataAnalysis } from './jsonataAnalysis.ts';
import { type FieldUse, fieldLocation, textOf } from './model.ts';
import { isUsable } from './presence.ts';

/** A `{% %}` string in a JSONata state. */
export interface JsonataUse {
  readonly use: FieldUse;
  readonly node: SourceNode;
  /** By the service's names: `/States/E/Output/v`. */
  readonly location: string;
  readonly analysis: JsonataAnalysis;
  /** Where a part of the expression is written. */
  place(range: ExpressionRange): SourceRange;
}

/** A string of a JSONata state that is no expression. */
export interface TextUse {
  readonly use: FieldUse;
  readonly node: SourceNode;
  readonly location: string;
  readonly text: string;
}

export interface JsonataUses {
  readonly expressions: readonly JsonataUse[];
  /** Strings that begin or end as an expression, but not both. */
  readonly unclosed: readonly TextUse[];
}

const cache = new WeakMap<ValidationContext, JsonataUses>();

/** All expressions of the JSONata states, in document order; collected once per validation. */
export function jsonataUses(context: ValidationContext): JsonataUses {
  let uses = cache.get(context);
  if (!uses) {
    uses = collect(context);
    cache.set(context, uses);
  }
  return uses;
}

function collect(context: ValidationContext): JsonataUses {
  const expressions: JsonataUse[] = [];
  const unclosed: TextUse[] = [];
  for (const use of context.fields) {
    const { fact, value, object } = use;
    if (!value || object.language !== 'JSONata' || !isUsable(fact, 'JSONata')) continue;
    // The fields of an object with a kind of its own are looked at one by one.
    if (fact.template && !fact.object) visit(use, value, fieldLocation(use));
    else if (fact.expression) add(use, value, fieldLocation(use));
  }
  return { expressions, unclosed };

  function visit(use: FieldUse, node: SourceNode, location: string): void {
    for (const { key, valueNode } of node.properties ?? []) if (valueNode) visit(use, valueNode, `${location}/${key}`);
    for (const [index, item] of (node.items ?? []).entries()) visit(use, item, `${location}[${index}]`);
    add(use, node, location);
  }

  function add(use: FieldUse, node: SourceNode, location: string): void {
    const text = textOf(node);
    if (text === undefined) return;
    const opens = text.startsWith('{%');
    const closes = text.endsWith('%}');
    if (opens && closes && text.length >= 4) {
      if (!/\$\{[^{}]*\}/.test(text)) expressions.push(expressionUse(use, node, location, text));
    } else if (opens || closes) unclosed.push({ use, node, location, text });
  }
}

function expressionUse(use: FieldUse, node: SourceNode, location: string, text: string): JsonataUse {
  const source = jsonataText(text);
  const start = 2 + (text.slice(2).length - text.slice(2).trimStart().length);
  const place = ({ offset, length }: ExpressionRange) => node.rangeOf(start + offset, start + offset + length);
  return { use, node, location, analysis: analyseJsonata(source), place };
}
