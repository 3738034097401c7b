import { describe, expect, test } from 'vitest';
import type { Box, Drawing, PlacedNode } from '../../../client/webview/layout/drawing.ts';
import { LayoutCache, type LayoutRequest, layoutMachine } from '../../../client/webview/layout/machineLayout.ts';
import { approximateWidth, labelSize, nodeSize } from '../../../client/webview/layout/measure.ts';
import type { MachineGraph } from '../../../server/src/protocol.ts';
import { randomMachine, type StateSketch, sketch } from '../support/machines.ts';

function request(graph: MachineGraph, collapsed: string[] = [], direction: LayoutRequest['direction'] = 'TB') {
  const byId = new Map(graph.nodes.map((node) => [node.id, node]));
  return {
    graph,
    direction,
    collapsed,
    nodeSize: (id: string) => nodeSize(byId.get(id)!, approximateWidth),
    labelSize: (label: string) => labelSize(label, approximateWidth),
  };
}

const draw = (graph: MachineGraph, cache?: LayoutCache) => layoutMachine(request(graph), cache);
const boxOf = (drawing: Drawing, name: string): PlacedNode =>
  drawing.nodes.find((node) => node.id.endsWith(`/States/${name}`))!;
const center = (box: Box) => box.x + box.width / 2;
const overlap = (a: Box, b: Box) =>
  a.x < b.x + b.width - 0.5 && b.x < a.x + a.width - 0.5 && a.y < b.y + b.height - 0.5 && b.y < a.y + a.height - 0.5;
const contains = (outer: Box, inner: Box) =>
  inner.x >= outer.x - 0.5 &&
  inner.y >= outer.y - 0.5 &&
  inner.x + inner.width <= outer.x + outer.width + 0.5 &&
  inner.y + inner.height <= outer.y + outer.height + 0.5;

const order: Record<string, StateSketch> = {
  Validate: { next: 'Paid?', catches: ['Refund'] },
  'Paid?': { choices: ['Ship', 'Later'], fallback: 'Refund' },
  Ship: { type: 'Map', next: 'Done', inside: [{ Charge: { next: 'Pack' }, Pack: { end: true } }] },
  Later: { type: 'Wait', next: 'Paid?' },
  Done: { type: 'Succeed', end: true },
  Refund: { type: 'Fail', end: true },
};

