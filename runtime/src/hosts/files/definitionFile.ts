import path from 'node:path';
import type { AslDocument } from '../../source/document.ts';
import { definitionsIn, type EmbeddedDefinition, isTemplate } from '../../source/template.ts';
import { FileProblem } from './fileProblem.ts';
import { readDefinitionDocument } from './jsonFile.ts';
import { templateName, templateText } from './templateValues.ts';

/** A state machine as a file describes it, ready to be checked and run. */
export interface LoadedDefinition {
  /** The file in which the definition stands: of a template's DefinitionUri that file. */
  readonly file: string;
  /** The definition as it is written, with the places of its values. May hold problems. */
  readonly document: AslDocument;
  /** The definition as JSON text with all known substitutions applied; undefined when there is no value at all. */
  readonly definition: string | undefined;
  /** Substitutions made the definition differ from what is written. */
  readonly isSubstituted: boolean;
  /** Name of the state machine: logical id in the template, or the file's name. */
  readonly name: string;
  readonly logicalId?: string;
  /** STANDARD or EXPRESS, where a template says it. */
  readonly type?: 'STANDARD' | 'EXPRESS';
}

/** The state machine of a file; `stateMachine` is the logical id when a template declares several. */
export async function loadDefinition(
  file: string,
  options: { readonly stateMachine?: string } = {},
): Promise<LoadedDefinition | FileProblem> {
  const document = await readDefinitionDocument(file);
  if (document instanceof FileProblem) return document;
  if (!isTemplate(document))
    return options.stateMachine === undefined ? ownDefinition(file, document) : notATemplate(file);
  const chosen = choose(file, document, options.stateMachine);
  return chosen instanceof FileProblem ? chosen : templateDefinition(file, document, chosen);
}

/** Every state machine of a file: one, or all that a template declares. */
export async function loadDefinitions(file: string): Promise<readonly (LoadedDefinition | FileProblem)[]> {
  const document = await readDefinitionDocument(file);
  if (document instanceof FileProblem) return [document];
  if (!isTemplate(document)) return [ownDefinition(file, document)];
  const declared = definitionsIn(document);
  if (declared.length === 0) return [noStateMachine(file)];
  return Promise.all(declared.map((embedded) => templateDefinition(file, document, embedded)));
}

function ownDefinition(file: string, document: AslDocument): LoadedDefinition {
  const name = path.basename(file).replace(/(?:\.asl)?\.(?:json|jsonc|ya?ml|asl)$/i, '');
  return {
    file,
    document,
    definition: document.value === undefined ? undefined : JSON.stringify(document.value),
    isSubstituted: false,
    name,
  };
}

function choose(
  file: string,
  document: AslDocument,
  stateMachine: string | undefined,
): EmbeddedDefinition | FileProblem {
  const declared = definitionsIn(document);
  const [first, second] = declared;
  if (!first) return noStateMachine(file);
  const names = declared.map(({ logicalId }) => logicalId).join(', ');
  if (stateMachine === undefined) {
    return second
      ? new FileProblem(file, `The template has several state machines; name one with --state-machine: ${names}.`)
      : first;
  }
  const found = declared.find(({ logicalId }) => logicalId === stateMachine);
  return found ?? new FileProblem(file, `The template has no state machine "${stateMachine}". It has: ${names}.`);
}

async function templateDefinition(
  file: string,
  template: AslDocument,
  embedded: EmbeddedDefinition,
): Promise<LoadedDefinition | FileProblem> {
  const { logicalId, type, uri } = embedded;
  if (embedded.document) {
    return {
      file,
      document: embedded.document,
      ...substituted(embedded.document, template, embedded),
      name: logicalId,
      logicalId,
      type,
    };
  }
  const place = { text: template.text, range: embedded.node };
  if (uri === undefined)
    return new FileProblem(
      file,
      `The definition of ${logicalId} is not on this machine: DefinitionUri names no local file.`,
      place,
    );
  const definitionFile = path.resolve(path.dirname(file), uri);
  const document = await readDefinitionDocument(definitionFile);
  if (document instanceof FileProblem)
    return new FileProblem(file, `The definition of ${logicalId}, ${uri}, cannot be used. ${document.message}`, place);
  return {
    file: definitionFile,
    document,
    ...substituted(document, template, embedded),
    name: logicalId,
    logicalId,
    type,
  };
}

/**
 * Substitution works on the text, as CloudFormation's does. Inside the template itself, names of Fn::Sub and placeholders of other
 * intrinsic functions are resolved too; what cannot be told before deployment stays as it is written.
 */
function substituted(
  document: AslDocument,
  template: AslDocument,
  embedded: EmbeddedDefinition,
): Pick<LoadedDefinition, 'definition' | 'isSubstituted'> {
  const written = document.value === undefined ? undefined : JSON.stringify(document.value);
  const isInside = embedded.document !== undefined;
  const definition = written?.replace(/\$\{([\w.:]+)\}/g, (whole, name: string) => {
    const declared = embedded.substitutionNodes.get(name);
    const value = declared?.parent?.get(name)?.value;
    const text =
      value !== undefined ? templateText(template, value) : isInside ? templateName(template, name) : undefined;
    return text === undefined ? whole : JSON.stringify(text).slice(1, -1);
  });
  return { definition, isSubstituted: definition !== written };
}

function noStateMachine(file: string): FileProblem {
  return new FileProblem(file, 'The template declares no state machine.');
}

function notATemplate(file: string): FileProblem {
  return new FileProblem(file, 'This is a definition, not a template: there is no state machine to choose.');
}
