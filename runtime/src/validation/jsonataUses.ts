import type { JsonataReferences, Place } from '../expressions/jsonata/references.ts';
import { compileJsonata, jsonataText, references } from '../expressions/jsonata.ts';
import { isSyntaxProblem, type SyntaxProblem } from '../expressions/problem.ts';
import type { SourceNode, SourceProperty, SourceRange } from '../source/node.ts';
import type { ValidationContext } from './context.ts';
import { type FieldUse, textOf } from './model.ts';
import { isUsable } from './presence.ts';
import { masked } from './substitution.ts';

/** A `{% %}` string in a JSONata state. */
export interface JsonataUse {
  readonly use: FieldUse;
  readonly node: SourceNode;
  /** The string itself: the service names its place. */
  readonly where: SourceNode;
  /** Why it cannot be read. */
  readonly problem?: SyntaxProblem;
  /** What it refers to; nothing when it cannot be read. */
  readonly references: JsonataReferences;
  /** Where a part of the expression is written. */
  place(range: Place): SourceRange;
}

/** A string of a JSONata state that is no expression. */
export interface TextUse {
  readonly use: FieldUse;
  readonly node: SourceNode;
  readonly where: SourceNode;
  readonly text: string;
}

export interface JsonataUses {
  readonly expressions: readonly JsonataUse[];
  /** Strings that begin or end as an expression, but not both. */
  readonly unclosed: readonly TextUse[];
  /** Other strings. */
  readonly texts: readonly TextUse[];
  /** Members of templates. */
  readonly members: readonly SourceProperty[];
}

/** All expressions and texts of the JSONata states; collected once per validation. */
export function jsonataUses(context: ValidationContext): JsonataUses {
  return context.once(collect);
}

function collect(context: ValidationContext): JsonataUses {
  const expressions: JsonataUse[] = [];
  const unclosed: TextUse[] = [];
  const texts: TextUse[] = [];
  const members: SourceProperty[] = [];
  for (const use of context.fields) {
    const { fact, value, object } = use;
    if (!value || object.language !== 'JSONata' || !isUsable(fact, 'JSONata')) continue;
    // The fields of an object with a kind of its own are looked at one by one.
    if (fact.template && !fact.object) visit(use, value);
    else if (fact.expression) add(use, value);
  }
  return { expressions, unclosed, texts, members };

  function visit(use: FieldUse, node: SourceNode): void {
    if (node.properties) {
      for (const property of node.properties) {
        members.push(property);
        if (property.valueNode) visit(use, property.valueNode);
      }
    } else if (node.items) for (const item of node.items) visit(use, item);
    else add(use, node);
  }

  function add(use: FieldUse, node: SourceNode): void {
    const text = textOf(node);
    if (text === undefined) return;
    const opens = text.startsWith('{%');
    const closes = text.endsWith('%}');
    if (opens && closes && text.length >= 4) {
      const expression = expressionUse(use, node, masked(text, '1'));
      if (!expression.problem || !text.includes('${')) expressions.push(expression);
    } else if (opens || closes) unclosed.push({ use, node, where: node, text });
    else texts.push({ use, node, where: node, text });
  }
}

function expressionUse(use: FieldUse, node: SourceNode, text: string): JsonataUse {
  const source = jsonataText(text);
  const start = 2 + (text.slice(2).length - text.slice(2).trimStart().length);
  const place = ({ offset, length }: Place) => node.rangeOf(start + offset, start + offset + length);
  const compiled = compileJsonata(source);
  if (isSyntaxProblem(compiled)) return { use, node, where: node, problem: compiled, references: NOTHING, place };
  return { use, node, where: node, references: references(compiled), place };
}

const NOTHING: JsonataReferences = { variables: [], states: [], calls: [], document: [], bareContexts: [] };
