/** Graphs for tests of the layout: written by hand in a short form, or generated from a seed. */
import type { GraphEdge, GraphNode, MachineGraph, ProtocolRange } from '../../../server/src/protocol.ts';

const nowhere: ProtocolRange = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

export interface StateSketch {
  type?: string;
  next?: string;
  choices?: string[];
  fallback?: string;
  catches?: string[];
  end?: boolean;
  detail?: string;
  /** Bodies inside: each a scope with its first state first. */
  inside?: Record<string, StateSketch>[];
}

/** The first state of each scope is its start. Names of targets are names of the same scope. */
export function sketch(states: Record<string, StateSketch>, id = ''): MachineGraph {
  const nodes: GraphNode[] = [];
  const edges: GraphEdge[] = [];
  addScope(states, id, undefined, nodes, edges);
  return { id, range: nowhere, nodes, edges };
}

function addScope(
  states: Record<string, StateSketch>,
  scope: string,
  parent: string | undefined,
  nodes: GraphNode[],
  edges: GraphEdge[],
): void {
  const idOf = (name: string) => `${scope}/States/${name}`;
  Object.entries(states).forEach(([name, state], index) => {
    const from = idOf(name);
    const edge = (to: string, kind: GraphEdge['kind'], label?: string) =>
      edges.push({ from, to: idOf(to), kind, label, range: nowhere });
    nodes.push({
      id: from,
      name,
      type: state.type ?? (state.choices ? 'Choice' : state.inside ? 'Parallel' : 'Task'),
      parent,
      range: nowhere,
      selectionRange: nowhere,
      start: index === 0 || undefined,
      end: state.end,
      detail: state.detail,
    });
    if (state.next) edge(state.next, 'next');
    for (const [rule, target] of (state.choices ?? []).entries()) edge(target, 'choice', `rule ${rule + 1}`);
    if (state.fallback) edge(state.fallback, 'default', 'default');
    for (const target of state.catches ?? []) edge(target, 'catch', 'States.ALL');
    for (const [branch, body] of (state.inside ?? []).entries())
      addScope(body, `${from}/Branches/${branch}`, from, nodes, edges);
  });
}

/** A generator of random numbers in [0, 1): the same seed gives the same numbers. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** A machine of about `size` states with choices, loops, error handlers and nested bodies. */
export function randomMachine(seed: number, size: number): MachineGraph {
  const random = randomFrom(seed);
  return sketch(randomScope(random, size, 'S', 0));
}

function randomScope(random: () => number, size: number, prefix: string, depth: number): Record<string, StateSketch> {
  const states: Record<string, StateSketch> = {};
  const count = Math.max(1, size);
  const name = (index: number) => `${prefix}${index}`;
  const later = (index: number) => name(Math.min(count - 1, index + 1 + Math.floor(random() * 4)));
  for (let index = 0; index < count; index++) {
    const last = index === count - 1;
    const dice = random();
    const state: StateSketch = {};
    if (last) state.end = true;
    else if (dice < 0.2) {
      state.choices = [later(index), random() < 0.2 ? name(Math.floor(random() * index)) : later(index)];
      state.fallback = later(index);
    } else state.next = name(index + 1);
    if (!state.choices && depth < 2 && random() < 0.08) {
      const bodies = 1 + Math.floor(random() * 3);
      state.inside = Array.from({ length: bodies }, (_, body) =>
        randomScope(random, 1 + Math.floor(random() * 5), `${name(index)}b${body}_`, depth + 1),
      );
    }
    if (!state.choices && random() < 0.15) state.catches = [later(index)];
    if (random() < 0.05 && !last)
      states[name(index)] = { ...state, catches: [...(state.catches ?? []), name(count - 1)] };
    else states[name(index)] = state;
  }
  return states;
}
