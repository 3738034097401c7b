import type { AslDocument, SourceNode, SourceRange } from '../../../runtime/src/source/document.ts';
import { definitionsIn, type EmbeddedDefinition, isTemplate } from '../../../runtime/src/source/template.ts';
import { functionsIn, type TemplateFunction } from '../../../runtime/src/source/templateFunctions.ts';
import { ValidationContext } from '../../../runtime/src/validation/context.ts';
import { flowOf, type ScopeFlow, type Transition } from '../../../runtime/src/validation/flow.ts';
import type { ScopeContext, StateContext } from '../../../runtime/src/validation/model.ts';
import { type ExpressionSite, expressionSites } from './expressions/expressionSites.ts';
import { type Substitution, substitutionsIn } from './expressions/substitutions.ts';
import { type Variable, variablesIn } from './variables.ts';

export type { Transition } from '../../../runtime/src/validation/flow.ts';
export type { ScopeContext, StateContext } from '../../../runtime/src/validation/model.ts';
export type { ExpressionSite } from './expressions/expressionSites.ts';
export type { Substitution } from './expressions/substitutions.ts';
export type { Variable, VariableSite } from './variables.ts';

/**
 * What the features know of one state machine. Everything is computed when first asked for and kept with the document, which
 * never changes: a new version of a text is a new document. All offsets are those of the document's text.
 */
export class DefinitionAnalysis {
  readonly document: AslDocument;
  /** The resource that declares it, when it stands in a template. */
  readonly embedded: EmbeddedDefinition | undefined;
  /** The document of that template. */
  readonly template: AslDocument | undefined;
  #context: ValidationContext | undefined;
  #transitions: readonly Transition[] | undefined;
  #transitionOf: Map<SourceNode, Transition> | undefined;
  #expressions: readonly ExpressionSite[] | undefined;
  #expressionOf: Map<SourceNode, ExpressionSite> | undefined;
  #variables: readonly Variable[] | undefined;
  #substitutions: readonly Substitution[] | undefined;

  constructor(document: AslDocument, embedded?: EmbeddedDefinition, template?: AslDocument) {
    this.document = document;
    this.embedded = embedded;
    this.template = template;
  }

  get context(): ValidationContext {
    this.#context ??= new ValidationContext(this.document, this.embedded?.type);
    return this.#context;
  }

  /** The machine and every branch and item processor, outermost first. */
  get scopes(): readonly ScopeContext[] {
    return this.context.scopes;
  }

  /** Every state, nested ones included, in the order of the text. */
  get states(): readonly StateContext[] {
    return this.context.states;
  }

  get flow(): ReadonlyMap<ScopeContext, ScopeFlow> {
    return flowOf(this.context);
  }

  /** Every reference to a state by name: StartAt, Next, Default, those of rules and catchers. */
  get transitions(): readonly Transition[] {
    this.#transitions ??= [...this.flow.values()].flatMap((flow) => flow.transitions);
    return this.#transitions;
  }

  get expressions(): readonly ExpressionSite[] {
    this.#expressions ??= expressionSites(this.context);
    return this.#expressions;
  }

  /** Workflow variables with the places that assign and use them. */
  get variables(): readonly Variable[] {
    this.#variables ??= variablesIn(this.context, this.expressions);
    return this.#variables;
  }

  /** Uses of `${Name}` placeholders. */
  get substitutions(): readonly Substitution[] {
    this.#substitutions ??= substitutionsIn(this.document.root);
    return this.#substitutions;
  }

  /** The transition that a node names the target of. */
  transitionAt(node: SourceNode): Transition | undefined {
    this.#transitionOf ??= new Map(this.transitions.map((transition) => [transition.node, transition]));
    return this.#transitionOf.get(node);
  }

  /** The expression that a string node holds. */
  expressionAt(node: SourceNode): ExpressionSite | undefined {
    this.#expressionOf ??= new Map(this.expressions.map((site) => [site.node, site]));
    return this.#expressionOf.get(node);
  }

  /** The innermost state around an offset, its key included. */
  stateAt(offset: number): StateContext | undefined {
    let found: StateContext | undefined;
    for (const state of this.states) {
      // States come in the order of the text, so the last one that contains the offset is the innermost.
      if (state.property.keyNode.start <= offset && offset <= state.node.end) found = state;
    }
    return found;
  }

  /** Transitions that lead to a state. */
  incoming(state: StateContext): Transition[] {
    return this.transitions.filter((transition) => transition.target === state);
  }

  /** Transitions that leave a state. */
  outgoing(state: StateContext): Transition[] {
    return this.transitions.filter((transition) => transition.from === state);
  }
}

/** What the features know of one document: the definition it is, or the definitions it holds. */
export class DocumentAnalysis {
  readonly document: AslDocument;
  readonly isTemplate: boolean;
  /** One for a definition file. Of a template those written inside it. */
  readonly definitions: readonly DefinitionAnalysis[];
  /** Of a template: all its state machines, also those whose definition stands in a file. */
  readonly stateMachines: readonly EmbeddedDefinition[];
  #functions: readonly TemplateFunction[] | undefined;

  constructor(document: AslDocument) {
    this.document = document;
    this.isTemplate = isTemplate(document);
    this.stateMachines = this.isTemplate ? definitionsIn(document) : [];
    this.definitions = this.isTemplate
      ? this.stateMachines.flatMap((machine) =>
          machine.document ? [new DefinitionAnalysis(machine.document, machine, document)] : [],
        )
      : [new DefinitionAnalysis(document)];
  }

  /** The Lambda functions that a template declares. */
  get functions(): readonly TemplateFunction[] {
    this.#functions ??= this.isTemplate ? functionsIn(this.document) : [];
    return this.#functions;
  }

  /** The definition around an offset. */
  definitionAt(offset: number): DefinitionAnalysis | undefined {
    if (!this.isTemplate) return this.definitions[0];
    return this.definitions.find(({ embedded }) => embedded!.node.start <= offset && offset <= embedded!.node.end);
  }
}

const analyses = new WeakMap<AslDocument, DocumentAnalysis>();

/** The analysis of a document, made once per document. */
export function analyze(document: AslDocument): DocumentAnalysis {
  let analysis = analyses.get(document);
  if (!analysis) {
    analysis = new DocumentAnalysis(document);
    analyses.set(document, analysis);
  }
  return analysis;
}

/** Whether an offset stands in a range, both ends included, as a cursor does. */
export function touches(range: SourceRange, offset: number): boolean {
  return range.start <= offset && offset <= range.end;
}
