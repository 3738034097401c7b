/** A graph as Mermaid text, for documents that draw it themselves. */
import type { Direction } from './drawing.ts';
import { buildScopes, type Scope, type ScopeTree } from './scopes.ts';
import type { ShownEdge, ShownGraph } from './shownGraph.ts';

/** Opening and closing brackets that give a state type its shape in a Mermaid flowchart. */
const brackets: Record<string, [string, string]> = {
  Choice: ['{{', '}}'],
  Wait: ['([', '])'],
  Succeed: ['([', '])'],
  Pass: ['[/', '/]'],
  Fail: ['[[', ']]'],
};

/** Ids are numbers in document order: names may hold what Mermaid reads as syntax. */
export function graphToMermaid(graph: ShownGraph, direction: Direction = 'TB'): string {
  const tree = buildScopes(graph);
  const ids = new Map(graph.nodes.map((node, index) => [node.id, `s${index}`]));
  const lines = [`flowchart ${direction}`];
  writeScope(tree.root, tree, ids, lines, '  ');
  return `${lines.join('\n')}\n`;
}

function writeScope(scope: Scope, tree: ScopeTree, ids: ReadonlyMap<string, string>, lines: string[], indent: string) {
  const scopeId = `${scope.nodes[0] ? ids.get(scope.nodes[0].id) : 'empty'}`;
  for (const node of scope.nodes) {
    const id = ids.get(node.id)!;
    const inner = tree.inside.get(node.id);
    if (!inner) {
      const [open, close] = brackets[node.type] ?? ['[', ']'];
      lines.push(`${indent}${id}${open}${quote(node.name)}${close}`);
      continue;
    }
    lines.push(`${indent}subgraph ${id}[${quote(node.name)}]`);
    for (const [index, innerScope] of inner.entries()) {
      if (inner.length === 1) {
        writeScope(innerScope, tree, ids, lines, `${indent}  `);
        continue;
      }
      lines.push(`${indent}  subgraph ${id}b${index}[" "]`);
      writeScope(innerScope, tree, ids, lines, `${indent}    `);
      lines.push(`${indent}  end`);
    }
    lines.push(`${indent}end`);
  }
  const start = scope.nodes.find((node) => node.start);
  if (start) lines.push(`${indent}${scopeId}start(( )) --> ${ids.get(start.id)}`);
  for (const edge of scope.edges) lines.push(`${indent}${ids.get(edge.from)} ${arrow(edge)} ${ids.get(edge.to)}`);
  const ends = scope.nodes.filter((node) => node.end);
  if (ends.length > 0) lines.push(`${indent}${scopeId}end((( )))`);
  for (const node of ends) lines.push(`${indent}${ids.get(node.id)} --> ${scopeId}end`);
}

function arrow(edge: ShownEdge): string {
  const line = edge.kind === 'catch' ? '-.->' : '-->';
  return edge.label === undefined ? line : `${line}|${quote(edge.label)}|`;
}

/** Mermaid knows character codes as `#NN;` inside quotes. */
function quote(text: string): string {
  return `"${text.replace(/[^\p{L}\p{N} .,_-]/gu, (character) => `#${character.codePointAt(0)};`)}"`;
}
