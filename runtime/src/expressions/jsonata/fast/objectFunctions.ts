import { isObject, type Json } from '../../../asl/json.ts';
import { setMember } from '../../../asl/setMember.ts';
import { SEQUENCE_LIMIT } from '../limits.ts';
import type { FastFunction } from './fastFunction.ts';
import type { Run } from './run.ts';
import { bail, lookup, sequenceOf, type Value } from './values.ts';

export const OBJECT_FUNCTIONS: Readonly<Record<string, FastFunction>> = {
  keys: {
    minimum: 1,
    maximum: 1,
    takesContext: true,
    call: (value, _second, _third, run) => sequenceOf(keysOf(value, run)) as unknown as Json,
  },
  lookup: { minimum: 2, maximum: 2, call: (value, name) => (typeof name === 'string' ? lookup(value, name) : bail()) },
  merge: {
    minimum: 1,
    maximum: 1,
    call: (list) => {
      if (list === undefined) return undefined;
      const objects = Array.isArray(list) ? list : [list];
      const merged: Record<string, Json> = {};
      for (const object of objects) {
        if (!isObject(object)) return bail();
        for (const name of Object.keys(object)) setMember(merged, name, object[name]!);
      }
      return merged;
    },
  },
  spread: { minimum: 1, maximum: 1, takesContext: true, call: (value, _second, _third, run) => spread(value, run) },
  type: { minimum: 1, maximum: 1, call: typeName },
};

function keysOf(value: Value, run: Run): string[] {
  if (Array.isArray(value)) {
    run.spend(value.length);
    const found: Record<string, null> = {};
    for (const item of value)
      for (const name of keysOf(item, run)) setMember(found as Record<string, Json>, name, null);
    return Object.keys(found);
  }
  return isObject(value) ? Object.keys(value) : [];
}

function spread(value: Value, run: Run): Value {
  if (Array.isArray(value)) {
    run.spend(value.length);
    if (value.length === 0) return sequenceOf([]) as unknown as Json;
    const all: Value[] = [];
    for (const item of value) {
      const parts = spread(item, run);
      if (!Array.isArray(parts)) all.push(parts);
      else for (const part of parts) all.push(part);
      if (all.length > SEQUENCE_LIMIT) bail();
    }
    return all as Json;
  }
  if (!isObject(value)) return value;
  const parts = Object.keys(value).map((name) => {
    const part: Record<string, Json> = {};
    setMember(part, name, value[name]!);
    return part;
  });
  return sequenceOf(parts) as unknown as Json;
}

function typeName(value: Value): Value {
  if (value === undefined) return undefined;
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number' && !Number.isFinite(value)) return bail();
  return typeof value;
}