describe('a machine', () => {
  test('flows from the start mark downwards, rules from left to right', () => {
    const drawing = draw(sketch(order));
    expect(boxOf(drawing, 'Validate').y).toBeLessThan(boxOf(drawing, 'Paid?').y);
    expect(boxOf(drawing, 'Paid?').y).toBeLessThan(boxOf(drawing, 'Ship').y);
    expect(center(boxOf(drawing, 'Ship'))).toBeLessThan(center(boxOf(drawing, 'Later')));
    expect(center(boxOf(drawing, 'Later'))).toBeLessThan(center(boxOf(drawing, 'Refund')));
    expect(drawing.marks.map((mark) => mark.kind).sort()).toEqual(['end', 'end', 'start', 'start']);
  });

  test('draws loops left and error handlers right of every state', () => {
    const drawing = draw(sketch(order));
    const left = Math.min(...drawing.nodes.map((node) => node.x));
    const right = Math.max(...drawing.nodes.map((node) => node.x + node.width));
    const loop = drawing.edges.find((edge) => edge.role === 'loop')!;
    const handler = drawing.edges.find((edge) => edge.role === 'catch')!;
    expect(Math.min(...loop.points.map((point) => point.x))).toBeLessThan(left);
    expect(Math.max(...handler.points.map((point) => point.x))).toBeGreaterThan(right);
  });

  test('merges the handlers that lead to one state into one lane', () => {
    const drawing = draw(
      sketch({
        A: { next: 'B', catches: ['F'] },
        B: { next: 'C', catches: ['F'] },
        C: { end: true },
        F: { end: true },
      }),
    );
    const lanes = drawing.edges
      .filter((edge) => edge.role === 'catch')
      .map((edge) => Math.max(...edge.points.map((point) => point.x)));
    expect(lanes).toHaveLength(2);
    expect(new Set(lanes).size).toBe(1);
  });

  test('keeps what is inside a container inside its box, and one box when collapsed', () => {
    const graph = sketch(order);
    const open = draw(graph);
    expect(boxOf(open, 'Ship').open).toBe(true);
    expect(contains(boxOf(open, 'Ship'), boxOf(open, 'Charge'))).toBe(true);
    const closed = layoutMachine(request(graph, ['/States/Ship']));
    expect(boxOf(closed, 'Ship')).toMatchObject({ open: false, container: true, inside: 2, height: 32 });
    expect(closed.nodes).toHaveLength(6);
  });

  test('marks states that nothing leads to', () => {
    const drawing = draw(sketch({ A: { end: true }, Lost: { next: 'A' } }));
    expect(boxOf(drawing, 'Lost').unreachable).toBe(true);
    expect(boxOf(drawing, 'A').unreachable).toBe(false);
  });

  test('turns for a layout from left to right', () => {
    const drawing = layoutMachine(request(sketch(order), [], 'LR'));
    expect(boxOf(drawing, 'Validate').x).toBeLessThan(boxOf(drawing, 'Paid?').x);
    expect(boxOf(drawing, 'Validate').height).toBe(32);
  });

  test('draws three thousand states in a row', () => {
    const chain: Record<string, StateSketch> = {};
    for (let index = 0; index < 3000; index++)
      chain[`S${index}`] = index === 2999 ? { end: true } : { next: `S${index + 1}` };
    const drawing = draw(sketch(chain));
    expect(boxOf(drawing, 'S2999').y).toBeGreaterThan(boxOf(drawing, 'S2998').y);
    expect(new Set(drawing.nodes.map(center)).size).toBe(1);
  });

  test('survives an empty machine, a body without states and targets elsewhere', () => {
    expect(draw(sketch({}))).toMatchObject({ nodes: [], edges: [] });
    const graph = sketch({ A: { inside: [{ B: { end: true } }], end: true } });
    graph.edges.push({ from: '/States/A', to: '/nowhere', kind: 'next', range: graph.range });
    expect(draw(graph).nodes).toHaveLength(2);
  });
});

describe('generated machines', () => {
  const seeds = Array.from({ length: 36 }, (_, seed) => seed);

  test.each(['TB', 'LR'] as const)('no state covers another and none leaves its container, %s', (direction) => {
    for (const seed of seeds) {
      const graph = randomMachine(seed, 5 + (seed % 30));
      const drawing = layoutMachine(request(graph, [], direction));
      const parents = new Map(graph.nodes.map((node) => [node.id, node.parent]));
      const placed = new Map(drawing.nodes.map((node) => [node.id, node]));
      drawing.nodes.forEach((node, index) => {
        const parent = parents.get(node.id);
        if (parent) expect(contains(placed.get(parent)!, node), `seed ${seed}: ${node.id}`).toBe(true);
        for (const other of drawing.nodes.slice(index + 1))
          if (parents.get(other.id) === parent)
            expect(overlap(node, other), `seed ${seed}: ${node.id} over ${other.id}`).toBe(false);
      });
    }
  });

  test('every transition has one line that begins and ends at its states', () => {
    for (const seed of seeds) {
      const graph = randomMachine(seed, 5 + (seed % 30));
      const drawing = draw(graph);
      const drawn = drawing.edges.flatMap((edge) => edge.index ?? []).sort((a, b) => a - b);
      expect(drawn).toEqual(graph.edges.map((_, index) => index));
      const placed = new Map(drawing.nodes.map((node) => [node.id, node]));
      const touches = (box: Box, { x, y }: { x: number; y: number }) =>
        contains(
          { x: box.x - 1, y: box.y - 1, width: box.width + 2, height: box.height + 2 },
          { x, y, width: 0, height: 0 },
        );
      for (const edge of drawing.edges) {
        if (edge.index === undefined) continue;
        expect(touches(placed.get(edge.from)!, edge.points[0]!), `seed ${seed} ${edge.id}`).toBe(true);
        expect(touches(placed.get(edge.to)!, edge.points.at(-1)!), `seed ${seed} ${edge.id}`).toBe(true);
      }
    }
  });

  test('no line of a rail crosses a state of its scope', () => {
    for (const seed of seeds) {
      const drawing = draw(randomMachine(seed, 5 + (seed % 30)));
      for (const edge of drawing.edges.filter((candidate) => candidate.role !== 'spine')) {
        const depth = drawing.nodes.find((node) => node.id === edge.from)!.depth;
        const scope = edge.from.slice(0, edge.from.lastIndexOf('/'));
        const siblings = drawing.nodes.filter(
          (node) => node.depth === depth && node.id.slice(0, node.id.lastIndexOf('/')) === scope,
        );
        for (let i = 1; i < edge.points.length; i++) {
          const [a, b] = [edge.points[i - 1]!, edge.points[i]!];
          const line = {
            x: Math.min(a.x, b.x),
            y: Math.min(a.y, b.y),
            width: Math.max(1, Math.abs(a.x - b.x)),
            height: Math.max(1, Math.abs(a.y - b.y)),
          };
          for (const node of siblings) {
            const inner = { x: node.x + 2, y: node.y + 2, width: node.width - 4, height: node.height - 4 };
            expect(overlap(line, inner), `seed ${seed}: ${edge.id} over ${node.id}`).toBe(false);
          }
        }
      }
    }
  });

  test('the same text gives the same drawing', () => {
    for (const seed of seeds.slice(0, 10)) expect(draw(randomMachine(seed, 25))).toEqual(draw(randomMachine(seed, 25)));
  });
});

