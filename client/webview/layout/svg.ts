/** A graph as one SVG document: for export from the editor and for the command line. Needs no font and no style sheet. */
import type { Direction, Drawing, PlacedEdge, PlacedNode } from './drawing.ts';
import { layoutMachine } from './machineLayout.ts';
import { approximateWidth, labelSize, type MeasureText, nodeSize, shorten, textRoom } from './measure.ts';
import { arrowPath, linePath, shapeOf } from './shapes.ts';
import type { ShownGraph, ShownNode } from './shownGraph.ts';

export interface SvgTheme {
  background: string;
  fill: string;
  outline: string;
  text: string;
  secondary: string;
  edge: string;
  font: string;
}

export const lightTheme: SvgTheme = {
  background: '#ffffff',
  fill: '#f8f8f8',
  outline: '#8b8b8b',
  text: '#1f1f1f',
  secondary: '#616161',
  edge: '#6e6e6e',
  font: 'system-ui, -apple-system, "Segoe UI", Roboto, sans-serif',
};

const margin = 16;

/** Lays out and draws a machine with every container open. */
export function graphToSvg(graph: ShownGraph, direction: Direction = 'TB', theme = lightTheme): string {
  const byId = new Map(graph.nodes.map((node) => [node.id, node]));
  const drawing = layoutMachine({
    graph,
    direction,
    collapsed: [],
    nodeSize: (id) => nodeSize(byId.get(id)!, approximateWidth),
    labelSize: (label) => labelSize(label, approximateWidth),
  });
  return drawingToSvg(graph, drawing, theme, approximateWidth);
}

export function drawingToSvg(graph: ShownGraph, drawing: Drawing, theme: SvgTheme, measure: MeasureText): string {
  const byId = new Map(graph.nodes.map((node) => [node.id, node]));
  const width = Math.ceil(drawing.width + 2 * margin);
  const height = Math.ceil(drawing.height + 2 * margin);
  const title = graph.name ?? 'State machine';
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="${-margin} ${-margin} ${width} ${height}" role="img" font-family="${escapeXml(theme.font)}" font-size="13">`,
    `<title>${escapeXml(title)}, ${drawing.nodes.length} states</title>`,
    `<rect x="${-margin}" y="${-margin}" width="${width}" height="${height}" fill="${theme.background}"/>`,
    ...drawing.nodes.map((node) => nodeToSvg(byId.get(node.id)!, node, theme, measure)),
    ...drawing.marks.map(({ x, y, width: size, kind }) => {
      const [cx, cy] = [x + size / 2, y + size / 2];
      return kind === 'start'
        ? `<circle cx="${cx}" cy="${cy}" r="6" fill="${theme.edge}"/>`
        : `<circle cx="${cx}" cy="${cy}" r="5" fill="none" stroke="${theme.edge}" stroke-width="2"/>`;
    }),
    ...drawing.edges.map((edge) => edgeToSvg(edge, theme, measure)),
    '</svg>',
  ];
  return `${parts.join('\n')}\n`;
}

function nodeToSvg(state: ShownNode, node: PlacedNode, theme: SvgTheme, measure: MeasureText): string {
  const shape = shapeOf(state.type, node);
  const dash = state.missing || node.unreachable ? ' stroke-dasharray="4 3"' : '';
  const fill = node.open ? 'none' : theme.fill;
  const room = textRoom(node.width);
  const twoLines = !node.open && state.detail !== undefined;
  const nameY = node.open ? 20 : twoLines ? node.height / 2 - 3 : node.height / 2 + 4.5;
  const lines = [
    `<g transform="translate(${node.x} ${node.y})"><title>${escapeXml(state.name)}${state.type ? `, ${escapeXml(state.type)}` : ''}</title>`,
    `<path d="${shape.outline}" fill="${fill}" stroke="${theme.outline}"${dash}/>`,
    shape.extra ? `<path d="${shape.extra}" fill="none" stroke="${theme.outline}"/>` : '',
    text(node.width / 2, nameY, shorten(state.name, room, measure), theme.text, 13),
    twoLines
      ? text(node.width / 2, node.height / 2 + 13, shorten(state.detail!, room, measure), theme.secondary, 11)
      : '',
    '</g>',
  ];
  return lines.filter(Boolean).join('');
}

function edgeToSvg(edge: PlacedEdge, theme: SvgTheme, measure: MeasureText): string {
  const dash = edge.role === 'catch' ? ' stroke-dasharray="4 3"' : '';
  const parts = [
    `<path d="${linePath(edge.points)}" fill="none" stroke="${theme.edge}" stroke-width="1.25"${dash}/>`,
    edge.kind === 'end' ? '' : `<path d="${arrowPath(edge.points)}" fill="${theme.edge}"/>`,
  ];
  if (edge.label !== undefined && edge.labelAt) {
    const { width, height } = labelSize(edge.label, measure);
    const { x, y } = edge.labelAt;
    parts.push(
      `<rect x="${x - width / 2}" y="${y - height / 2}" width="${width}" height="${height}" rx="3" fill="${theme.background}"/>`,
      text(x, y + 4, shorten(edge.label, (width - 8) / 0.85, measure), theme.secondary, 11),
    );
  }
  return parts.filter(Boolean).join('');
}

function text(x: number, y: number, content: string, fill: string, size: number): string {
  return `<text x="${x}" y="${y}" text-anchor="middle" fill="${fill}" font-size="${size}">${escapeXml(content)}</text>`;
}

/** Characters that XML forbids are dropped: a name may hold any character that JSON can write. */
function escapeXml(value: string): string {
  return value
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
