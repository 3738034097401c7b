import type { Diagnostic } from 'vscode-languageserver';
import type { SourceNode } from '../../../../runtime/src/source/document.ts';
import { nodeAtOffset } from '../../../../runtime/src/source/locate.ts';
import type { FixData } from '../../../../runtime/src/validation/index.ts';
import type { DefinitionAnalysis } from '../analysis.ts';
import type { DiagnosticData } from '../diagnostics.ts';
import { insertProperty, moveItemLast, propertyOf, removeNode, replaceText } from '../edits/treeEdits.ts';
import { toOffsets } from '../positions.ts';
import { styled } from '../scalarText.ts';
import type { CodeActionContext, ProposedAction } from './codeAction.ts';
import { hasField, initialValue } from './initialValue.ts';

const MAXIMUM_SUGGESTIONS = 5;

/** The fixes that a rule names in what it reports. */
export function diagnosticFixes({ definition, diagnostics }: CodeActionContext): ProposedAction[] {
  return diagnostics.flatMap((diagnostic) => {
    const fix = (diagnostic.data as Partial<DiagnosticData> | undefined)?.fix;
    return fix ? actionsOf(fix, definition, diagnostic) : [];
  });
}

function actionsOf(fix: FixData, definition: DefinitionAnalysis, diagnostic: Diagnostic): ProposedAction[] {
  switch (fix.kind) {
    case 'rename':
      return rename(fix.names, definition, diagnostic);
    case 'remove':
      return remove(definition, diagnostic);
    case 'add':
      return add(fix.fields, definition, diagnostic);
    case 'append':
      return append(fix.suffix, definition, diagnostic);
    case 'moveLast':
      return moveLast(definition, diagnostic);
  }
}

function rename(names: readonly string[], { document }: DefinitionAnalysis, diagnostic: Diagnostic): ProposedAction[] {
  const { start, end } = toOffsets(document, diagnostic.range);
  const node = nodeAtOffset(document, start);
  const isWhole = node?.kind === 'string' && node.start === start && node.end === end;
  return names.slice(0, MAXIMUM_SUGGESTIONS).map((name) => ({
    title: `Change to ${name}`,
    kind: 'quickfix',
    edits: [replaceText(document, start, end, isWhole ? styled(document, node, name) : name)],
    diagnostic,
    isPreferred: names.length === 1,
  }));
}

function remove(definition: DefinitionAnalysis, diagnostic: Diagnostic): ProposedAction[] {
  const node = nodeOf(definition, diagnostic);
  if (!node) return [];
  const what = propertyOf(node)?.key ?? 'the entry';
  return [{ title: `Remove ${what}`, kind: 'quickfix', edits: removeNode(definition.document, node), diagnostic }];
}

function add(fields: readonly string[], definition: DefinitionAnalysis, diagnostic: Diagnostic): ProposedAction[] {
  const node = nodeOf(definition, diagnostic);
  // What is underlined is the object or its key, or the member beside which something is missing.
  const inside = node?.isKey ? node.parent?.get(node.value as string) : node;
  const objects = [inside, node?.parent].filter((candidate) => candidate?.kind === 'object');
  return fields.slice(0, MAXIMUM_SUGGESTIONS).flatMap((field) => {
    const object = objects.find((candidate) => hasField(definition, candidate!, field)) ?? objects[0];
    const value = object && initialValue(definition, object, field);
    if (value === undefined) return [];
    return [
      {
        title: `Add ${field}`,
        kind: 'quickfix',
        edits: [insertProperty(definition.document, object!, field, value)],
        diagnostic,
      },
    ];
  });
}

function append(suffix: string, definition: DefinitionAnalysis, diagnostic: Diagnostic): ProposedAction[] {
  const node = nodeOf(definition, diagnostic);
  const keyNode = node && propertyOf(node)?.keyNode;
  if (!keyNode) return [];
  const { document } = definition;
  const name = `${keyNode.value}${suffix}`;
  const edits = [replaceText(document, keyNode.start, keyNode.end, styled(document, keyNode, name))];
  return [{ title: `Change to ${name}`, kind: 'quickfix', edits, diagnostic, isPreferred: true }];
}

function moveLast(definition: DefinitionAnalysis, diagnostic: Diagnostic): ProposedAction[] {
  let item = nodeOf(definition, diagnostic);
  while (item && !(item.kind === 'object' && item.parent?.items)) item = item.parent;
  if (!item) return [];
  return [
    {
      title: 'Move to the end',
      kind: 'quickfix',
      edits: moveItemLast(definition.document, item),
      diagnostic,
      isPreferred: true,
    },
  ];
}

/** The node that a diagnostic underlines; of an object only its first line may be underlined. */
function nodeOf({ document }: DefinitionAnalysis, diagnostic: Diagnostic): SourceNode | undefined {
  const { start } = toOffsets(document, diagnostic.range);
  let node = nodeAtOffset(document, start);
  // The deepest node that begins here may be the first key of the object that is meant.
  const isFirstKey = node?.isKey && node.parent?.start === start && document.format === 'yaml';
  if (isFirstKey && toOffsets(document, diagnostic.range).end > node!.end) node = node!.parent;
  return node;
}
