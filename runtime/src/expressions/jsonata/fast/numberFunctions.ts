import { seededRandom } from '../../seededRandom.ts';
import type { FastFunction } from './fastFunction.ts';
import { bail, isTrue, type Value } from './values.ts';

export const NUMBER_FUNCTIONS: Readonly<Record<string, FastFunction>> = {
  number: { minimum: 1, maximum: 1, takesContext: true, call: toNumber },
  abs: onNumber(Math.abs),
  floor: onNumber(Math.floor),
  ceil: onNumber(Math.ceil),
  sqrt: onNumber((value) => (value < 0 ? bail() : Math.sqrt(value))),
  round: {
    minimum: 1,
    maximum: 2,
    takesContext: true,
    call: (value, precision) => {
      if (precision !== undefined && typeof precision !== 'number') return bail();
      return value === undefined ? undefined : finite(roundHalfEven(finite(value), precision));
    },
  },
  power: {
    minimum: 2,
    maximum: 2,
    call: (base, exponent) => {
      if (typeof exponent !== 'number') return bail();
      return base === undefined ? undefined : finite(finite(base) ** exponent);
    },
  },
  boolean: {
    minimum: 1,
    maximum: 1,
    takesContext: true,
    call: (value) => (value === undefined ? undefined : isTrue(value)),
  },
  not: {
    minimum: 1,
    maximum: 1,
    takesContext: true,
    call: (value) => (value === undefined ? undefined : !isTrue(value)),
  },
  exists: { minimum: 1, maximum: 1, call: (value) => value !== undefined },
  millis: { minimum: 0, maximum: 0, call: (_first, _second, _third, run) => run.instant.now() },
  random: {
    minimum: 0,
    maximum: 1,
    call: (seed, _second, _third, run) => {
      if (seed !== undefined) return typeof seed === 'number' ? seededRandom(seed) : bail();
      return run.instant.random();
    },
  },
};

function onNumber(answer: (value: number) => number): FastFunction {
  return {
    minimum: 1,
    maximum: 1,
    takesContext: true,
    call: (value) => (value === undefined ? undefined : answer(finite(value))),
  };
}

function finite(value: Value): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : bail();
}

function toNumber(value: Value): Value {
  if (value === undefined || typeof value === 'number') return value;
  if (typeof value === 'boolean') return Number(value);
  if (typeof value !== 'string' || !/^-?[0-9]+(?:\.[0-9]+)?(?:[Ee][-+]?[0-9]+)?$/.test(value)) return bail();
  return finite(Number.parseFloat(value));
}

/** Rounds to `precision` decimal places, halves to the even neighbour; the point is moved in the text to stay exact. */
function roundHalfEven(value: number, precision: number | undefined): number {
  const moved = movePoint(value, precision ?? 0);
  let whole = Math.round(moved);
  if (Math.abs(whole - moved) === 0.5 && Math.abs(whole % 2) === 1) whole -= 1;
  return movePoint(whole, -(precision ?? 0)) + 0;
}

function movePoint(value: number, places: number): number {
  if (places === 0) return value;
  const [digits, exponent] = value.toString().split('e');
  return Number(`${digits}e${Number(exponent ?? 0) + places}`);
}
