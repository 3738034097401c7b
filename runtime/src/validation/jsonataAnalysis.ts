import { jsonataFunction } from '../asl/jsonataFunctions.ts';
import { children, type JsonataNode } from '../expressions/jsonata/syntax.ts';
import { compileJsonata } from '../expressions/jsonata.ts';
import { isSyntaxProblem, type SyntaxProblem } from '../expressions/problem.ts';

/** A stretch of an expression, in UTF-16 units from its first character. */
export interface ExpressionRange {
  readonly offset: number;
  readonly length: number;
}

/** A name in an expression. */
export interface JsonataName extends ExpressionRange {
  readonly name: string;
}

/** A call of a function by name. `arguments` counts the value that `~>` hands in. */
export interface JsonataCall extends JsonataName {
  readonly arguments: number;
}

/** What can be said of an expression without evaluating it. */
export interface JsonataAnalysis {
  readonly problem?: SyntaxProblem;
  /** Variables that are not bound inside the expression, `$states` and functions of the library excluded; without the dollar. */
  readonly variables: readonly JsonataName[];
  /** Calls of names that are not bound inside the expression. */
  readonly calls: readonly JsonataCall[];
  /** Members named directly behind `$states`, each with the names that follow it. */
  readonly states: readonly { readonly members: readonly JsonataName[] }[];
  /** Field names that begin a path where there is no input to look in. */
  readonly topLevelNames: readonly JsonataName[];
  /** `$$`, which stands for an input document that does not exist. */
  readonly documentReferences: readonly ExpressionRange[];
  /** A bare `$` outside every path: it has no value. */
  readonly contextReferences: readonly ExpressionRange[];
}

/** Analyses are kept by text: files hold the same expressions again and again, and validation runs at every keystroke. */
const CACHED_CHARACTERS = 4_000_000;
const cache = new Map<string, JsonataAnalysis>();
let cachedCharacters = 0;

/** Analyses an expression (without `{% %}`, trimmed). Pure; results are remembered. */
export function analyseJsonata(text: string): JsonataAnalysis {
  const known = cache.get(text);
  if (known) return known;
  const analysis = analyse(text);
  cachedCharacters += text.length + 100;
  if (cachedCharacters > CACHED_CHARACTERS) {
    cache.clear();
    cachedCharacters = text.length;
  }
  cache.set(text, analysis);
  return analysis;
}

function analyse(text: string): JsonataAnalysis {
  const analyser = new Analyser(text);
  const compiled = compileJsonata(text);
  if (isSyntaxProblem(compiled)) return { ...analyser, problem: compiled };
  analyser.collectBindings(compiled.root);
  analyser.visit(compiled.root, true);
  return analyser;
}

class Analyser implements JsonataAnalysis {
  readonly variables: JsonataName[] = [];
  readonly calls: JsonataCall[] = [];
  readonly states: { members: JsonataName[] }[] = [];
  readonly topLevelNames: JsonataName[] = [];
  readonly documentReferences: ExpressionRange[] = [];
  readonly contextReferences: ExpressionRange[] = [];
  /** Names bound anywhere in the expression. Taking them as bound everywhere in it errs on the quiet side. */
  readonly #bound = new Set<string>();
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  collectBindings(node: JsonataNode): void {
    if (node.type === 'bind' && !Array.isArray(node.lhs)) this.#bound.add(String((node.lhs as JsonataNode).value));
    if (node.type === 'lambda') for (const parameter of node.arguments ?? []) this.#bound.add(String(parameter.value));
    if (node.focus) this.#bound.add(node.focus);
    if (node.index) this.#bound.add(node.index);
    for (const child of children(node)) this.collectBindings(child);
  }

