import { type FieldFact, fieldFact, type ObjectKind, objectFact } from '../../../../runtime/src/asl/fields.ts';
import { isObject, type Json } from '../../../../runtime/src/asl/json.ts';

/** Whether a JSONPath object has the fields it needs, each with a value of the right type: what is wrong cannot be converted. */
export function isWellFormed(kind: ObjectKind, value: Json): boolean {
  if (!isObject(value)) return false;
  const lacksField = Object.entries(objectFact(kind).fields).some(
    ([name, { required, language }]) => required && language !== 'JSONata' && value[name] === undefined,
  );
  if (lacksField) return false;
  return Object.entries(value).every(([name, member]) => {
    const fact = fieldFact(kind, name);
    return !fact || member === undefined || hasRightType(fact, member);
  });
}

function hasRightType({ types, object, arrayOf }: FieldFact, value: Json): boolean {
  if (arrayOf) return Array.isArray(value) && value.every((item) => isWellFormed(arrayOf, item as Json));
  // Scopes inside are converted, or left, by themselves.
  if (object) return object === 'itemProcessor' ? isObject(value) : isWellFormed(object, value);
  return types.some((type) => isOfType(value, type));
}

function isOfType(value: Json, type: FieldFact['types'][number]): boolean {
  if (type === 'any') return true;
  if (type === 'null') return value === null;
  if (type === 'array') return Array.isArray(value);
  if (type === 'object') return isObject(value);
  if (type === 'integer') return Number.isInteger(value);
  return typeof value === type;
}
