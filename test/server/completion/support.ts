import type { CompletionItem, CompletionList, TextEdit } from 'vscode-languageserver';
import type { Json } from '../../../runtime/src/asl/json.ts';
import { type DocumentFormat, parseDocument } from '../../../runtime/src/source/document.ts';
import { analyze } from '../../../server/src/service/analysis.ts';
import { complete, type WorkspaceInput } from '../../../server/src/service/completion/index.ts';

export interface Setting {
  readonly format?: DocumentFormat;
  readonly uri?: string;
  /** Texts of templates in the workspace, by uri. */
  readonly templates?: Readonly<Record<string, string>>;
  readonly sampleInputs?: readonly Json[];
  readonly snippets?: boolean;
}

/** The text without the cursor `<|>`, and where it was. */
export function cut(marked: string): { text: string; offset: number } {
  const offset = marked.indexOf('<|>');
  if (offset < 0) throw new Error('The text has no cursor <|>.');
  return { text: marked.replace('<|>', ''), offset };
}

/** What is offered at the cursor. */
export function completionsAt(marked: string, setting: Setting = {}): CompletionList {
  const { text, offset } = cut(marked);
  const document = parseDocument(text, { format: setting.format });
  return complete(analyze(document), offset, workspaceOf(setting), { snippets: setting.snippets ?? true });
}

export function workspaceOf({
  uri = 'file:///work/machine.asl.json',
  templates = {},
  sampleInputs = [],
}: Setting): WorkspaceInput {
  return {
    uri,
    templates: Object.entries(templates).map(([templateUri, text]) => ({
      uri: templateUri,
      document: parseDocument(text, { format: templateUri.endsWith('json') ? 'json' : 'yaml' }),
    })),
    sampleInputs,
  };
}

/** Labels in the order a client shows them. */
export function labelsAt(marked: string, setting?: Setting): string[] {
  const { items } = completionsAt(marked, setting);
  const order = (item: CompletionItem) => `${item.sortText ?? ''}\n${item.label}`;
  return [...items].sort((a, b) => (order(a) < order(b) ? -1 : 1)).map(({ label }) => label);
}

/** The text after choosing an item: tab stops become their placeholders, and further lines get the indentation of the first. */
export function chosen(marked: string, label: string, setting?: Setting): string {
  const { text } = cut(marked);
  const { items } = completionsAt(marked, setting);
  const item = items.find((candidate) => candidate.label === label);
  if (!item)
    throw new Error(`Nothing labelled ${label} is offered, but ${items.map((each) => each.label).join(', ')}.`);
  return apply(text, item);
}

function apply(text: string, item: CompletionItem): string {
  const edits = [item.textEdit as TextEdit, ...(item.additionalTextEdits ?? [])];
  const lines = text.split('\n');
  const offsetOf = ({ line, character }: { line: number; character: number }) =>
    lines.slice(0, line).reduce((sum, each) => sum + each.length + 1, 0) + character;
  const sorted = [...edits].sort((a, b) => offsetOf(b.range.start) - offsetOf(a.range.start));
  let result = text;
  for (const { range, newText } of sorted) {
    const margin = /^\s*/.exec(lines[range.start.line] ?? '')![0].slice(0, range.start.character);
    const plain = item.insertTextFormat === 2 ? expanded(newText) : newText;
    const indented = plain.replaceAll('\n', `\n${margin}`);
    result = result.slice(0, offsetOf(range.start)) + indented + result.slice(offsetOf(range.end));
  }
  return result;
}

/** A snippet with its tab stops filled. */
function expanded(snippet: string): string {
  return snippet.replace(
    /\\([\\$}])|\$\{\d+:((?:\\.|[^}])*)\}|\$\{\d+\|((?:\\.|[^,|])*)[^|]*\|\}|\$\d+/g,
    (_, escaped?: string, placeholder?: string, choice?: string) =>
      escaped ?? (placeholder ?? choice ?? '').replace(/\\(.)/g, '$1'),
  );
}
