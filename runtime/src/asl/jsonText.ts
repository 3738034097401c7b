import { isObject, type Json } from './json.ts';

/** Compact JSON text. Values may be nested deeper than JSON.stringify's stack reaches (some 7,000 levels); they then take a slower way. */
export function jsonText(value: Json): string {
  try {
    return JSON.stringify(value);
  } catch {
    return textOfDeep(value);
  }
}

interface Frame {
  /** Member names in front of the values, or undefined for an array. */
  readonly names: readonly string[] | undefined;
  readonly values: readonly Json[];
  at: number;
}

function textOfDeep(root: Json): string {
  const parts: string[] = [];
  const frames: Frame[] = [];
  const open = (value: Json) => {
    if (Array.isArray(value)) frames.push({ names: undefined, values: value, at: 0 });
    else if (isObject(value)) frames.push({ names: Object.keys(value), values: Object.values(value), at: 0 });
    else parts.push(JSON.stringify(value));
  };
  open(root);
  for (let frame = frames.at(-1); frame; frame = frames.at(-1)) {
    const { names, values } = frame;
    if (frame.at === values.length) {
      parts.push(`${frame.at === 0 ? (names ? '{' : '[') : ''}${names ? '}' : ']'}`);
      frames.pop();
      continue;
    }
    const separator = frame.at === 0 ? (names ? '{' : '[') : ',';
    parts.push(names ? `${separator}${JSON.stringify(names[frame.at])}:` : separator);
    const value = values[frame.at]!;
    frame.at += 1;
    open(value);
  }
  return parts.join('');
}
