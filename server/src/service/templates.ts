import type { AslDocument, SourceNode } from '../../../runtime/src/source/document.ts';
import type { EmbeddedDefinition } from '../../../runtime/src/source/template.ts';
import type { TemplateFunction } from '../../../runtime/src/source/templateFunctions.ts';
import { analyze, type DefinitionAnalysis } from './analysis.ts';

/** A template of the workspace. */
export interface TemplateFile {
  readonly uri: string;
  readonly document: AslDocument;
}

/** Something a template declares, with the template. */
export interface Declared<T> {
  readonly template: TemplateFile;
  readonly item: T;
}

/** The state machines that take their definition from a file. */
export function machinesOfFile(templates: readonly TemplateFile[], uri: string): Declared<EmbeddedDefinition>[] {
  return templates.flatMap((template) =>
    analyze(template.document)
      .stateMachines.filter(
        (machine) => machine.uri !== undefined && isSameUri(resolveUri(machine.uri, template.uri), uri),
      )
      .map((item) => ({ template, item })),
  );
}

/** The resources that may give a definition its substitutions and tasks: those of its own template, or of the templates that use the file. */
export function machinesOf(
  definition: DefinitionAnalysis,
  uri: string,
  templates: readonly TemplateFile[],
): Declared<EmbeddedDefinition>[] {
  const { embedded, template } = definition;
  if (!embedded || !template) return machinesOfFile(templates, uri);
  return [{ template: { uri, document: template }, item: embedded }];
}

/** The function a placeholder stands for: `Name`, `Name.Arn`, or a substitution whose value refers to one of them. */
export function functionOfPlaceholder(
  name: string,
  machine: Declared<EmbeddedDefinition>,
): Declared<TemplateFunction> | undefined {
  const { template, item } = machine;
  const keyNode = item.substitutionNodes.get(name);
  const value = keyNode?.parent?.get(name);
  const logicalId = (value && referredResource(value)) ?? name.split('.')[0]!;
  const found = functionsOf(template).find((candidate) => candidate.logicalId === logicalId);
  return found && { template, item: found };
}

/** The function that a literal ARN or name means. */
export function functionByName(
  name: string,
  templates: readonly TemplateFile[],
): Declared<TemplateFunction> | undefined {
  const short = name.split(':function:').at(-1)!.split(':')[0]!;
  for (const template of templates) {
    const item = functionsOf(template).find(
      ({ functionName, logicalId }) => functionName === short || logicalId === short,
    );
    if (item) return { template, item };
  }
  return undefined;
}

/** The functions of a template. */
export function functionsOf(template: TemplateFile): readonly TemplateFunction[] {
  return analyze(template.document).functions;
}

/** A path as a template writes it, relative to the template. */
export function resolveUri(path: string, base: string): string {
  try {
    return new URL(path.split(/[\\/]/).map(encodeURIComponent).join('/'), base).toString();
  } catch {
    return path;
  }
}

/** Clients differ in which characters of a URI they escape. */
export function isSameUri(left: string, right: string): boolean {
  return left === right || canonical(left) === canonical(right);
}

/** Files that may hold the code of a function, most probable first, relative to its template. */
export function handlerFiles({ codeUri, handler, runtime }: TemplateFunction): { path: string; symbol: string }[] {
  if (handler === undefined) return [];
  const dot = handler.lastIndexOf('.');
  if (dot <= 0) return [];
  const symbol = handler.slice(dot + 1);
  const isPython = runtime?.startsWith('python') ?? false;
  const module = isPython ? handler.slice(0, dot).replaceAll('.', '/') : handler.slice(0, dot);
  const extensions = isPython ? ['.py'] : ['.ts', '.mts', '.js', '.mjs', '.cjs', '.py', '.rb'];
  const directory = (codeUri ?? '.').replace(/\/+$/, '');
  return extensions.map((extension) => ({ path: `${directory}/${module}${extension}`, symbol }));
}

function referredResource(value: SourceNode): string | undefined {
  if (value.kind === 'string') return /\$\{([A-Za-z0-9]+)(?:\.\w+)?\}/.exec(value.value as string)?.[1];
  const reference = value.properties?.length === 1 ? value.properties[0] : undefined;
  if (reference?.key === 'Ref') return String(reference.valueNode?.value);
  if (reference?.key === 'Fn::GetAtt') {
    const first = reference.valueNode?.items?.[0] ?? reference.valueNode;
    return String(first?.value).split('.')[0];
  }
  return reference?.key === 'Fn::Sub' && reference.valueNode ? referredResource(reference.valueNode) : undefined;
}

function canonical(uri: string): string {
  try {
    return decodeURIComponent(uri);
  } catch {
    return uri;
  }
}