  /** `isTop`: no value is being looked into, so a field name finds nothing. */
  visit(node: JsonataNode, isTop: boolean): void {
    switch (node.type) {
      case 'path':
        this.visitPath(node, isTop);
        break;
      case 'variable':
        this.visitVariable(node, isTop);
        this.visitFilters(node);
        break;
      case 'name':
        if (isTop) this.topLevelNames.push(this.nameAt(node));
        this.visitFilters(node);
        break;
      case 'function':
      case 'partial':
        this.visitCall(node, isTop, 0);
        break;
      case 'apply':
        this.visitApply(node, isTop);
        break;
      case 'lambda':
        if (node.body) this.visit(node.body, true);
        break;
      case 'bind':
        if (node.rhs) this.visit(node.rhs, isTop);
        break;
      case 'transform':
        for (const child of children(node)) this.visit(child, false);
        break;
      default:
        this.visitFilters(node);
        for (const child of ownChildren(node)) this.visit(child, isTop);
    }
  }

  private visitPath(node: JsonataNode, isTop: boolean): void {
    const steps = node.steps ?? [];
    const first = steps[0];
    if (first?.type === 'variable' && first.value === 'states') {
      const members: JsonataName[] = [];
      for (const step of steps.slice(1)) {
        if (step.type !== 'name') break;
        members.push(this.nameAt(step));
        if (step.stages || step.predicate) break;
      }
      this.states.push({ members });
    }
    for (const [index, step] of steps.entries()) this.visit(step, index === 0 && isTop);
    this.visitFilters(node);
  }

  /** Filters, sort terms and groupings look into the value they stand behind. */
  private visitFilters(node: JsonataNode): void {
    for (const { expr } of [...(node.predicate ?? []), ...(node.stages ?? [])]) if (expr) this.visit(expr, false);
    for (const pair of node.group?.lhs ?? []) for (const part of pair) this.visit(part, false);
    for (const term of node.terms ?? []) this.visit(term.expression, false);
  }

  private visitVariable(node: JsonataNode, isTop: boolean): void {
    const name = String(node.value);
    if (name === '') {
      if (isTop) this.contextReferences.push(this.rangeBehind(node, 1));
    } else if (name === '$') this.documentReferences.push(this.rangeBehind(node, 2));
    else if (!this.#bound.has(name) && name !== 'states' && !jsonataFunction(`$${name}`)) {
      this.variables.push({ name, ...this.rangeBehind(node, name.length + 1) });
    }
  }

  private visitCall(node: JsonataNode, isTop: boolean, handedIn: number): void {
    const procedure = node.procedure;
    const name = procedure?.type === 'variable' ? String(procedure.value) : undefined;
    if (name !== undefined && name !== '' && name !== '$' && !this.#bound.has(name)) {
      const range = this.rangeBehind(procedure!, name.length + 1);
      const count = node.type === 'partial' ? Number.NaN : (node.arguments ?? []).length + handedIn;
      this.calls.push({ name, arguments: count, ...range });
    } else if (procedure && name === undefined) this.visit(procedure, isTop);
    for (const argument of node.arguments ?? []) this.visit(argument, isTop);
    this.visitFilters(node);
  }

  private visitApply(node: JsonataNode, isTop: boolean): void {
    if (node.lhs && !Array.isArray(node.lhs)) this.visit(node.lhs as JsonataNode, isTop);
    const right = node.rhs;
    if (right?.type === 'function') this.visitCall(right, isTop, 1);
    else if (right) this.visit(right, isTop);
    this.visitFilters(node);
  }

  private nameAt(node: JsonataNode): JsonataName {
    const name = String(node.value);
    const end = node.position ?? 0;
    const isQuoted = this.#text[end - 1] === '`';
    return { name, ...this.rangeBehind(node, name.length + (isQuoted ? 2 : 0)) };
  }

  /** Positions of the tree are behind a token. */
  private rangeBehind(node: JsonataNode, length: number): ExpressionRange {
    const offset = Math.max(0, (node.position ?? length) - length);
    return { offset, length };
  }
}

/** Children that are evaluated where the node itself is: not its filters. */
function ownChildren(node: JsonataNode): JsonataNode[] {
  const { predicate, stages, group, terms, ...own } = node;
  return children(own);
}
