import type { QueryLanguage } from '../../../../../runtime/src/asl/fields.ts';
import type { Json } from '../../../../../runtime/src/asl/json.ts';
import { parseResource } from '../../../../../runtime/src/asl/resources.ts';
import { type OutputShape, outputShape } from '../../../../../runtime/src/asl/responseModels.ts';
import type { SourceNode } from '../../../../../runtime/src/source/document.ts';
import { jsonataCursor } from '../expression/jsonataText.ts';
import { pathCursor } from '../expression/pathText.ts';
import { type AslFieldName, fieldNode, fieldText } from '../position/fieldNames.ts';
import { languageOf, type Place, type Scope } from '../position/place.ts';
import { type Assignment, graphOf, transitionsOf } from './scopes.ts';
import {
  mergeShapes,
  type Shape,
  shapeAt,
  shapeOfJson,
  shapeOfTemplate,
  shapeThroughArrays,
  UNKNOWN,
  withMember,
} from './shapes.ts';

/** States that are followed back to find out what an input looks like; what lies further away is left unknown. */
const MOST_STATES = 60;
const ERROR_OUTPUT: Shape = {
  members: new Map([
    ['Error', UNKNOWN],
    ['Cause', UNKNOWN],
  ]),
};

/**
 * What values look like at the states of a definition, followed from sample inputs, fixed results, templates and API responses
 * through the fields that shape data. Unknown parts stay unknown: nothing is guessed.
 */
export class DataFlow {
  readonly #samples: readonly Json[];
  readonly #place: Place;
  readonly #inputs = new Map<string, Shape>();
  #visited = 0;

  constructor(place: Place, samples: readonly Json[]) {
    this.#place = place;
    this.#samples = samples;
  }

  /** The input of the innermost state around the place. */
  input(): Shape {
    const depth = this.#place.states.length - 1;
    return depth < 0 ? this.executionInput() : this.#inputOf(depth, this.#place.states[depth]!.name);
  }

  /** The input the execution was started with. */
  executionInput(): Shape {
    return mergeShapes(this.#samples.map(shapeOfJson));
  }

  /** The input after InputPath: what templates of the state see. */
  effectiveInput(): Shape {
    return this.#afterPath(this.#state(), 'InputPath', this.input());
  }

  /** The result of the state's work, before anything shapes it. */
  result(): Shape {
    const depth = this.#place.states.length - 1;
    return depth < 0 ? UNKNOWN : this.#resultOf(this.#state(), this.input());
  }

  /** What `{Error, Cause}` looks like. */
  errorOutput(): Shape {
    return ERROR_OUTPUT;
  }

  /** The value after ResultPath: what OutputPath sees. */
  merged(): Shape {
    return this.#afterResultPath(this.#state(), this.input());
  }

  /** The item of the innermost iteration around the place. */
  item(): Shape {
    const mapDepth = this.#place.states.findLastIndex(({ kind }) => kind === 'mapState');
    return mapDepth < 0 ? UNKNOWN : this.#itemOf(mapDepth);
  }

  /** The value of an assignment. */
  assigned(assignment: Assignment): Shape {
    const language = this.#place.language;
    const isPath = assignment.keyNode.value !== assignment.variable;
    if (isPath && typeof assignment.valueNode?.value === 'string') return UNKNOWN;
    return shapeOfTemplate(assignment.valueNode, language, () => UNKNOWN);
  }

  #state(): SourceNode | undefined {
    return this.#place.states.at(-1)?.node;
  }

