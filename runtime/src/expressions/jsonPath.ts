import { isObject, type Json } from '../asl/json.ts';
import { keptByText } from './keptByText.ts';
import { evaluatePlan } from './path/evaluate.ts';
import { PathMiss } from './path/miss.ts';
import { parseSegments } from './path/parsePath.ts';
import { pathPlan } from './path/plan.ts';
import type { PathPlan, PathSegment } from './path/segments.ts';
import { SyntaxProblem } from './problem.ts';
import type { EvaluationScope } from './scope.ts';

export { isSyntaxProblem, SyntaxProblem } from './problem.ts';

/** What the first step of a path means: `$` the input, `$$` the context object, `$name` a workflow variable. */
export type PathRoot = 'input' | 'context' | 'variable';

/** The name of a workflow variable: Unicode ID_Start, then ID_Continue (Amazon States Language, section Variables). */
const VARIABLE_NAME = /^[\p{ID_Start}_][\p{ID_Continue}]*/u;

/** A JSONPath, parsed once, to be evaluated any number of times. */
export class CompiledPath {
  readonly kind = 'path';
  readonly segments: readonly PathSegment[];
  /** Whether the path answers one value; an indefinite one answers an array of matches. */
  readonly definite: boolean;
  private readonly accessors: readonly Accessor[] | undefined;

  constructor(
    readonly text: string,
    readonly root: PathRoot,
    /** The variable's name without the dollar, when the root is a variable. */
    readonly variable: string | undefined,
    private readonly plan: PathPlan,
  ) {
    this.segments = plan.segments;
    this.definite = plan.definite;
    this.accessors = compileAccessors(plan.segments);
  }

  /** The value or the array of matches; undefined when nothing was found. Never throws. */
  evaluate(scope: EvaluationScope): Json | undefined {
    const root = this.rootValue(scope);
    if (this.accessors !== undefined) return root === undefined ? undefined : walk(root, this.accessors);
    const outcome = this.evaluateSegments(root);
    return outcome instanceof PathMiss ? undefined : outcome;
  }

  /** The text of a failed evaluation as the service words it; empty when the path does find something. */
  explain(scope: EvaluationScope): string {
    const outcome = this.evaluateSegments(this.rootValue(scope));
    return outcome instanceof PathMiss ? outcome.message : '';
  }

  private rootValue(scope: EvaluationScope): Json | undefined {
    if (this.root === 'input') return scope.input;
    if (this.root === 'context') return scope.context();
    return Object.hasOwn(scope.variables, this.variable!) ? scope.variables[this.variable!] : undefined;
  }

  private evaluateSegments(root: Json | undefined): Json | PathMiss {
    if (root === undefined) return PathMiss.invalid(`The variable '$${this.variable}' has no value`);
    try {
      return evaluatePlan(this.plan, root, root);
    } catch (error) {
      if (error instanceof RangeError) return PathMiss.invalid('The value is nested too deeply for this path');
      throw error;
    }
  }
}

/** Most paths that are kept compiled. */
const KEPT_PATHS = 8_192;

/**
 * Compiles a JSONPath in the dialect of the service, which is that of Jayway json-path 1.1.0 to 2.0.0 (concluded from recorded
 * executions). Unlike that library it demands the leading dollar, as the Amazon States Language does.
 */
export const compilePath: (text: string) => CompiledPath | SyntaxProblem = keptByText(parsePath, KEPT_PATHS);

function parsePath(text: string): CompiledPath | SyntaxProblem {
  const start = text.length - text.trimStart().length;
  const end = text.trimEnd().length;
  if (text[start] !== '$') return new SyntaxProblem(`A path must begin with '$'`, start, Math.max(1, end - start));
  const { root, variable, length } = parseRoot(text, start);
  const segments = parseSegments(text, start + length, end);
  return segments instanceof SyntaxProblem ? segments : new CompiledPath(text, root, variable, pathPlan(segments));
}

function parseRoot(text: string, start: number): { root: PathRoot; variable?: string; length: number } {
  if (text[start + 1] === '$') return { root: 'context', length: 2 };
  const variable = VARIABLE_NAME.exec(text.slice(start + 1))?.[0];
  return variable === undefined
    ? { root: 'input', length: 1 }
    : { root: 'variable', variable, length: 1 + variable.length };
}

/** A step of a simple definite path: a member name, an item index, or a name that Object.prototype has too. */
type Accessor = string | number | { readonly inheritedName: string };

/** Plain property and index steps as data for `walk`; undefined when the path needs the general evaluation. */
function compileAccessors(segments: readonly PathSegment[]): readonly Accessor[] | undefined {
  const accessors: Accessor[] = [];
  for (const segment of segments) {
    if (segment.kind === 'property' && segment.names.length === 1) {
      const name = segment.names[0]!;
      accessors.push(name in Object.prototype ? { inheritedName: name } : name);
    } else if (segment.kind === 'index' && segment.single) {
      accessors.push(segment.indexes[0]!);
    } else {
      return undefined;
    }
  }
  return accessors;
}

function walk(root: Json, accessors: readonly Accessor[]): Json | undefined {
  let value: Json | undefined = root;
  for (let at = 0; at < accessors.length; at += 1) {
    const accessor = accessors[at]!;
    if (typeof accessor === 'number') {
      value = Array.isArray(value) ? value[accessor] : undefined;
    } else if (!isObject(value)) {
      return undefined;
    } else if (typeof accessor === 'string') {
      value = value[accessor];
    } else {
      value = Object.hasOwn(value, accessor.inheritedName) ? value[accessor.inheritedName] : undefined;
    }
    if (value === undefined) return undefined;
  }
  return value;
}
