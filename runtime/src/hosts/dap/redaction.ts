import { isObject, type Json } from '../../asl/json.ts';
import { globTest } from '../../debugger/stateNames.ts';
import type { Step } from '../../debugger/step.ts';

/** What is shown in the place of a value. */
export const HIDDEN = '•••';

/** Names that values nobody else should see usually have. */
const SENSITIVE =
  /pass(?:word|wd|phrase)|secret|token|api[-_]?key|access[-_]?key|private[-_]?key|authorization|credential|card[-_]?number|cvv|cvc|\bssn\b|\bpin\b/i;

/** Shorter texts occur everywhere by chance: they are hidden under their names only. */
const SHORTEST_SECRET = 4;

type Hides = (path: readonly (string | number)[]) => boolean;

/**
 * Keeps values out of everything that a client gets. A name hides the members of that name at any depth, a path (`$.order.card.number`,
 * `$.items[*].key`, `$variable`) what lies at the end of it; a text that was hidden once is hidden wherever it occurs: in evaluations, messages, causes.
 */
export class Redaction {
  private readonly rules: readonly Hides[];
  private readonly secrets = new Set<string>();
  /** Where documents were searched already: values are shared between steps. */
  private readonly searched = new WeakMap<object, string>();

  constructor(patterns: readonly string[]) {
    this.rules = patterns.map(ruleOf);
  }

  /** Learns the values that must not be shown from what a step holds. */
  learnStep({ input, effective, result, output, variables, assigned }: Step): void {
    for (const value of [input, effective, result, output]) this.learn(value);
    for (const values of [variables, assigned]) this.learn(values as Json | undefined);
  }

  learn(value: Json | undefined, path: readonly (string | number)[] = []): void {
    const place = path.join('.');
    if (typeof value !== 'object' || value === null || this.searched.get(value) === place) return;
    this.searched.set(value, place);
    for (const [name, member] of membersOf(value)) {
      const at = [...path, name];
      if (this.hides(at)) this.hide(member);
      else this.learn(member, at);
    }
  }

  /** Whether a member must not be shown, whatever it is. */
  hides(path: readonly (string | number)[]): boolean {
    return this.rules.some((rule) => rule(path));
  }

  /** A value as it may be shown. */
  shown<T extends Json | undefined>(value: T, path: readonly (string | number)[] = []): T | Json {
    if (typeof value === 'string') return this.text(value);
    if (Array.isArray(value)) return value.map((item: Json, i) => this.member(item, [...path, i]));
    if (!isObject(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, member]) => [name, this.member(member, [...path, name])]),
    );
  }

  /** The body of a message: its texts are searched, its structure stays. */
  body(value: unknown): unknown {
    if (typeof value === 'string') return this.text(value);
    if (Array.isArray(value)) return value.map((item) => this.body(item));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, this.body(member)]));
  }

  private member(value: Json, path: readonly (string | number)[]): Json {
    return this.hides(path) ? HIDDEN : (this.shown(value, path) as Json);
  }

  private text(text: string): string {
    let shown = text;
    for (const secret of this.secrets) if (shown.includes(secret)) shown = shown.replaceAll(secret, HIDDEN);
    return shown;
  }

  /** Everything below a hidden member is hidden with it. */
  private hide(value: Json): void {
    if (typeof value === 'object' && value !== null) {
      for (const [, member] of membersOf(value)) this.hide(member);
      return;
    }
    const text = String(value);
    if (typeof value === 'boolean' || value === null || text.length < SHORTEST_SECRET) return;
    this.secrets.add(text);
    const escaped = JSON.stringify(text).slice(1, -1);
    if (escaped !== text) this.secrets.add(escaped);
  }
}

function membersOf(value: object): [string | number, Json][] {
  return Array.isArray(value)
    ? value.map((item: Json, i): [number, Json] => [i, item])
    : Object.entries(value as Record<string, Json>);
}

function ruleOf(pattern: string): Hides {
  if (pattern === '$sensitive') return (path) => typeof path.at(-1) === 'string' && SENSITIVE.test(String(path.at(-1)));
  if (pattern.startsWith('$')) return pathRule(pattern);
  const test = globTest(pattern);
  return (path) => typeof path.at(-1) === 'string' && test(String(path.at(-1)));
}

/** A path holds wherever a payload ends in it: what `$.order.card` is in one state may be `$.payment.order.card` in the next. */
function pathRule(pattern: string): Hides {
  const steps = pathIn(pattern);
  return (path) => {
    if (path.length < steps.length || steps.length === 0) return false;
    const tail = path.slice(path.length - steps.length);
    return steps.every((step, i) => step === undefined || step === tail[i]);
  };
}

/** The names and indexes of a path such as `$.order.items[0]['card no']`; undefined for a step of any name. */
export function pathIn(text: string): (string | number | undefined)[] {
  const steps = text.replace(/^\$\.?/, '').matchAll(/\[\*\]|\[(\d+)\]|\['([^']*)'\]|([^.[\]]+)/g);
  return [...steps].map(([whole, index, quoted, name]) =>
    whole === '[*]' || name === '*' ? undefined : index !== undefined ? Number(index) : (quoted ?? name),
  );
}

/** The same path where it names every step. */
export function exactPathIn(text: string): (string | number)[] {
  return pathIn(text).filter((step) => step !== undefined);
}
