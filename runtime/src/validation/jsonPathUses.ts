import { type IntrinsicNode, parseIntrinsic } from '../expressions/intrinsic/parser.ts';
import { type CompiledPath, compilePath } from '../expressions/jsonPath.ts';
import { isSyntaxProblem, SyntaxProblem } from '../expressions/problem.ts';
import type { SourceNode, SourceProperty } from '../source/node.ts';
import type { ValidationContext } from './context.ts';
import { type FieldUse, textOf } from './model.ts';
import { isUsable } from './presence.ts';
import { masked } from './substitution.ts';

/** A place in a JSONPath state where a path or an intrinsic function stands. */
export interface JsonPathUse {
  readonly use: FieldUse;
  /** The member whose value it is: the field itself, or the `name.$` member of a template. */
  readonly property: SourceProperty;
  readonly node: SourceNode;
  /** Whose place the service names: the field, or the object that holds the `.$` member. */
  readonly where: SourceNode;
  readonly isTemplate: boolean;
  readonly text: string;
  readonly expression: CompiledPath | IntrinsicNode | SyntaxProblem;
  /** The paths inside: the expression itself, or those among the arguments of a call. */
  readonly paths: readonly PathPlace[];
}

/** A member of a template: every one, dynamic or not. */
export interface TemplateMember {
  readonly use: FieldUse;
  readonly property: SourceProperty;
  /** The object that holds the member: the service names its place. */
  readonly where: SourceNode;
}

export interface JsonPathUses {
  readonly uses: readonly JsonPathUse[];
  readonly members: readonly TemplateMember[];
}

/** Ends the key of a template member whose value is an expression. */
export const DYNAMIC_SUFFIX = '.$';

/** All paths, intrinsic calls and template members of the JSONPath states; collected once per validation. */
export function jsonPathUses(context: ValidationContext): JsonPathUses {
  return context.once(collect);
}

/** A path in the text of an expression. */
interface PathPlace {
  readonly path: CompiledPath;
  /** Where it begins. */
  readonly offset: number;
}

/** A text that was read; equal texts share it. */
interface ReadText {
  readonly expression: JsonPathUse['expression'];
  readonly paths: readonly PathPlace[];
}

function pathsIn(expression: JsonPathUse['expression']): PathPlace[] {
  if (expression instanceof SyntaxProblem) return [];
  if (expression.kind === 'path' && 'segments' in expression) return [{ path: expression, offset: 0 }];
  const node = expression as IntrinsicNode;
  if (node.kind === 'path') return [{ path: node.path, offset: node.offset }];
  return node.kind === 'call' ? node.arguments.flatMap((argument) => pathsIn(argument)) : [];
}

function collect(context: ValidationContext): JsonPathUses {
  return new Collector().collect(context);
}

class Collector {
  private readonly uses: JsonPathUse[] = [];
  private readonly members: TemplateMember[] = [];
  private readonly paths = new Map<string, ReadText>();
  private readonly calls = new Map<string, ReadText>();

  collect(context: ValidationContext): JsonPathUses {
    for (const use of context.fieldsWith('template')) {
      if (use.value && isJsonPath(use)) this.collectTemplate(use, use.value);
    }
    for (const kind of PATH_KINDS) {
      for (const use of context.fieldsHolding(kind)) {
        if (use.value && isJsonPath(use)) this.add(use, use.property, use.value, false);
      }
    }
    return { uses: this.uses, members: this.members };
  }

  private collectTemplate(use: FieldUse, value: SourceNode): void {
    if (value.properties) {
      for (const property of value.properties) {
        this.members.push({ use, property, where: value });
        if (!property.valueNode) continue;
        if (property.key.endsWith(DYNAMIC_SUFFIX)) this.add(use, property, property.valueNode, true);
        else this.collectTemplate(use, property.valueNode);
      }
    } else if (value.items) for (const item of value.items) this.collectTemplate(use, item);
  }

  private add(use: FieldUse, property: SourceProperty, node: SourceNode, isTemplate: boolean): void {
    const text = textOf(node);
    if (text === undefined) return;
    const isCall = isTemplate || use.fact.holds === 'pathOrIntrinsic';
    const readable = masked(text, 'x');
    const { expression, paths } = this.read(readable, isCall);
    if (readable !== text && isSyntaxProblem(expression)) return;
    const where = isTemplate ? property.keyNode.parent! : node;
    this.uses.push({ use, property, node, where, isTemplate, text, expression, paths });
  }

  private read(text: string, mayBeCall: boolean): ReadText {
    const isCall = mayBeCall && !text.trimStart().startsWith('$');
    const known = isCall ? this.calls : this.paths;
    let read = known.get(text);
    if (!read) {
      const expression = isCall ? parseCall(text) : compilePath(text);
      read = { expression, paths: pathsIn(expression) };
      known.set(text, read);
    }
    return read;
  }
}

const PATH_KINDS = ['path', 'referencePath', 'resultPath', 'pathOrIntrinsic'] as const;

function isJsonPath({ object, fact }: FieldUse): boolean {
  return object.language === 'JSONPath' && isUsable(fact, 'JSONPath');
}

/** Neither a path nor a call: the advice names both. */
function parseCall(text: string): IntrinsicNode | SyntaxProblem {
  if (/^\s*States\./.test(text)) return parseIntrinsic(text);
  const similar = /^\s*[A-Za-z.]+\s*\(/.test(text) ? parseIntrinsic(text) : undefined;
  return (
    similar ??
    new SyntaxProblem('A path begins with "$", an intrinsic function with "States."', 0, Math.max(1, text.length))
  );
}
