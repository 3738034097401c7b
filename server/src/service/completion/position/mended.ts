import { parseDocument } from '../../../../../runtime/src/source/document.ts';
import { nodeAtOffset } from '../../../../../runtime/src/source/locate.ts';
import { analyze, type DocumentAnalysis } from '../../analysis.ts';
import { lineAt } from './yamlLines.ts';
import { isTextAround } from './yamlPosition.ts';

/**
 * The analysis of a YAML document without the line under the cursor, when the text does not parse: that line is the likely culprit,
 * and what it means is read by eye. All offsets stay as they are.
 */
export function mended(analysis: DocumentAnalysis, offset: number): DocumentAnalysis {
  const { document } = analysis;
  if (document.format !== 'yaml' || document.problems.length === 0) return analysis;
  const node = nodeAtOffset(document, offset);
  if (node && isTextAround(document, node, offset)) return analysis;
  const { start, length, shape } = lineAt(document.text, offset);
  if (shape.content === '') return analysis;
  const from = start + shape.indent;
  const end = start + length;
  const text = `${document.text.slice(0, from)}${' '.repeat(end - from)}${document.text.slice(end)}`;
  return analyze(parseDocument(text, { format: 'yaml' }));
}