  #inputOf(depth: number, name: string): Shape {
    const scope = this.#place.scopes[depth];
    if (!scope) return UNKNOWN;
    const id = `${depth}\n${name}`;
    const known = this.#inputs.get(id);
    if (known) return known;
    // Loops end here: while a state's input is being found out it counts as unknown.
    this.#inputs.set(id, UNKNOWN);
    if (++this.#visited > MOST_STATES) return UNKNOWN;
    const shapes = fieldText(scope.node, 'StartAt') === name ? [this.#scopeInput(depth)] : [];
    const sources = scope.states ? (graphOf(scope.states).predecessors.get(name) ?? []) : [];
    for (const source of sources) shapes.push(...this.#outputsTo(depth, source, scope, name));
    const input = mergeShapes(shapes);
    this.#inputs.set(id, input);
    return input;
  }

  #outputsTo(depth: number, source: string, scope: Scope, target: string): Shape[] {
    const node = scope.states?.get(source);
    if (!node) return [];
    const input = this.#inputOf(depth, source);
    const ways = transitionsOf(node).filter(({ to }) => to === target);
    return ways.map(({ from, kind }) =>
      kind === 'catcher' ? this.#caught(node, from, input) : this.#outputOf(node, from, input),
    );
  }

  /** What the first state of a scope gets. */
  #scopeInput(depth: number): Shape {
    if (depth === 0) return this.executionInput();
    const parent = this.#place.states[depth - 1];
    if (parent?.kind === 'mapState') return this.#iterationInput(depth - 1);
    const input = this.#inputOf(depth - 1, parent?.name ?? '');
    return this.#workInput(parent?.node, this.#afterPath(parent?.node, 'InputPath', input), input);
  }

  #iterationInput(depth: number): Shape {
    const map = this.#place.states[depth]!;
    const selector = fieldNode(map.node, 'ItemSelector') ?? fieldNode(map.node, 'Parameters');
    if (!selector) return this.#itemOf(depth);
    const input = this.#afterPath(map.node, 'InputPath', this.#inputOf(depth, map.name));
    return this.#template(map.node, selector, input);
  }

  #itemOf(depth: number): Shape {
    const map = this.#place.states[depth]!;
    if (fieldNode(map.node, 'ItemReader')) return UNKNOWN;
    const input = this.#inputOf(depth, map.name);
    const items = fieldNode(map.node, 'Items');
    if (items) return this.#template(map.node, items, input).element ?? UNKNOWN;
    const effective = this.#afterPath(map.node, 'InputPath', input);
    return this.#afterPath(map.node, 'ItemsPath', effective).element ?? UNKNOWN;
  }

  #outputOf(node: SourceNode, from: SourceNode, input: Shape): Shape {
    if (this.#languageOf(node) === 'JSONPath')
      return this.#afterPath(node, 'OutputPath', this.#afterResultPath(node, input));
    const output = fieldNode(from, 'Output') ?? fieldNode(node, 'Output');
    const result = this.#resultOf(node, input);
    return output ? this.#template(node, output, input, result) : result;
  }

  #caught(node: SourceNode, catcher: SourceNode, input: Shape): Shape {
    if (this.#languageOf(node) === 'JSONPath') return this.#mergedAt(catcher, input, ERROR_OUTPUT);
    const output = fieldNode(catcher, 'Output');
    return output ? this.#template(node, output, input) : ERROR_OUTPUT;
  }

  #afterResultPath(node: SourceNode | undefined, input: Shape): Shape {
    const isWork = ['Pass', 'Task', 'Parallel', 'Map'].includes(fieldText(node, 'Type') ?? '');
    if (!isWork) return this.#afterPath(node, 'InputPath', input);
    const selector = fieldNode(node, 'ResultSelector');
    const raw = this.#resultOf(node, input);
    return this.#mergedAt(node, input, selector ? this.#template(node, selector, raw) : raw);
  }

  #mergedAt(holder: SourceNode | undefined, input: Shape, result: Shape): Shape {
    const path = fieldNode(holder, 'ResultPath');
    if (!path) return result;
    if (path.value === null) return input;
    const names = typeof path.value === 'string' ? namesOf(path.value) : undefined;
    return names ? withMember(input, names, result) : UNKNOWN;
  }

  #resultOf(node: SourceNode | undefined, input: Shape): Shape {
    const effective = this.#afterPath(node, 'InputPath', input);
    switch (fieldText(node, 'Type')) {
      case 'Pass': {
        const fixed = fieldNode(node, 'Result');
        return fixed ? shapeOfJson(fixed.value) : this.#workInput(node, effective, input);
      }
      case 'Task':
        return responseOf(fieldText(node, 'Resource'));
      case 'Parallel':
      case 'Map':
        return { element: UNKNOWN };
      default:
        return effective;
    }
  }

  /** The input of the work itself: Parameters or Arguments when they are there. */
  #workInput(node: SourceNode | undefined, effective: Shape, input: Shape): Shape {
    const template = fieldNode(node, 'Parameters') ?? fieldNode(node, 'Arguments');
    return template
      ? this.#template(node, template, this.#languageOf(node) === 'JSONata' ? input : effective)
      : effective;
  }

  #template(node: SourceNode | undefined, template: SourceNode, input: Shape, result?: Shape): Shape {
    const language = this.#languageOf(node);
    return shapeOfTemplate(template, language, (expression) =>
      language === 'JSONata' ? this.#resolveJsonata(expression, input, result) : this.#resolvePath(expression, input),
    );
  }

  #resolvePath(path: string, input: Shape): Shape {
    const cursor = wholePath(path);
    if (cursor?.root.is === 'input') return shapeAt(input, cursor.names);
    if (cursor?.root.is === 'context' && cursor.names.join('.').startsWith('Execution.Input')) {
      return shapeAt(this.executionInput(), cursor.names.slice(2));
    }
    return UNKNOWN;
  }

  #resolveJsonata(expression: string, input: Shape, result: Shape | undefined): Shape {
    const inner = expression.replace(/^\{%\s*|\s*%\}$/g, '');
    const cursor = jsonataCursor(`{%${inner}`, inner.length + 2);
    if (!cursor || !/^\$states\.[\p{ID_Continue}.]*$/u.test(inner)) return UNKNOWN;
    const [, member, ...names] = [...cursor.chain, cursor.prefix];
    if (member === 'input') return shapeThroughArrays(input, names);
    return member === 'result' && result ? shapeThroughArrays(result, names) : UNKNOWN;
  }

  #afterPath(node: SourceNode | undefined, field: AslFieldName, input: Shape): Shape {
    const path = fieldNode(node, field);
    if (!path) return input;
    return typeof path.value === 'string' ? this.#resolvePath(path.value, input) : { members: new Map() };
  }

  #languageOf(node: SourceNode | undefined): QueryLanguage {
    const machine = fieldText(this.#place.scopes[0]?.node, 'QueryLanguage') === 'JSONata' ? 'JSONata' : 'JSONPath';
    return languageOf(machine, node);
  }
}

