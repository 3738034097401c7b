/** Widths of texts in the font of the view. */
import type { MeasureText } from '../layout/measure.ts';

export function createMeasure(): MeasureText {
  const context = document.createElement('canvas').getContext('2d');
  const { fontFamily } = getComputedStyle(document.body);
  const known = new Map<string, number>();
  if (context) context.font = `13px ${fontFamily}`;
  return (text) => {
    let width = known.get(text);
    if (width === undefined) {
      width = context?.measureText(text).width ?? text.length * 7.2;
      known.set(text, width);
    }
    return width;
  };
}
