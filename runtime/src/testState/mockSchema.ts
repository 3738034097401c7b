import { isObject, type Json } from '../asl/json.ts';
import { parseResource } from '../asl/resources.ts';
import { type OutputShape, outputShape } from '../asl/responseModels.ts';

/** What a `.sync` task returns: the response of the call that describes the job. */
const DESCRIBED_BY: Readonly<Record<string, string>> = { 'states:startExecution': 'describeExecution' };

/**
 * What is wrong with a mocked result by the API's model, in the service's words, or undefined. STRICT wants the required members too; members that
 * the model does not know are let pass. Function and activity results, and those of a callback, are free JSON.
 */
export function mockProblem(resource: string, result: Json, mode: 'STRICT' | 'PRESENT' | 'NONE'): string | undefined {
  const parsed = parseResource(resource);
  if (mode === 'NONE' || !parsed || (parsed.kind !== 'optimized' && parsed.kind !== 'aws-sdk')) return undefined;
  if (parsed.pattern === '.waitForTaskToken') return undefined;
  let { action } = parsed;
  if (parsed.pattern !== '') {
    const described = DESCRIBED_BY[`${parsed.service}:${action}`];
    if (described === undefined) return undefined;
    action = described;
  }
  const shape = outputShape(parsed.kind, parsed.service, action);
  // The second version of a nested execution's result holds its output parsed.
  const freeMembers = parsed.pattern === '.sync:2' ? ['Input', 'Output'] : [];
  return shape && check(shape, result, '', mode === 'STRICT', freeMembers);
}

const ARTICLES: Readonly<Record<OutputShape['type'], string>> = {
  object: 'an object',
  map: 'an object',
  array: 'an array',
  string: 'a string',
  boolean: 'a boolean',
  integer: 'a number',
  number: 'a number',
};

function check(
  shape: OutputShape,
  value: Json,
  field: string,
  strict: boolean,
  free: readonly string[] = [],
): string | undefined {
  if (value === null) return undefined;
  if (!isOfType(shape, value)) return `Field '${field}' must be ${ARTICLES[shape.type]}`;
  if (typeof value === 'string') return checkText(shape, value, field);
  if (typeof value === 'number') return checkNumber(shape, value, field);
  if (Array.isArray(value)) return first(value, (item) => checkElement(shape, item, field, strict));
  if (!isObject(value)) return undefined;
  if (shape.type === 'map')
    return first(Object.entries(value), ([key, item]) => checkElement(shape, item, key, strict));
  return first([...(shape.members ?? [])], ([name, member]) => {
    if (value[name] === undefined) return strict && member.required ? `Required field '${name}' is missing` : undefined;
    const inner = free.includes(name) ? undefined : member.shape();
    return inner && check(inner, value[name], name, strict);
  });
}

function checkElement(shape: OutputShape, item: Json, field: string, strict: boolean): string | undefined {
  const element = shape.element?.();
  return element && check(element, item, field, strict);
}

function isOfType(shape: OutputShape, value: Json): boolean {
  switch (shape.type) {
    case 'object':
    case 'map':
      return isObject(value);
    case 'array':
      return Array.isArray(value);
    case 'integer':
    case 'number':
      return typeof value === 'number';
    default:
      return typeof value === shape.type;
  }
}

function checkText(shape: OutputShape, value: string, field: string): string | undefined {
  if (shape.values && !shape.values.includes(value)) return `Field '${field}' is not an expected value`;
  if (shape.minimum !== undefined && value.length < shape.minimum)
    return `Field '${field}' is smaller than the minimum length`;
  if (shape.maximum !== undefined && value.length > shape.maximum) return `Field '${field}' exceeds the maximum length`;
  return undefined;
}

function checkNumber(shape: OutputShape, value: number, field: string): string | undefined {
  if (shape.minimum !== undefined && value < shape.minimum) return `Field '${field}' is less than the minimum value`;
  if (shape.maximum !== undefined && value > shape.maximum) return `Field '${field}' exceeds the maximum value`;
  return undefined;
}

function first<T>(items: readonly T[], problem: (item: T) => string | undefined): string | undefined {
  for (const item of items) {
    const found = problem(item);
    if (found !== undefined) return found;
  }
  return undefined;
}
