import { isObject, type Json, type JsonObject } from '../../asl/json.ts';
import { setMember } from '../../asl/setMember.ts';
import { javaText } from '../javaText.ts';
import { acceptsItem } from './filter.ts';
import { PathMiss } from './miss.ts';
import { planText } from './plan.ts';
import { type PathFilter, type PathPlan, type PathSegment, segmentText } from './segments.ts';

/** One evaluation: the plan, the document that `$` inside filters means, and the matches found so far. */
interface Run {
  readonly plan: PathPlan;
  readonly root: Json;
  readonly results: Json[];
  /** Whether `['a','b']` needs all of its members. */
  readonly needsAllNames: boolean;
}

/**
 * Evaluates a plan on a value: the value of a definite path, an array of matches of an indefinite one, or the reason why not.
 * `root` is what `$` means inside filters.
 */
export function evaluatePlan(plan: PathPlan, value: Json, root: Json): Json | PathMiss {
  return evaluateRun({ plan, root, results: [], needsAllNames: false }, value);
}

/** As `evaluatePlan`, for a path that asks whether something is there. */
export function evaluateExistence(plan: PathPlan, value: Json, root: Json): Json | PathMiss {
  return evaluateRun({ plan, root, results: [], needsAllNames: true }, value);
}

function evaluateRun(run: Run, value: Json): Json | PathMiss {
  const miss = step(run, 0, value);
  if (miss !== undefined) return miss.below('$');
  if (!run.plan.definite) return run.results;
  const result = run.results[0];
  return result === undefined ? PathMiss.notFound('No results for path: ').below(`$${planText(run.plan)}`) : result;
}

/** Takes the value through the segments from `at` on. */
function step(run: Run, at: number, value: Json): PathMiss | undefined {
  const segment = run.plan.segments[at];
  if (segment === undefined) {
    run.results.push(value);
    return undefined;
  }
  switch (segment.kind) {
    case 'property':
      return properties(run, at, value, segment);
    case 'wildcard':
      return wildcard(run, at, value);
    case 'scan':
      return scan(run, at, value);
    case 'filter':
      return filter(run, at, value);
    case 'self':
      return step(run, at + 1, value);
    default:
      return items(run, at, value, segment);
  }
}

function properties(
  run: Run,
  at: number,
  value: Json,
  segment: PathSegment & { kind: 'property' },
): PathMiss | undefined {
  const { names } = segment;
  if (!isObject(value)) return PathMiss.notFound(`Property ${segmentText(segment)} not found in path `);
  if (names.length === 1) return property(run, at, value, names[0]!);
  if (at + 1 < run.plan.segments.length) {
    return PathMiss.misplaced('Multi properties can only be used as path leafs: ').below(segmentText(segment));
  }
  const picked: Record<string, Json> = {};
  for (const name of names) {
    if (Object.hasOwn(value, name)) setMember(picked, name, value[name]!);
    else if (run.needsAllNames) return PathMiss.notFound('Missing property in path ').below(segmentText(segment));
  }
  run.results.push(picked);
  return undefined;
}

function property(run: Run, at: number, value: JsonObject, name: string): PathMiss | undefined {
  if (Object.hasOwn(value, name)) return step(run, at + 1, value[name]!)?.below(`['${name}']`);
  if (at + 1 === run.plan.segments.length) return PathMiss.notFound('No results for path: ').below(`['${name}']`);
  return run.plan.strict[at] ? PathMiss.notFound('Missing property in path ').below(`['${name}']`) : undefined;
}

function item(run: Run, at: number, value: readonly Json[], index: number): PathMiss | undefined {
  if (index < 0 || index >= value.length) {
    return PathMiss.notFound('Index out of bounds when evaluating path ').below(`[${index}]`);
  }
  return step(run, at + 1, value[index]!)?.below(`[${index}]`);
}

function items(run: Run, at: number, value: Json, segment: PathSegment): PathMiss | undefined {
  if (value === null) return PathMiss.notFound('The path ', ' is null');
  if (!Array.isArray(value)) {
    const text = planText(run.plan, at);
    return PathMiss.invalid(`Filter: ${text} can only be applied to arrays. Current context is: ${javaText(value)}`);
  }
  if (segment.kind === 'fromEnd') return item(run, at, value, value.length + segment.distance);
  if (segment.kind === 'index') {
    for (const index of segment.indexes) {
      const miss = item(run, at, value, index);
      if (miss !== undefined) return miss;
    }
  }
  if (segment.kind !== 'slice') return undefined;
  const [from, to] = sliceBounds(segment.from, segment.to, value.length);
  for (let index = from; index < to; index += 1) {
    const miss = item(run, at, value, index);
    if (miss !== undefined) return miss;
  }
  return undefined;
}

