import { isObject, type Json, type JsonObject } from '../../../../runtime/src/asl/json.ts';
import { intrinsicExpression } from './intrinsics.ts';
import { pathExpression } from './paths.ts';
import type { ConversionProblems } from './problems.ts';

const DYNAMIC = '.$';

/** An expression as the value of a field. */
export function asField(expression: string): string {
  return `{% ${expression} %}`;
}

/** A path or an intrinsic call as an expression. */
export function textExpression(text: string, root: string, problems: ConversionProblems): string {
  return text.trimStart().startsWith('$')
    ? pathExpression(text, root, problems)
    : intrinsicExpression(text, root, problems);
}

/** A payload template as the value of a field in JSONata: members that end in `.$` become `{% %}` strings. */
export function templateValue(template: Json, root: string, problems: ConversionProblems): Json {
  if (typeof template === 'string') return literalText(template, problems);
  if (Array.isArray(template)) return template.map((item) => templateValue(item as Json, root, problems));
  if (!isObject(template)) return template;
  return Object.fromEntries(
    Object.entries(template).map(([key, value]) =>
      key.endsWith(DYNAMIC)
        ? [key.slice(0, -DYNAMIC.length), asField(textExpression(String(value), root, problems))]
        : [key, templateValue(value, root, problems)],
    ),
  );
}

/** A payload template as one expression. */
export function templateExpression(template: Json, root: string, problems: ConversionProblems): string {
  if (Array.isArray(template))
    return `[${template.map((item) => templateExpression(item as Json, root, problems)).join(', ')}]`;
  if (!isObject(template)) return JSON.stringify(template);
  const members = Object.entries(template).map(([key, value]) =>
    key.endsWith(DYNAMIC)
      ? `${JSON.stringify(key.slice(0, -DYNAMIC.length))}: ${textExpression(String(value), root, problems)}`
      : `${JSON.stringify(key)}: ${templateExpression(value, root, problems)}`,
  );
  return `{${members.join(', ')}}`;
}

/** A value that holds nothing dynamic, for a field that would evaluate `{% %}`. */
export function literalValue(value: Json, problems: ConversionProblems): Json {
  if (typeof value === 'string') return literalText(value, problems);
  if (Array.isArray(value)) return value.map((item) => literalValue(item as Json, problems));
  if (!isObject(value)) return value;
  const members = Object.entries(value as JsonObject).map(([key, member]) => [key, literalValue(member, problems)]);
  return Object.fromEntries(members);
}

function literalText(text: string, problems: ConversionProblems): string {
  if (text.startsWith('{%') && text.endsWith('%}')) problems.report(`The text ${text} would become an expression.`);
  return text;
}
