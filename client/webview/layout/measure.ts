/** Sizes of boxes and labels from the widths of their texts. */
import type { Size } from './drawing.ts';
import type { ShownNode } from './shownGraph.ts';

/** Width of a text in pixels at the font of the graph. */
export type MeasureText = (text: string) => number;

const minimumWidth = 120;
const maximumWidth = 240;
/** Boxes grow in steps, so that a change of a few letters keeps the box. */
const widthStep = 24;
/** Icon, margins and the place of a mark. */
const aroundText = 56;
const maximumLabel = 120;

/** What a box says: its name, or that a transition names a state that does not exist. */
export function nodeText({ name, missing }: ShownNode): string {
  return missing ? `Missing: ${name}` : name;
}

export function nodeSize(node: ShownNode, measure: MeasureText): Size {
  const text = Math.max(measure(nodeText(node)), node.detail ? measure(node.detail) * 0.85 : 0);
  const wanted = Math.min(maximumWidth, Math.max(minimumWidth, text + aroundText));
  return { width: Math.ceil(wanted / widthStep) * widthStep, height: node.detail ? 44 : 32 };
}

export function labelSize(label: string, measure: MeasureText): Size {
  return { width: Math.min(maximumLabel, measure(label) * 0.85 + 12), height: 18 };
}

/** Room for the name of a state of this width. */
export function textRoom(width: number): number {
  return width - aroundText;
}

/** Shortens a text in its middle to a width; the end often tells states apart, so its last six characters stay. */
export function shorten(text: string, room: number, measure: MeasureText): string {
  if (measure(text) <= room) return text;
  const tail = text.slice(-6);
  let low = 0;
  let high = Math.max(0, text.length - 7);
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (measure(`${text.slice(0, middle)}…${tail}`) <= room) low = middle;
    else high = middle - 1;
  }
  return `${text.slice(0, low)}…${tail}`;
}

/** Widths for places without a font: an average sans-serif face of 13 pixels. */
export function approximateWidth(text: string): number {
  let width = 0;
  for (const character of text) width += widthOf(character);
  return width;
}

function widthOf(character: string): number {
  if (/[iljtfrI.,:;'|!()[\]\s]/.test(character)) return 4.2;
  if (/[mwMW@%]/.test(character)) return 11;
  if (/[A-Z0-9$&#]/.test(character)) return 8.4;
  return (character.codePointAt(0) ?? 0) > 0x2e80 ? 13 : 7.1;
}
