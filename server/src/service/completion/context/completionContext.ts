import type { AslDocument } from '../../../../../runtime/src/source/document.ts';
import type { DefinitionAnalysis, DocumentAnalysis } from '../../analysis.ts';
import { mended } from '../position/mended.ts';
import { type Meaning, meaningBelow, type Place, placeAt } from '../position/place.ts';
import { type CursorPosition, positionAt } from '../position/position.ts';
import type { Suggestion } from '../rendering/suggestion.ts';
import { ServiceWorkspace, type WorkspaceInput } from './workspace.ts';

/** All a provider may look at. */
export interface CompletionContext {
  readonly document: AslDocument;
  readonly offset: number;
  /** `role` is decided: never `either`. */
  readonly position: CursorPosition;
  /** The object or array around the cursor. */
  readonly place: Place;
  /** What the value under the cursor is, when a value is expected. */
  readonly value: Meaning | undefined;
  readonly workspace: ServiceWorkspace;
}

/** What one provider has to offer. */
export interface Suggestions {
  readonly items: readonly Suggestion[];
  /** There would be more, or other ones, after the next character. */
  readonly isIncomplete?: boolean;
}

export type CompletionProvider = (context: CompletionContext) => Suggestions | undefined;

/** Finds out where the cursor is. Undefined where nothing can be completed. */
export function contextAt(
  analysis: DocumentAnalysis,
  offset: number,
  input: WorkspaceInput,
): CompletionContext | undefined {
  const definition = definitionAround(mended(analysis, offset), offset);
  const found = definition && positionAt(definition.document, offset, analysis.document.text);
  if (!found) return undefined;
  const position = found.role === 'either' ? decided(found) : found;
  const place = placeAt(position.document.root, position.path);
  const value = position.role === 'value' ? valueMeaning(place, position) : undefined;
  const workspace = new ServiceWorkspace(definition, input);
  return { document: position.document, offset, position, place, value, workspace };
}

/** The definition around an offset. Behind its last line a YAML definition goes on: the next line may be its next member. */
function definitionAround(analysis: DocumentAnalysis, offset: number): DefinitionAnalysis | undefined {
  const exact = analysis.definitionAt(offset);
  if (exact || analysis.document.format === 'json') return exact;
  return analysis.definitions.findLast(({ document }) => endsBefore(document, offset));
}

function endsBefore({ root, text, format }: AslDocument, offset: number): boolean {
  return (
    root !== undefined && format === 'yaml' && root.end <= offset && /^\s*[^\n]*$/.test(text.slice(root.end, offset))
  );
}

function valueMeaning(place: Place, position: CursorPosition): Meaning {
  // The root itself is being written.
  if (position.key === undefined) return place.meaning;
  if (place.meaning.is === 'states') return { is: 'object', kind: undefined };
  return meaningBelow(place.meaning, position.key);
}

/** A fresh line in YAML: what is expected at its path tells whether a key or a value is being begun. */
function decided(position: CursorPosition): CursorPosition {
  const { meaning } = placeAt(position.document.root, position.path);
  const isItem = position.key !== undefined;
  if (meaning.is === 'list') return { ...position, role: 'value', key: 0, needsDash: true };
  if (meaning.is !== 'value') return { ...position, role: 'key', key: undefined };
  const { fact } = meaning.field;
  if (fact.template || fact.types.includes('any')) return { ...position, role: 'key', key: undefined };
  const holdsItems = fact.types.includes('array') && meaning.inside.length === 0;
  if (holdsItems) return { ...position, role: 'value', key: 0, needsDash: !isItem };
  const path = position.path.slice(0, -1);
  return { ...position, role: 'value', path, container: position.container?.parent, key: position.path.at(-1) };
}
