/** The drawing as a picture in the colours of the present theme. */
import type { Drawing } from '../layout/drawing.ts';
import type { MeasureText } from '../layout/measure.ts';
import type { ShownGraph } from '../layout/shownGraph.ts';
import { drawingToSvg, type SvgTheme } from '../layout/svg.ts';

/** SVG text, or a PNG as base64. */
export async function exportImage(
  graph: ShownGraph,
  drawing: Drawing,
  format: 'svg' | 'png',
  measure: MeasureText,
): Promise<string> {
  const text = drawingToSvg(graph, drawing, themeOfPage(), measure);
  return format === 'svg' ? text : toPng(text);
}

function themeOfPage(): SvgTheme {
  const style = getComputedStyle(document.body);
  const probe = document.createElement('span');
  document.body.append(probe);
  const color = (...tokens: string[]) => {
    probe.style.color = tokens.reduceRight((fallback, token) => `var(--vscode-${token}, ${fallback})`, 'currentColor');
    return getComputedStyle(probe).color;
  };
  const theme: SvgTheme = {
    background: color('editor-background'),
    fill: color('editorWidget-background', 'editor-background'),
    outline: color('contrastBorder', 'editorWidget-border', 'descriptionForeground'),
    text: color('editor-foreground'),
    secondary: color('descriptionForeground', 'editor-foreground'),
    edge: color('descriptionForeground', 'editor-foreground'),
    font: style.fontFamily,
  };
  probe.remove();
  return theme;
}

async function toPng(text: string): Promise<string> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  const largest = 16_000;
  const scale = Math.min(2, largest / image.width, largest / image.height);
  canvas.width = image.width * scale;
  canvas.height = image.height * scale;
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no canvas');
  context.scale(scale, scale);
  context.drawImage(image, 0, 0);
  return canvas.toDataURL('image/png').replace(/^data:image\/png;base64,/, '');
}