/** Only one-sided slices count from the end; in `[-2:-1]` the start is taken as it stands, and is out of bounds. */
function sliceBounds(from: number | undefined, to: number | undefined, length: number): [number, number] {
  if (to === undefined) return [Math.max(0, from! < 0 ? from! + length : from!), length];
  if (from === undefined) return [0, Math.min(length, to < 0 ? to + length : to)];
  return length === 0 ? [0, 0] : [from, Math.min(length, to)];
}

/** All members or items. What cannot be found below an item is left out; below a member it fails the evaluation. */
function wildcard(run: Run, at: number, value: Json): PathMiss | undefined {
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index += 1) {
      const miss = item(run, at, value, index);
      if (miss?.isInvalid) return miss;
    }
  } else if (isObject(value)) {
    for (const name of Object.keys(value)) {
      const miss = property(run, at, value, name);
      if (miss !== undefined) return miss;
    }
  }
  return undefined;
}

function filter(run: Run, at: number, value: Json): PathMiss | undefined {
  const segment = run.plan.segments[at] as PathSegment & { kind: 'filter' };
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index += 1) {
      const accepted = accepts(run, segment.filter, value[index]!);
      if (accepted instanceof PathMiss) return accepted;
      const miss = accepted ? item(run, at, value, index) : undefined;
      if (miss !== undefined) return miss;
    }
    return undefined;
  }
  if (!isObject(value)) {
    const text = planText(run.plan, at);
    return PathMiss.invalid(`Filter: ${text} can not be applied to primitives. Current context is: ${javaText(value)}`);
  }
  const accepted = accepts(run, segment.filter, value);
  if (accepted instanceof PathMiss) return accepted;
  return accepted ? step(run, at + 1, value) : undefined;
}

function accepts(run: Run, filter: PathFilter, item: Json): boolean | PathMiss {
  return acceptsItem(filter, { item, root: run.root, evaluate: evaluatePlan, evaluateExistence });
}

/** `..`: every object and array below the value to which the next segment applies. */
function scan(run: Run, at: number, value: Json): PathMiss | undefined {
  if (Array.isArray(value)) return scanArray(run, at, value);
  return isObject(value) ? scanObject(run, at, value) : undefined;
}

function scanObject(run: Run, at: number, value: JsonObject): PathMiss | undefined {
  const applies = scanApplies(run, at, value);
  if (applies instanceof PathMiss) return applies;
  const miss = applies ? step(run, at + 1, value) : undefined;
  if (miss !== undefined) return miss;
  for (const name of Object.keys(value)) {
    const below = scan(run, at, value[name]!);
    if (below !== undefined) return below.below(`['${name}']`);
  }
  return undefined;
}

/** Where the segment after the scan is not the last one, its followers are applied to every item of a matching array. */
function scanArray(run: Run, at: number, value: readonly Json[]): PathMiss | undefined {
  const applies = scanApplies(run, at, value);
  if (applies instanceof PathMiss) return applies;
  if (applies && at + 2 === run.plan.segments.length) {
    const miss = step(run, at + 1, value);
    if (miss !== undefined) return miss;
  } else if (applies) {
    for (let index = 0; index < value.length; index += 1) {
      const miss = step(run, at + 2, value[index]!);
      if (miss !== undefined) return miss.below(`[${index}]`);
    }
  }
  for (let index = 0; index < value.length; index += 1) {
    const below = scan(run, at, value[index]!);
    if (below !== undefined) return below.below(`[${index}]`);
  }
  return undefined;
}

function scanApplies(run: Run, at: number, value: Json): boolean | PathMiss {
  const next = run.plan.segments[at + 1];
  switch (next?.kind) {
    case 'property':
      return isObject(value) && next.names.every((name) => Object.hasOwn(value, name));
    case 'wildcard':
      return true;
    case 'filter':
      return accepts(run, next.filter, value);
    case 'index':
    case 'fromEnd':
    case 'slice':
      return Array.isArray(value);
    default:
      return false;
  }
}
