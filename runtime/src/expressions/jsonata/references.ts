import { isLibraryFunction } from './library.ts';
import type { JsonataNode } from './syntax.ts';

export interface Place {
  /** UTF-16 units from the start of the expression. */
  readonly offset: number;
  readonly length: number;
}

/** `$name` where the expression itself has not bound it: a workflow variable, or a library function that is passed on as a value. */
export type VariableReference = Place & { readonly name: string; readonly isLibraryFunction: boolean };

/** `$states`, with the member that is read from it where the text names one. The place is that of the member's name, else of `$states`. */
export type StatesReference = Place & {
  readonly member: string | undefined;
  /** All names that follow `$states` in a row, the member first. */
  readonly names: readonly (Place & { readonly name: string })[];
};

/** `$name(...)` where the expression itself has not bound the name. The place is that of the name with its dollar. */
export type FunctionReference = Place & {
  readonly name: string;
  readonly argumentCount: number;
  /** Whether `~>` puts one more argument in front. */
  readonly isPiped: boolean;
  readonly isLibraryFunction: boolean;
};

/** A name or `$$` that looks at an input document, which expressions of the service do not have. */
export type DocumentReference = Place & { readonly name: string };

/** What an expression refers to, in the order of the tree. */
export interface JsonataReferences {
  readonly variables: readonly VariableReference[];
  readonly states: readonly StatesReference[];
  readonly calls: readonly FunctionReference[];
  readonly document: readonly DocumentReference[];
  /** `$` where nothing stands before it that it could mean. */
  readonly bareContexts: readonly Place[];
}

/** Collects the references of a parsed expression. */
export function collectReferences(text: string, root: JsonataNode): JsonataReferences {
  const collector = new Collector(text);
  collector.visit(root, { names: new Set(), hasContext: false });
  return collector;
}

/** What a node may refer to without leaving the expression. */
interface Surroundings {
  readonly names: Set<string>;
  /** Whether there is something that a bare name is looked up in. Bodies of functions count as top level. */
  readonly hasContext: boolean;
}

class Collector implements JsonataReferences {
  readonly variables: VariableReference[] = [];
  readonly states: StatesReference[] = [];
  readonly calls: FunctionReference[] = [];
  readonly document: DocumentReference[] = [];
  readonly bareContexts: Place[] = [];

  constructor(private readonly text: string) {}

  visit(node: JsonataNode, around: Surroundings): void {
    switch (node.type) {
      case 'path':
        this.path(node, around);
        break;
      case 'variable':
        this.variable(node, around);
        break;
      case 'block':
        this.block(node, around);
        break;
      case 'bind':
        this.bind(node, around);
        break;
      case 'lambda':
        this.lambda(node, around);
        break;
      case 'function':
      case 'partial':
        this.call(node, around, false);
        break;
      case 'apply':
        this.apply(node, around);
        break;
      case 'transform':
        for (const part of [node.pattern, node.update, node.delete])
          if (part) this.visit(part, { ...around, hasContext: true });
        break;
      default:
        this.operands(node, around);
    }
    this.followers(node, around);
  }

  private operands(node: JsonataNode, around: Surroundings): void {
    const { lhs } = node;
    if (Array.isArray(lhs))
      for (const pair of lhs as [JsonataNode, JsonataNode][]) for (const part of pair) this.visit(part, around);
    else if (lhs !== undefined) this.visit(lhs as JsonataNode, around);
    for (const part of [node.rhs, node.expression, node.condition, node.then, node.else])
      if (part) this.visit(part, around);
    for (const part of node.expressions ?? []) this.visit(part, around);
  }

  /** Filters, grouping and sort keys look at the items of what stands before them. */
  private followers(node: JsonataNode, around: Surroundings): void {
    const inside = { ...around, hasContext: true };
    for (const filter of [...(node.predicate ?? []), ...(node.stages ?? [])])
      if (filter.expr) this.visit(filter.expr, inside);
    for (const pair of node.group?.lhs ?? []) for (const part of pair) this.visit(part, inside);
    for (const term of node.terms ?? []) this.visit(term.expression, inside);
  }

