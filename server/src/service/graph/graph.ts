import { objectFact } from '../../../../runtime/src/asl/fields.ts';
import type { SourceNode } from '../../../../runtime/src/source/document.ts';
import { numberOf, type TypedObject, textOf } from '../../../../runtime/src/validation/model.ts';
import type { GraphEdge, GraphNode, MachineGraph, ProtocolRange } from '../../protocol.ts';
import type { DefinitionAnalysis, DocumentAnalysis, ScopeContext, StateContext, Transition } from '../analysis.ts';
import { toRange } from '../positions.ts';
import { conditionText } from './conditionText.ts';
import { stateDetail } from './stateDetail.ts';

/** The state machines of a document as nodes and edges. */
export function graphsOf(analysis: DocumentAnalysis): MachineGraph[] {
  return analysis.definitions.map((definition) => new GraphBuilder(definition).build());
}

class GraphBuilder {
  readonly #definition: DefinitionAnalysis;
  /** Pointer of the definition in its document. */
  readonly #base: string;
  readonly #rules: ReadonlyMap<SourceNode, TypedObject<'choiceRule'>>;
  readonly #catchers: ReadonlyMap<SourceNode, TypedObject<'catcher'>>;
  readonly #retries = new Map<StateContext, number>();

  constructor(definition: DefinitionAnalysis) {
    this.#definition = definition;
    this.#base = definition.embedded?.node.pointer ?? '';
    const { context } = definition;
    this.#rules = new Map(context.objects('choiceRule').map((rule) => [rule.node, rule]));
    this.#catchers = new Map(context.objects('catcher').map((catcher) => [catcher.node, catcher]));
    const assumed = objectFact('retrier').fields.MaxAttempts?.assumed as number;
    for (const { fields, state } of context.objects('retrier')) {
      if (!state) continue;
      this.#retries.set(state, (this.#retries.get(state) ?? 0) + (numberOf(fields.MaxAttempts?.valueNode) ?? assumed));
    }
  }

  build(): MachineGraph {
    const { document, embedded, scopes } = this.#definition;
    const nodes: GraphNode[] = [];
    const edges: GraphEdge[] = [];
    for (const scope of scopes) this.#addScope(scope, nodes, edges);
    const whole = document.root ?? { start: 0, end: 0 };
    return {
      id: this.#base,
      ...(embedded ? { name: embedded.logicalId } : {}),
      range: this.#range(embedded?.node ?? whole),
      nodes,
      edges,
    };
  }

  #addScope(scope: ScopeContext, nodes: GraphNode[], edges: GraphEdge[]): void {
    const start = textOf(scope.object.fields.StartAt?.valueNode);
    for (const state of scope.byName.values()) nodes.push(this.#node(state, state.name === start));
    const missing = new Map<string, GraphNode>();
    for (const transition of this.#definition.flow.get(scope)?.transitions ?? []) {
      const to = transition.target ? this.#idOf(transition.target) : this.#missingNode(transition, missing).id;
      if (transition.from) edges.push(this.#edge(transition.from, to, transition));
    }
    nodes.push(...missing.values());
  }

  #node(state: StateContext, isStart: boolean): GraphNode {
    const { keyNode } = state.property;
    const owner = state.scope.owner;
    const detail = stateDetail(state, this.#definition.context);
    const retries = this.#retries.get(state);
    return {
      id: this.#idOf(state),
      name: state.name,
      type: textOf(state.fields.Type?.valueNode) ?? '',
      ...(owner ? { parent: this.#idOf(owner) } : {}),
      range: this.#range({
        start: Math.min(keyNode.start, state.node.start),
        end: Math.max(keyNode.end, state.node.end),
      }),
      selectionRange: this.#range(keyNode),
      ...(isStart ? { start: true } : {}),
      ...(state.exit.isTerminal ? { end: true } : {}),
      ...(detail ? { detail } : {}),
      ...(retries ? { retries } : {}),
    };
  }

  #edge(from: StateContext, to: string, { node }: Transition): GraphEdge {
    const base = { from: this.#idOf(from), to, range: this.#range(node) };
    const rule = node.parent && this.#rules.get(node.parent);
    if (rule) return { ...base, kind: 'choice', ...labelled(conditionText(rule)) };
    const catcher = node.parent && this.#catchers.get(node.parent);
    if (catcher) return { ...base, kind: 'catch', ...labelled(errorNames(catcher)) };
    return { ...base, kind: from.fields.Default?.valueNode === node ? 'default' : 'next' };
  }

  /** A target that nobody wrote: the place it would have. */
  #missingNode({ name, scope, node }: Transition, missing: Map<string, GraphNode>): GraphNode {
    const known = missing.get(name);
    if (known) return known;
    const owner = scope.owner;
    const states = scope.object.fields.States!.keyNode;
    const range = this.#range(node);
    const made: GraphNode = {
      id: `${this.#base}${states.pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`,
      name,
      type: '',
      ...(owner ? { parent: this.#idOf(owner) } : {}),
      range,
      selectionRange: range,
      missing: true,
    };
    missing.set(name, made);
    return made;
  }

  #idOf(state: StateContext): string {
    return this.#base + state.property.keyNode.pointer;
  }

  #range(range: { start: number; end: number }): ProtocolRange {
    return toRange(this.#definition.document, range);
  }
}

function labelled(label: string | undefined): { label?: string } {
  return label ? { label } : {};
}

function errorNames({ fields }: TypedObject<'catcher'>): string {
  const names = fields.ErrorEquals?.valueNode?.items ?? [];
  return names.map((name) => String(name.value)).join(', ');
}
