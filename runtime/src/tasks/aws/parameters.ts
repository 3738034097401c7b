import { isObject, type Json, type JsonObject } from '../../asl/json.ts';

export type Path = readonly (string | number)[];

/** Where a parameter of a call comes from: the answer of the call that started the job, or the parameters of the task. */
export type Source =
  | { readonly from: 'started' | 'asked'; readonly path: Path }
  | { readonly list: Source }
  | { readonly text: string };

/** Parameters of a call, as data. */
export type Parameters = Readonly<Record<string, Source>>;

export function started(...path: Path): Source {
  return { from: 'started', path };
}

export function asked(...path: Path): Source {
  return { from: 'asked', path };
}

export function listOf(list: Source): Source {
  return { list };
}

export function text(value: string): Source {
  return { text: value };
}

/** Makes the parameters; those whose source has nothing are left out. */
export function filled(parameters: Parameters, start: JsonObject, task: JsonObject): JsonObject {
  const made: Record<string, Json> = {};
  for (const [name, source] of Object.entries(parameters)) {
    const value = sourceValue(source, start, task);
    if (value !== undefined) made[name] = value;
  }
  return made;
}

/** A member somewhere inside a value. */
export function at(value: Json | undefined, path: Path): Json | undefined {
  let current = value;
  for (const step of path) {
    if (Array.isArray(current)) current = current[Number(step)];
    else if (isObject(current)) current = current[step];
    else return undefined;
  }
  return current;
}

function sourceValue(source: Source, start: JsonObject, task: JsonObject): Json | undefined {
  if ('text' in source) return source.text;
  if ('list' in source) {
    const item = sourceValue(source.list, start, task);
    return item === undefined ? undefined : [item];
  }
  return at(source.from === 'started' ? start : task, source.path);
}
