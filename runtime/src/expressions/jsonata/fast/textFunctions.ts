import { TEXT_LIMIT } from '../limits.ts';
import { hashText, joinTexts, padText, parseText } from '../serviceFunctions.ts';
import { hasTooManyValues } from '../size.ts';
import type { FastFunction } from './fastFunction.ts';
import { bail, replaceNumber, textOf, type Value } from './values.ts';

export const TEXT_FUNCTIONS: Readonly<Record<string, FastFunction>> = {
  string: {
    minimum: 1,
    maximum: 2,
    takesContext: true,
    call: (value, pretty) => {
      if (pretty !== undefined && typeof pretty !== 'boolean') return bail();
      if (value === undefined) return undefined;
      return pretty === true ? prettyText(value) : textOf(value);
    },
  },
  length: onText((text) => characters(text).length),
  uppercase: onText((text) => text.toUpperCase()),
  lowercase: onText((text) => text.toLowerCase()),
  trim: onText((text) => text.replace(/[ \t\n\r]+/g, ' ').replace(/^ | $/g, '')),
  substring: {
    minimum: 2,
    maximum: 3,
    call: (text, start, length) => {
      if (typeof start !== 'number' || (length !== undefined && typeof length !== 'number')) return bail();
      return text === undefined ? undefined : substring(string(text), start, length);
    },
  },
  substringBefore: onTwoTexts((text, mark) => {
    const at = text.indexOf(mark);
    return at < 0 ? text : text.slice(0, at);
  }),
  substringAfter: onTwoTexts((text, mark) => {
    const at = text.indexOf(mark);
    return at < 0 ? text : text.slice(at + mark.length);
  }),
  contains: onTwoTexts((text, part) => text.includes(part)),
  split: {
    minimum: 2,
    maximum: 3,
    call: (text, separator, limit) => {
      if (typeof separator !== 'string') return bail();
      if (limit !== undefined && (typeof limit !== 'number' || !(limit >= 0))) return bail();
      if (text === undefined) return undefined;
      const pieces = string(text).split(separator, limit);
      return limit === 0 ? [] : pieces;
    },
  },
  join: {
    minimum: 1,
    maximum: 2,
    call: (list, separator) => {
      if (separator !== undefined && typeof separator !== 'string') return bail();
      if (list === undefined) return undefined;
      const texts = Array.isArray(list) ? list : [list];
      return texts.every((text) => typeof text === 'string') ? exact(() => joinTexts(texts, separator)) : bail();
    },
  },
  replace: {
    minimum: 3,
    maximum: 3,
    call: (text, pattern, replacement) => {
      if (typeof pattern !== 'string' || typeof replacement !== 'string' || pattern === '') return bail();
      return text === undefined ? undefined : string(text).replaceAll(pattern, () => replacement);
    },
  },
  pad: {
    minimum: 2,
    maximum: 3,
    call: (text, width, fill) => {
      if (typeof width !== 'number' || (fill !== undefined && typeof fill !== 'string')) return bail();
      return text === undefined ? undefined : exact(() => padText(string(text), width, fill));
    },
  },
  base64encode: onText((text) => Buffer.from(text, 'latin1').toString('base64')),
  base64decode: onText((text) => Buffer.from(text, 'base64').toString('latin1')),
  hash: {
    minimum: 1,
    maximum: 2,
    call: (text, algorithm) => {
      if (algorithm !== undefined && typeof algorithm !== 'string') return bail();
      return text === undefined ? undefined : exact(() => hashText(string(text), algorithm));
    },
  },
  parse: {
    minimum: 1,
    maximum: 1,
    call: (text) => (text === undefined ? undefined : exact(() => parseText(string(text)))),
  },
  uuid: { minimum: 0, maximum: 0, call: (_first, _second, _third, run) => run.instant.uuid() },
  now: { minimum: 0, maximum: 0, call: (_first, _second, _third, run) => isoText(run.instant.now()) },
};

function onText(answer: (text: string) => Value): FastFunction {
  return {
    minimum: 1,
    maximum: 1,
    takesContext: true,
    call: (text) => (text === undefined ? undefined : answer(string(text))),
  };
}

function onTwoTexts(answer: (text: string, other: string) => Value): FastFunction {
  return {
    minimum: 2,
    maximum: 2,
    call: (text, other) => {
      if (typeof other !== 'string') return bail();
      return text === undefined ? undefined : answer(string(text), other);
    },
  };
}

function string(value: Value): string {
  return typeof value === 'string' && value.length <= TEXT_LIMIT ? value : bail();
}

/** Errors are the reference implementation's to word. */
function exact(answer: () => Value): Value {
  try {
    return answer();
  } catch {
    return bail();
  }
}

function prettyText(value: Value): Value {
  if (typeof value === 'object' && value !== null)
    return hasTooManyValues(value) ? bail() : JSON.stringify(value, replaceNumber, 2);
  return textOf(value);
}

function characters(text: string): string[] {
  return Array.from(text);
}

function substring(text: string, from: number, length: number | undefined): string {
  const all = characters(text);
  const start = all.length + from < 0 ? 0 : from;
  if (length === undefined) return all.slice(start).join('');
  if (length <= 0) return '';
  return all.slice(start, start >= 0 ? start + length : all.length + start + length).join('');
}

function isoText(millis: number): Value {
  const text = new Date(millis).toISOString();
  return /^\d/.test(text) ? text : bail();
}
