import type { Json, JsonObject } from '../asl/json.ts';
import { isObject } from '../asl/json.ts';
import { isBegunDefinition } from './definition.ts';
import { type AslDocument, documentOf } from './document.ts';
import { type EmbeddedText, embeddedText } from './embeddedText.ts';
import { parseJson } from './json.ts';
import type { SourceNode } from './node.ts';
import { withUnresolvedValues } from './unresolvedValues.ts';

export type DefinitionHost = 'sam' | 'cloudformation' | 'serverless';

/** A state machine that a template declares, with its definition inside or the file it is in. */
export interface EmbeddedDefinition {
  /** The key of the resource; the key below `stateMachines` in a serverless.yml. */
  readonly logicalId: string;
  readonly host: DefinitionHost;
  /** Where the resource is declared: its key. */
  readonly keyNode: SourceNode;
  /** The definition as a document of its own whose offsets are those of the template. Absent when it stands in a file. */
  readonly document?: AslDocument;
  /** The node that holds the definition or names its file. */
  readonly node: SourceNode;
  /** The file of the definition as the template names it, relative to the template. */
  readonly uri?: string;
  /** DefinitionSubstitutions and the names that Fn::Sub defines, as far as they are known before deployment. */
  readonly substitutions: JsonObject;
  /** Where those names are declared. */
  readonly substitutionNodes: ReadonlyMap<string, SourceNode>;
  readonly type?: 'STANDARD' | 'EXPRESS';
}

interface HostDescription {
  readonly host: DefinitionHost;
  /** Properties that may hold the definition or name its file, in the order they are looked for. */
  readonly definition: readonly string[];
  readonly substitutions: string;
  readonly type: string;
}

/** Resource types by the properties AWS documents for them (SAM and CloudFormation references of 2026). */
const RESOURCES: Record<string, HostDescription> = {
  'AWS::Serverless::StateMachine': {
    host: 'sam',
    definition: ['Definition', 'DefinitionUri'],
    substitutions: 'DefinitionSubstitutions',
    type: 'Type',
  },
  'AWS::StepFunctions::StateMachine': {
    host: 'cloudformation',
    definition: ['DefinitionString', 'Definition', 'DefinitionS3Location'],
    substitutions: 'DefinitionSubstitutions',
    type: 'StateMachineType',
  },
};
const SERVERLESS: HostDescription = {
  host: 'serverless',
  definition: ['definition'],
  substitutions: 'definitionSubstitutions',
  type: 'type',
};
const FILE_PROPERTIES = new Set(['DefinitionUri', 'DefinitionS3Location']);

/** Whether the document declares cloud resources rather than being a definition itself. */
export function isTemplate(document: AslDocument): boolean {
  const root = document.root;
  if (!root?.properties || isBegunDefinition(root)) return false;
  return root.get('Resources')?.kind === 'object' || stateMachinesOfServerless(document) !== undefined;
}

/**
 * The state machines of a SAM or CloudFormation template (JSON, YAML, or what CDK writes) or of a serverless.yml. Empty for any
 * other document.
 */
export function definitionsIn(document: AslDocument): readonly EmbeddedDefinition[] {
  const found: EmbeddedDefinition[] = [];
  const resources = isBegunDefinition(document.root) ? undefined : document.root?.get('Resources');
  for (const { key, keyNode, valueNode } of resources?.properties ?? []) {
    const description = RESOURCES[String(valueNode?.get('Type')?.value)];
    const properties = valueNode?.get('Properties');
    const definition = description && properties && readDefinition(document, description, key, keyNode, properties);
    if (definition) found.push(definition);
  }
  for (const { key, keyNode, valueNode } of stateMachinesOfServerless(document)?.properties ?? []) {
    const definition = valueNode && readDefinition(document, SERVERLESS, key, keyNode, valueNode);
    if (definition) found.push(definition);
  }
  return found;
}

/** Serverless Framework plug-in: `stepFunctions.stateMachines.<key>.definition`. */
function stateMachinesOfServerless(document: AslDocument): SourceNode | undefined {
  return document.root?.get('stepFunctions')?.get('stateMachines');
}

