/** Compares two ways through a state machine, visit by visit: two lines of one run, or two runs. */
import { equal, type Json } from './jsonDiff.ts';
import type { Visit } from './run.ts';

type Visits = ReadonlyMap<number, Visit>;

/** What becomes of one visit in the comparison. */
export type Compared = 'same' | 'differs' | 'onlyHere';

export interface Comparison {
  /** Visits of the same state, at the same place in the same order, by the number of the visit here. */
  counterparts: Map<number, Visit>;
  compared: Map<number, Compared>;
  /** How many visits there are not here. */
  onlyThere: number;
}

export function compareVisits(here: Visits, there: Visits): Comparison {
  const byKey = new Map([...keysOf(there)].map(([id, key]) => [key, there.get(id)!]));
  const counterparts = new Map<number, Visit>();
  const compared = new Map<number, Compared>();
  for (const [id, key] of keysOf(here)) {
    const other = byKey.get(key);
    if (other) counterparts.set(id, other);
    compared.set(id, !other ? 'onlyHere' : isSame(here.get(id)!, other) ? 'same' : 'differs');
  }
  return { counterparts, compared, onlyThere: there.size - counterparts.size };
}

/** '2 states differ, 1 only here, 3 only there'. */
export function comparisonText({ compared, onlyThere }: Comparison, name: string): string {
  const count = (wanted: Compared) => [...compared.values()].filter((one) => one === wanted).length;
  const parts = [
    [count('differs'), 'different'],
    [count('onlyHere'), 'only here'],
    [onlyThere, `only in ${name}`],
  ].filter(([number]) => number !== 0);
  return parts.length === 0 ? `Same as ${name}` : parts.map((part) => part.join(' ')).join(', ');
}

/** A visit is known again by the state, the item or branch around it, and how often the state was visited there before. */
function keysOf(visits: Visits): Map<number, string> {
  const keys = new Map<number, string>();
  const seen = new Map<string, number>();
  for (const [id, { parent, index, pointer }] of visits) {
    const around = parent === undefined ? '' : (keys.get(parent) ?? '');
    const place = `${around} ${index ?? ''} ${pointer}`;
    const count = seen.get(place) ?? 0;
    seen.set(place, count + 1);
    keys.set(id, `${place} ${count}`);
  }
  return keys;
}

/** Values that did not come with the timeline are not compared here. */
function isSame(a: Visit, b: Visit): boolean {
  const known = (one: Json | undefined, other: Json | undefined) =>
    one === undefined || other === undefined || equal(one, other);
  return (
    a.end === b.end &&
    a.error === b.error &&
    a.next === b.next &&
    a.failures.length === b.failures.length &&
    known(a.input, b.input) &&
    known(a.output, b.output) &&
    known(a.variables, b.variables)
  );
}