  private path(node: JsonataNode, around: Surroundings): void {
    const names = new Set(around.names);
    const inside = { names, hasContext: true };
    node.steps!.forEach((step, at) => {
      if (step.focus !== undefined) names.add(step.focus);
      if (step.index !== undefined) names.add(step.index);
      for (const stage of step.stages ?? []) if (stage.type === 'index') names.add(stage.value as string);
      const next = node.steps![at + 1];
      if (step.type === 'name') {
        if (at === 0 && !around.hasContext) this.document.push({ name: step.value as string, ...this.namePlace(step) });
        this.followers(step, inside);
      } else if (step.type === 'variable' && step.value === 'states' && !names.has('states')) {
        const member = step.predicate === undefined && next?.type === 'name' ? next : undefined;
        const place = member === undefined ? this.variablePlace(step) : this.namePlace(member);
        const following = this.namesFrom(node.steps!, at + 1);
        this.states.push({ member: member?.value as string | undefined, names: member ? following : [], ...place });
        this.followers(step, inside);
      } else {
        this.visit(step, at === 0 ? { names, hasContext: around.hasContext } : inside);
      }
    });
  }

  private variable(node: JsonataNode, around: Surroundings): void {
    const name = node.value as string;
    if (around.names.has(name)) return;
    if (name === '') {
      if (!around.hasContext) this.bareContexts.push(this.variablePlace(node));
      return;
    }
    if (name === '$') this.document.push({ name: '$$', ...this.variablePlace(node) });
    else if (name === 'states') this.states.push({ member: undefined, names: [], ...this.variablePlace(node) });
    else this.variables.push({ name, isLibraryFunction: isLibraryFunction(name), ...this.variablePlace(node) });
  }

  private block(node: JsonataNode, around: Surroundings): void {
    const inside = { ...around, names: new Set(around.names) };
    for (const part of node.expressions!) this.visit(part, inside);
  }

  /** The name is there for what follows, and for a function that calls itself. */
  private bind(node: JsonataNode, around: Surroundings): void {
    const name = (node.lhs as JsonataNode).value as string;
    if (node.rhs!.type === 'lambda') around.names.add(name);
    this.visit(node.rhs!, around);
    around.names.add(name);
  }

  private lambda(node: JsonataNode, around: Surroundings): void {
    const names = new Set(around.names);
    for (const parameter of node.arguments ?? []) names.add(parameter.value as string);
    this.visit(node.body!, { names, hasContext: false });
  }

  private call(node: JsonataNode, around: Surroundings, isPiped: boolean): void {
    const procedure = node.procedure!;
    const values = (node.arguments ?? []).filter((argument) => argument.type !== 'operator');
    const argumentCount = node.arguments?.length ?? 0;
    const name = procedure.value as string;
    if (procedure.type !== 'variable' || name === '' || name === '$' || procedure.predicate)
      this.visit(procedure, around);
    else if (!around.names.has(name)) {
      this.calls.push({
        name,
        argumentCount,
        isPiped,
        isLibraryFunction: isLibraryFunction(name),
        ...this.variablePlace(procedure),
      });
    }
    for (const value of values) this.visit(value, around);
  }

  private apply(node: JsonataNode, around: Surroundings): void {
    this.visit(node.lhs as JsonataNode, around);
    const right = node.rhs!;
    if (right.type !== 'function') {
      this.visit(right, around);
      return;
    }
    this.call(right, around, true);
    this.followers(right, around);
  }

  private namesFrom(steps: readonly JsonataNode[], first: number): (Place & { name: string })[] {
    const names: (Place & { name: string })[] = [];
    for (const step of steps.slice(first)) {
      if (step.type !== 'name') break;
      names.push({ name: step.value as string, ...this.namePlace(step) });
      if (step.stages !== undefined || step.predicate !== undefined) break;
    }
    return names;
  }

  /** Positions in the tree are those behind a token. */
  private variablePlace(node: JsonataNode): Place {
    const length = String(node.value).length + 1;
    return { offset: (node.position ?? length) - length, length };
  }

  private namePlace(node: JsonataNode): Place {
    const end = node.position ?? 0;
    const isQuoted = /["'`]/.test(this.text[end - 1] ?? '');
    const length = String(node.value).length + (isQuoted ? 2 : 0);
    return { offset: end - length, length };
  }
}
