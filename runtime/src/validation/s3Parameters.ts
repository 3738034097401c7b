import type { ValidationContext } from './context.ts';
import type { Finding } from './diagnostic.ts';
import type { TypedObject } from './model.ts';
import { headOf } from './places.ts';

/** Reports the parameters of an S3 call that are missing; ItemReader and ResultWriter are alike here. */
export function checkParameters(
  object: TypedObject<'itemReader'> | TypedObject<'resultWriter'>,
  required: readonly string[],
  context: ValidationContext,
  report: (finding: Finding) => void,
): void {
  const isJsonPath = object.language === 'JSONPath';
  const property = isJsonPath ? object.fields.Parameters : object.fields.Arguments;
  // Given in the other query language: that is reported as such.
  if (!property && (object.fields.Parameters || object.fields.Arguments)) return;
  const value = property?.valueNode;
  if (value && value.kind !== 'object') return;
  const given = new Set((value?.properties ?? []).map(({ key }) => (isJsonPath ? key.replace(/\.\$$/, '') : key)));
  const missing = required.filter((name) => !given.has(name));
  if (missing.length === 0) return;
  report({
    at: property?.keyNode ?? headOf(object.node, context.document.text),
    where: property?.keyNode ?? object.node,
    message: `S3 needs ${missing.map((name) => `"${name}"`).join(' and ')} here.`,
    awsMessage: `The field "${missing[0]}" is required but was missing`,
    data: { kind: 'add', fields: missing },
  });
}
