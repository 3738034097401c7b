import { type FieldFact, fieldFact, type QueryLanguage } from '../asl/fields.ts';
import type { TypedObject } from './model.ts';

/** Whether the field exists in states of that query language. */
export function isUsable(fact: FieldFact, language: QueryLanguage): boolean {
  return fact.language === undefined || fact.language === language;
}

/** Whether the object has the field with a value that counts (`"End": false` does not). */
export function isPresent(object: TypedObject, name: string): boolean {
  const property = object.node.property(name);
  if (!property) return false;
  const fact = fieldFact(object.kind, name);
  return fact?.absentWhen === undefined || property.valueNode?.value !== fact.absentWhen;
}
