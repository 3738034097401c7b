import { describe, expect, test } from 'vitest';
import { stateAtLine } from '../../../client/src/graph/stateAtLine.ts';
import { findStates } from '../../../client/webview/graph/findStates.ts';
import { accessibleDescription, accessibleName, type NameFacts } from '../../../client/webview/graph/names.ts';
import { approximateWidth, nodeSize, shorten } from '../../../client/webview/layout/measure.ts';
import { graphToMermaid } from '../../../client/webview/layout/mermaid.ts';
import { arrowPath, linePath, shapeOf } from '../../../client/webview/layout/shapes.ts';
import { graphToSvg } from '../../../client/webview/layout/svg.ts';
import { sketch } from '../support/machines.ts';

const graph = sketch({
  'Paid?': { choices: ['Ship'], fallback: 'Refund' },
  Ship: { type: 'Map', inside: [{ Charge: { end: true, detail: 'lambda:invoke' } }], catches: ['Refund'], end: true },
  Refund: { type: 'Fail', end: true },
});
const node = (name: string) => graph.nodes.find((candidate) => candidate.name === name)!;
const placed = {
  id: '',
  x: 0,
  y: 0,
  width: 120,
  height: 32,
  depth: 0,
  open: false,
  container: false,
  inside: 0,
  unreachable: false,
};
const facts = (name: string, more: Partial<NameFacts> = {}): NameFacts => ({
  node: node(name),
  placed,
  position: 1,
  siblings: 2,
  scopeName: 'ShipEach',
  ...more,
});

describe('names for assistive technology', () => {
  test('say what the picture shows', () => {
    expect(
      accessibleName(
        facts('Charge', { overlay: { status: 'paused', count: 1, retries: 1 }, breakpoint: 'conditional' }),
      ),
    ).toBe('Charge, Task, lambda:invoke, paused after 1 retry, breakpoint conditional, 1 of 2 in ShipEach');
    expect(accessibleName(facts('Ship', { placed: { ...placed, container: true, inside: 3 }, covered: 0 }))).toBe(
      'Ship, Map, not covered, 3 states inside, 1 of 2 in ShipEach',
    );
    expect(
      accessibleName(
        facts('Ship', {
          overlay: {
            status: 'failed',
            count: 3,
            took: 9000,
            items: { total: 10_000, succeeded: 9812, failed: 3, running: 0 },
          },
        }),
      ),
    ).toBe('Ship, Map, failed, 9 s, 9,812 done, 3 failed of 10,000 items, 3 visits, 1 of 2 in ShipEach');
  });

  test('describe where a state leads', () => {
    const outgoing = (name: string) => graph.edges.filter((edge) => edge.from === node(name).id);
    const nameOf = (id: string) => graph.nodes.find((candidate) => candidate.id === id)!.name;
    expect(accessibleDescription(node('Paid?'), outgoing('Paid?'), nameOf)).toBe('If rule 1: Ship. Else: Refund.');
    expect(accessibleDescription(node('Ship'), outgoing('Ship'), nameOf)).toBe(
      'Catches States.ALL to Refund. Ends here.',
    );
  });
});

describe('finding a state', () => {
  const names = (text: string) =>
    findStates([{ name: 'Validate order' }, { name: 'Order' }, { name: 'Ship' }, { name: 'Old record' }], text).map(
      (state) => state.name,
    );
  test.each<[string, string[]]>([
    ['order', ['Order', 'Validate order']],
    ['ord', ['Order', 'Validate order', 'Old record']],
    ['xyz', []],
  ])('by %s', (text, expected) => expect(names(text)).toEqual(expected));
  test('without a text lists all', () => expect(names('')).toHaveLength(4));
});

describe('exports', () => {
  test('SVG is one valid document with every state and label', () => {
    const text = graphToSvg(graph);
    expect(text).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg"[\s\S]*<\/svg>\n$/);
    for (const name of ['Paid?', 'Ship', 'Charge', 'Refund', 'rule 1', 'lambda:invoke']) expect(text).toContain(name);
    expect(text).not.toMatch(/NaN|undefined/);
  });

  test('SVG escapes what XML reads as markup', () => {
    const text = graphToSvg(sketch({ '<b>&"\u0001': { end: true } }));
    expect(text).toContain('&#60;b&#62;&#38;');
    expect(text).not.toContain('<b>');
  });

  test('Mermaid nests containers and keeps odd names apart from its syntax', () => {
    expect(
      graphToMermaid(sketch({ 'A "1"': { next: 'M' }, M: { type: 'Map', inside: [{ X: { end: true } }], end: true } })),
    ).toBe(
      `flowchart TB
  s0["A #34;1#34;"]
  subgraph s1["M"]
    s2["X"]
    s2start(( )) --> s2
    s2end((( )))
    s2 --> s2end
  end
  s0start(( )) --> s0
  s0 --> s1
  s0end((( )))
  s1 --> s0end
`,
    );
  });
});

describe('drawing', () => {
  test('every type has a shape of its own', () => {
    const types = ['Task', 'Choice', 'Wait', 'Pass', 'Succeed', 'Fail', 'Parallel', 'Map'];
    const shapes = types.map((type) => shapeOf(type, { width: 120, height: 32 }));
    expect(new Set(shapes.map((shape) => shape.name)).size).toBe(8);
    expect(shapeOf('Odd', { width: 120, height: 32 }).name).toBe('unknown');
  });

  test('lines survive points that lie on each other', () => {
    const point = { x: 5, y: 5 };
    expect(linePath([point, point, point])).not.toContain('NaN');
    expect(arrowPath([point, point])).not.toContain('NaN');
  });

  test('boxes grow in steps, names are cut in their middle', () => {
    const widths = ['A', 'Validate the order of the customer twice', 'x'.repeat(200)].map(
      (name) => nodeSize({ ...node('Ship'), name }, approximateWidth).width,
    );
    expect(widths[0]).toBe(120);
    expect(widths.every((width) => width % 24 === 0 && width <= 240)).toBe(true);
    const short = shorten('ValidateOrderOfCustomerInput2', 120, approximateWidth);
    expect(short).toMatch(/^Valid.*…Input2$/);
    expect(approximateWidth(short)).toBeLessThanOrEqual(120);
    expect(shorten('Ship', 120, approximateWidth)).toBe('Ship');
  });
});

test('the innermost state holds a line', () => {
  const range = (from: number, to: number) => ({
    start: { line: from, character: 0 },
    end: { line: to, character: 1 },
  });
  const at = (name: string, from: number, to: number) => ({ ...node('Ship'), id: name, name, range: range(from, to) });
  const machine = {
    id: '',
    range: range(0, 30),
    nodes: [at('Outer', 3, 20), at('Inner', 8, 12), at('Next', 21, 25)],
    edges: [],
  };
  const found = (line: number) => stateAtLine({ version: 1, machines: [machine] }, line)?.node.name;
  expect([1, 3, 9, 13, 22].map(found)).toEqual([undefined, 'Outer', 'Inner', 'Outer', 'Next']);
});
