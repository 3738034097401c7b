import type { Location } from 'vscode-languageserver';
import { LineIndex } from '../../../runtime/src/source/locate.ts';
import type { TemplateFunction } from '../../../runtime/src/source/templateFunctions.ts';
import type { DefinitionAnalysis, DocumentAnalysis } from './analysis.ts';
import { contentRange, namedAt, occurrencesOf, stringAt } from './occurrences.ts';
import { toLocation } from './positions.ts';
import {
  type Declared,
  functionByName,
  functionOfPlaceholder,
  handlerFiles,
  machinesOf,
  resolveUri,
  type TemplateFile,
} from './templates.ts';

/** What a definition may be looked for in beyond its own document. */
export interface DefinitionSources {
  readonly templates: readonly TemplateFile[];
  /** The text of a file of the workspace; undefined when it is not there. */
  readText(uri: string): Promise<string | undefined>;
}

/**
 * Where the thing under the cursor is declared: the state a transition leads to, the assignments of a variable, the template entry
 * and value of a substitution, the resource and the handler of a function, the file of a definition.
 */
export async function definitionAt(
  analysis: DocumentAnalysis,
  uri: string,
  offset: number,
  sources: DefinitionSources,
): Promise<Location[]> {
  const machine = analysis.stateMachines.find(({ node }) => node.start <= offset && offset <= node.end);
  if (machine?.uri !== undefined) return [startOf(resolveUri(machine.uri, uri))];
  const definition = analysis.definitionAt(offset);
  if (!definition) return [];
  const found = namedAt(definition, offset);
  if (!found) return functionAt(definition, uri, offset, sources);
  const { named } = found;
  if (named.kind === 'substitution') return substitutionTargets(definition, uri, named.name, sources);
  return occurrencesOf(definition, named)
    .filter(({ role }) => role !== 'read')
    .map(({ range }) => toLocation(uri, definition.document, range));
}

/** Handler files of a function, as far as they exist; the export inside it when it is easy to see. */
export async function handlerLocations(
  declared: Declared<TemplateFunction>,
  sources: DefinitionSources,
): Promise<Location[]> {
  for (const { path, symbol } of handlerFiles(declared.item)) {
    const uri = resolveUri(path, declared.template.uri);
    const text = await sources.readText(uri);
    if (text !== undefined) return [symbolIn(uri, text, symbol)];
  }
  return [];
}

async function substitutionTargets(
  definition: DefinitionAnalysis,
  uri: string,
  name: string,
  sources: DefinitionSources,
): Promise<Location[]> {
  const targets: Location[] = [];
  for (const machine of machinesOf(definition, uri, sources.templates)) {
    const { template, item } = machine;
    const keyNode = item.substitutionNodes.get(name);
    if (keyNode) targets.push(toLocation(template.uri, template.document, contentRange(keyNode)));
    const declared = functionOfPlaceholder(name, machine);
    if (declared) targets.push(...(await functionTargets(declared, sources)));
  }
  return targets;
}

async function functionAt(
  definition: DefinitionAnalysis,
  uri: string,
  offset: number,
  sources: DefinitionSources,
): Promise<Location[]> {
  const node = stringAt(definition.document, offset);
  const value = node && !node.isKey ? (node.value as string) : '';
  const placeholder = /^\$\{([A-Za-z0-9_.]+)\}$/.exec(value)?.[1];
  // A reference of the template itself (`!GetAtt Function.Arn`) is a placeholder in the definition.
  if (placeholder !== undefined) return substitutionTargets(definition, uri, placeholder, sources);
  const isFunction = /^arn:[\w-]+:lambda:/.test(value) || /^[A-Za-z0-9-_]{1,140}$/.test(value);
  const declared = isFunction ? functionByName(value, sources.templates) : undefined;
  return declared ? functionTargets(declared, sources) : [];
}

async function functionTargets(declared: Declared<TemplateFunction>, sources: DefinitionSources): Promise<Location[]> {
  const { template, item } = declared;
  const resource = toLocation(template.uri, template.document, contentRange(item.keyNode));
  return [resource, ...(await handlerLocations(declared, sources))];
}

function symbolIn(uri: string, text: string, symbol: string): Location {
  const name = symbol.replace(/[^\w]/g, '');
  const declaration = new RegExp(`\\b(?:def|function|const|let|var|exports\\.)\\s*(${name})\\b`);
  const found = declaration.exec(text);
  if (!found) return startOf(uri);
  const lines = new LineIndex(text);
  const end = found.index + found[0].length;
  return { uri, range: { start: lines.positionAt(end - name.length), end: lines.positionAt(end) } };
}

function startOf(uri: string): Location {
  const start = { line: 0, character: 0 };
  return { uri, range: { start, end: start } };
}