function readDefinition(
  document: AslDocument,
  description: HostDescription,
  logicalId: string,
  keyNode: SourceNode,
  properties: SourceNode,
): EmbeddedDefinition | undefined {
  const name = description.definition.find((candidate) => properties.get(candidate));
  const value = name === undefined ? undefined : properties.get(name);
  // With AWS::LanguageExtensions a definition string can be written as an object.
  const node = value?.properties?.length === 1 ? (value.get('Fn::ToJsonString') ?? value) : value;
  if (!node) return undefined;
  const type = properties.get(description.type)?.value;
  const declared = properties.get(description.substitutions);
  const isFile = FILE_PROPERTIES.has(name!);
  const uri = isFile ? localFile(node) : fileReference(node);
  const text = isFile || uri !== undefined || isBegunDefinition(node) ? undefined : embeddedText(node);
  const substitutionNodes = substitutionNames([declared, text?.substitutions]);
  return {
    logicalId,
    host: description.host,
    keyNode,
    node,
    uri,
    document:
      isFile || uri !== undefined
        ? undefined
        : text
          ? documentOfText(document, text)
          : documentOfObject(document, node),
    substitutions: valuesOf(substitutionNodes),
    substitutionNodes,
    type: type === 'EXPRESS' || type === 'STANDARD' ? type : undefined,
  };
}

function documentOfObject(template: AslDocument, node: SourceNode): AslDocument {
  const { start, end } = node;
  const problems = template.problems.filter((problem) => problem.start >= start && problem.end <= end);
  const comments = template.comments.filter((comment) => comment.start >= start && comment.end <= end);
  return documentOf(
    template.text,
    template.format,
    { root: withUnresolvedValues(node), problems, comments },
    { lines: template.lines },
  );
}

function documentOfText(template: AslDocument, embedded: EmbeddedText): AslDocument {
  const result = parseJson({ text: embedded.text, map: embedded.map }, 'json');
  return documentOf(template.text, 'json', result, {
    lines: template.lines,
    encode: embedded.host && encoderFor(embedded.host, template),
  });
}

/** How new text must be written inside a string of the template. */
function encoderFor(host: SourceNode, template: AslDocument): (inserted: string) => string {
  if (host.style === 'json' || host.style === 'double-quoted')
    return (inserted) => JSON.stringify(inserted).slice(1, -1);
  if (host.style === 'single-quoted') return (inserted) => inserted.replaceAll("'", "''").replaceAll('\n', '\n\n');
  if (host.style === 'plain') return (inserted) => inserted;
  const firstContent = host.offsetAt((host.value as string).search(/\S|$/));
  const lineStart = template.lines.lineStart(template.lines.positionAt(firstContent).line);
  const written = template.text.slice(lineStart, firstContent).length;
  const ownBlanks = /^\s*/.exec(
    (host.value as string)
      .slice(0, 200)
      .split('\n')
      .find((line) => line.trim() !== '') ?? '',
  )![0].length;
  const indentation = ' '.repeat(Math.max(0, written - ownBlanks));
  return (inserted) => inserted.replaceAll('\n', `\n${indentation}`);
}

/** A file on disk; `s3://` locations and `{Bucket, Key}` objects are none. */
function localFile(node: SourceNode): string | undefined {
  if (node.kind !== 'string') return undefined;
  const uri = node.value as string;
  return /^[a-z][a-z0-9+.-]+:\/\//i.test(uri) || uri === '' ? undefined : uri;
}

/** Serverless Framework variable `${file(path)}`. */
function fileReference(node: SourceNode): string | undefined {
  if (node.kind !== 'string') return undefined;
  return /^\$\{file\(([^)]+)\)\}$/.exec((node.value as string).trim())?.[1];
}

function substitutionNames(sources: readonly (SourceNode | undefined)[]): Map<string, SourceNode> {
  const names = new Map<string, SourceNode>();
  for (const source of sources) for (const { key, keyNode } of source?.properties ?? []) names.set(key, keyNode);
  return names;
}

function valuesOf(names: ReadonlyMap<string, SourceNode>): JsonObject {
  const values: Record<string, Json> = {};
  for (const [name, keyNode] of names) {
    const value = keyNode.parent?.get(name)?.value;
    if (value !== undefined && !isObject(value)) values[name] = value;
  }
  return values;
}
