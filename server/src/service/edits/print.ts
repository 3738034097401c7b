import { isObject, type Json } from '../../../../runtime/src/asl/json.ts';
import type { AslDocument } from '../../../../runtime/src/source/document.ts';
import { quoted } from '../scalarText.ts';
import type { Notation } from './layout.ts';

/** How a value has to look where it is put. */
export interface PrintStyle {
  readonly document: AslDocument;
  readonly notation: Notation;
  /** Blanks before the line the value begins in. */
  readonly indent: string;
  readonly unit: string;
}

/** A member as text: `"Next": "A"` or `Next: A`. */
export function printMember(key: string, value: Json, style: PrintStyle): string {
  if (style.notation === 'json') return `${JSON.stringify(key)}: ${printValue(value, style)}`;
  return `${quoted(style.document, key)}:${behindKey(value, style)}`;
}

/** A value as text; further lines carry their indentation. */
export function printValue(value: Json, style: PrintStyle): string {
  if (style.notation === 'yaml-block') return yamlValue(value, style);
  return JSON.stringify(value, undefined, style.unit).replaceAll('\n', `\n${style.indent}`);
}

function behindKey(value: Json, style: PrintStyle): string {
  if (isEmptyOrScalar(value)) return ` ${yamlScalar(value, style.document)}`;
  const inner = { ...style, indent: style.indent + style.unit };
  return `\n${inner.indent}${yamlValue(value, inner)}`;
}

function yamlValue(value: Json, style: PrintStyle): string {
  if (isEmptyOrScalar(value)) return yamlScalar(value, style.document);
  const separator = `\n${style.indent}`;
  if (isObject(value))
    return Object.entries(value)
      .map(([key, member]) => printMember(key, member, style))
      .join(separator);
  const inner = { ...style, indent: `${style.indent}  ` };
  return (value as readonly Json[]).map((item) => `- ${yamlValue(item, inner)}`).join(separator);
}

function isEmptyOrScalar(value: Json): boolean {
  return typeof value !== 'object' || value === null || Object.keys(value).length === 0;
}

function yamlScalar(value: Json, document: AslDocument): string {
  return typeof value === 'string' ? quoted(document, value) : JSON.stringify(value);
}