describe('while typing', () => {
  test('a change of names or values within the width of a box moves nothing', () => {
    const cache = new LayoutCache();
    const before = draw(sketch(order), cache);
    const renamed = Object.fromEntries(
      Object.entries(order).map(([name, state]) => [
        name === 'Done' ? 'Finish' : name,
        { ...state, next: state.next === 'Done' ? 'Finish' : state.next },
      ]),
    );
    const after = draw(sketch(renamed), cache);
    const rectangles = (drawing: Drawing) => drawing.nodes.map(({ x, y, width, height }) => ({ x, y, width, height }));
    expect(rectangles(after)).toEqual(rectangles(before));
  });

  test('a state put into a chain moves none above it', () => {
    const cache = new LayoutCache();
    const chain = { A: { next: 'B' }, B: { next: 'C' }, C: { next: 'D' }, D: { end: true } };
    const before = draw(sketch(chain), cache);
    const after = draw(
      sketch({ A: { next: 'B' }, B: { next: 'New' }, New: { next: 'C' }, C: { next: 'D' }, D: { end: true } }),
      cache,
    );
    for (const name of ['A', 'B']) expect(boxOf(after, name).y).toBe(boxOf(before, name).y);
    expect(boxOf(after, 'C').y).toBeGreaterThan(boxOf(before, 'C').y);
  });

  test('no two states of one row change sides when a state is put somewhere', () => {
    for (let seed = 0; seed < 30; seed++) {
      const cache = new LayoutCache();
      const graph = randomMachine(seed, 20);
      const before = draw(graph, cache);
      const at = graph.edges.findIndex((edge) => edge.kind === 'next' && edge.from.split('/').length === 3);
      if (at === -1) continue;
      const edge = graph.edges[at]!;
      const added = {
        ...graph.nodes.find((node) => node.id === edge.from)!,
        id: '/States/Added',
        name: 'Added',
        start: undefined,
        end: undefined,
      };
      const edited: MachineGraph = {
        ...graph,
        nodes: [...graph.nodes, added],
        edges: [
          ...graph.edges.map((other, index) => (index === at ? { ...other, to: added.id } : other)),
          { ...edge, from: added.id },
        ],
      };
      const after = draw(edited, cache);
      const was = new Map(before.nodes.map((node) => [node.id, node]));
      const flat = after.nodes.filter((node) => node.depth === 0 && was.has(node.id));
      for (const a of flat)
        for (const b of flat) {
          const [oldA, oldB] = [was.get(a.id)!, was.get(b.id)!];
          if (a === b || oldA.y !== oldB.y || a.y !== b.y) continue;
          if (center(oldA) < center(oldB)) expect(center(a), `seed ${seed}: ${a.id} ${b.id}`).toBeLessThan(center(b));
        }
    }
  });
});
