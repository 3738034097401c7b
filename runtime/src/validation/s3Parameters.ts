import type { ValidationContext } from './context.ts';
import type { Finding } from './diagnostic.ts';
import { isMisspelling } from './misspelling.ts';
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
  const nameOf = (key: string) => (isJsonPath ? key.replace(/\.\$$/, '') : key);
  const given = new Set((value?.properties ?? []).map(({ key }) => nameOf(key)));
  const missing = required.filter((name) => !given.has(name));
  if (missing.length === 0) return;
  const wrong = (value?.properties ?? []).find(({ key }) => missing.some((name) => isMisspelling(nameOf(key), name)));
  if (wrong) {
    const meant = missing.find((name) => isMisspelling(nameOf(wrong.key), name))!;
    report({
      at: wrong.keyNode,
      where: property!.keyNode,
      message: `S3 has no parameter "${nameOf(wrong.key)}" here. Did you mean "${meant}"?`,
      awsMessage: `The field "${nameOf(wrong.key)}" is not supported by Step Functions`,
      data: { kind: 'rename', names: [meant + wrong.key.slice(nameOf(wrong.key).length)] },
    });
    return;
  }
  report({
    at: property?.keyNode ?? headOf(object.node, context.document.text),
    where: property?.keyNode ?? object.node,
    message: `S3 needs ${missing.map((name) => `"${name}"`).join(' and ')} here.`,
    awsMessage: `The field "${missing[0]}" is required but was missing`,
    data: { kind: 'add', fields: missing },
  });
}