/** The shape of what a resource answers, where the API is modelled. */
export function responseOf(arn: string | undefined): Shape {
  const resource = arn === undefined ? undefined : parseResource(arn);
  if (resource?.kind !== 'optimized' && resource?.kind !== 'aws-sdk') return UNKNOWN;
  return new ResponseShape(outputShape(resource.kind, resource.service, resource.action));
}

/** A response model as a shape. Models may be recursive, so each level is made when it is asked for. */
class ResponseShape implements Shape {
  readonly #model: OutputShape | undefined;

  constructor(model: OutputShape | undefined) {
    this.#model = model;
  }

  get members(): ReadonlyMap<string, Shape> | undefined {
    const members = this.#model?.members;
    return members && new Map([...members].map(([name, member]) => [name, new ResponseShape(member.shape())]));
  }

  get element(): Shape | undefined {
    return this.#model?.type === 'array' ? new ResponseShape(this.#model.element?.()) : undefined;
  }

  get example(): string | undefined {
    const model = this.#model;
    if (!model || model.members || model.type === 'array' || model.type === 'map') return undefined;
    return model.values?.join(' | ') ?? model.type;
  }
}

/** The names of a reference path below `$`: `$.a['b c']` is ['a', 'b c']. */
function namesOf(path: string): string[] | undefined {
  const cursor = wholePath(path);
  return cursor?.root.is === 'input' ? cursor.names : undefined;
}

function wholePath(path: string): { root: { is: string }; names: string[] } | undefined {
  const cursor = pathCursor(`${path}.`, path.length + 1);
  return cursor && cursor.start === path.length + 1 && path.startsWith('$')
    ? { root: cursor.root, names: [...cursor.members] }
    : undefined;
}
