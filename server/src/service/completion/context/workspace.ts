import type { Json } from '../../../../../runtime/src/asl/json.ts';
import type { EmbeddedDefinition } from '../../../../../runtime/src/source/template.ts';
import type { DefinitionAnalysis } from '../../analysis.ts';
import { analyze } from '../../analysis.ts';
import { type Declared, functionOfPlaceholder, functionsOf, machinesOf, type TemplateFile } from '../../templates.ts';
import type { Sketch } from '../rendering/sketch.ts';

/** What is known beyond the document. */
export interface WorkspaceInput {
  readonly uri: string;
  /** Templates of the workspace. */
  readonly templates: readonly TemplateFile[];
  /** Sample inputs of the definition: files beside it. */
  readonly sampleInputs: readonly Json[];
}

/** A resource of a template that a definition can name. */
export interface CallableResource {
  readonly kind: 'function' | 'stateMachine';
  readonly name: string;
  /** How this definition refers to it. */
  readonly reference: Sketch;
  readonly detail: string;
}

/** A name that a deployment replaces in the definition. */
export interface KnownSubstitution {
  readonly name: string;
  readonly detail: string;
}

/** What the templates of the workspace say about one definition. Read when a provider asks. */
export class ServiceWorkspace {
  readonly sampleInputs: readonly Json[];
  readonly #definition: DefinitionAnalysis;
  readonly #input: WorkspaceInput;
  #machines: readonly Declared<EmbeddedDefinition>[] | undefined;

  constructor(definition: DefinitionAnalysis, input: WorkspaceInput) {
    this.#definition = definition;
    this.#input = input;
    this.sampleInputs = input.sampleInputs;
  }

  /** Type of the state machine, when a template tells. */
  get machineType(): 'STANDARD' | 'EXPRESS' | undefined {
    return this.#declarations().find(({ item }) => item.type)?.item.type;
  }

  get substitutions(): KnownSubstitution[] {
    const known = this.#declarations().flatMap(({ template, item }) =>
      [...item.substitutionNodes.keys()].map((name) => ({
        name,
        detail: `${textOf(item.substitutions[name])}${fileName(template.uri)}`,
      })),
    );
    const named = new Set(known.map(({ name }) => name));
    const used = new Set(this.#definition.substitutions.map(({ name }) => name));
    return [
      ...known,
      ...[...used].filter((name) => !named.has(name)).map((name) => ({ name, detail: 'used in this definition' })),
    ];
  }

  /** Functions and state machines that the definition has a way to refer to. */
  get resources(): CallableResource[] {
    return this.#declarations().flatMap((machine) => {
      const { item, template } = machine;
      const detail = fileName(template.uri);
      if (item.document) return this.#ownResources(item, template).map((resource) => ({ ...resource, detail }));
      return [...item.substitutionNodes.keys()].flatMap((name): CallableResource[] => {
        const found = functionOfPlaceholder(name, machine);
        return found ? [{ kind: 'function', name: found.item.logicalId, reference: `\${${name}}`, detail }] : [];
      });
    });
  }

  /** Inside a template every resource of it can be named: as a placeholder in a text, as a function of CloudFormation elsewhere. */
  #ownResources(own: EmbeddedDefinition, template: TemplateFile): Omit<CallableResource, 'detail'>[] {
    const isText =
      own.document?.encode !== undefined || own.node.kind === 'string' || own.node.properties?.length === 1;
    const reference = (id: string, attribute: string): Sketch => {
      if (isText) return attribute === '' ? `\${${id}}` : `\${${id}.${attribute}}`;
      return attribute === '' ? { Ref: id } : { 'Fn::GetAtt': [id, attribute] };
    };
    const { stateMachines } = analyze(template.document);
    return [
      ...functionsOf(template).map(({ logicalId }) => ({
        kind: 'function' as const,
        name: logicalId,
        reference: reference(logicalId, 'Arn'),
      })),
      ...stateMachines
        .filter(({ logicalId }) => logicalId !== own.logicalId)
        .map(({ logicalId }) => ({
          kind: 'stateMachine' as const,
          name: logicalId,
          reference: reference(logicalId, ''),
        })),
    ];
  }

  #declarations(): readonly Declared<EmbeddedDefinition>[] {
    const { uri, templates } = this.#input;
    this.#machines ??= machinesOf(this.#definition, uri, templates).map((machine) => ({
      ...machine,
      template: templates.find((template) => template.uri === machine.template.uri) ?? machine.template,
    }));
    return this.#machines;
  }
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' || typeof value === 'number' ? `${value} ` : '';
}

function fileName(uri: string): string {
  return `in ${decodeURIComponent(uri.split('/').at(-1) ?? uri)}`;
}
