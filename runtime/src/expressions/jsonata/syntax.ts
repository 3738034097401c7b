/**
 * A node of the tree that the `jsonata` package parses a text into, with the members of all kinds of nodes.
 * Positions are those behind the node's first token, in UTF-16 units.
 */
export interface JsonataNode {
  readonly type: string;
  readonly value?: unknown;
  readonly position?: number;
  /** Steps of a path. */
  readonly steps?: readonly JsonataNode[];
  /** Filters behind a step of a path, and behind any other node. */
  readonly stages?: readonly JsonataFilter[];
  readonly predicate?: readonly JsonataFilter[];
  /** Grouping behind a node: pairs of key and value. */
  readonly group?: { readonly lhs: readonly (readonly [JsonataNode, JsonataNode])[] };
  /** Operands of a binary node; `lhs` of an object constructor is a list of pairs. */
  readonly lhs?: JsonataNode | readonly (readonly [JsonataNode, JsonataNode])[];
  readonly rhs?: JsonataNode;
  readonly expression?: JsonataNode;
  readonly expressions?: readonly JsonataNode[];
  readonly condition?: JsonataNode;
  readonly then?: JsonataNode;
  readonly else?: JsonataNode;
  readonly procedure?: JsonataNode;
  readonly arguments?: readonly JsonataNode[];
  readonly body?: JsonataNode;
  readonly terms?: readonly { readonly descending: boolean; readonly expression: JsonataNode }[];
  readonly pattern?: JsonataNode;
  readonly update?: JsonataNode;
  readonly delete?: JsonataNode;
  readonly keepArray?: boolean;
  readonly keepSingletonArray?: boolean;
  readonly consarray?: boolean;
  readonly tuple?: boolean;
  readonly focus?: string;
  readonly index?: string;
  readonly ancestor?: unknown;
  readonly thunk?: boolean;
}

export interface JsonataFilter {
  readonly type: string;
  readonly expr?: JsonataNode;
  readonly value?: unknown;
}

/** The nodes directly below a node, in the order in which they are written as far as the tree tells. */
export function children(node: JsonataNode): JsonataNode[] {
  const pairs = (list: readonly (readonly [JsonataNode, JsonataNode])[]) => list.flat() as JsonataNode[];
  const operand = (part: JsonataNode['lhs']) => (Array.isArray(part) ? pairs(part) : part ? [part as JsonataNode] : []);
  return [
    ...(node.procedure ? [node.procedure] : []),
    ...(node.type === 'lambda' ? [] : (node.arguments ?? [])),
    ...(node.steps ?? []),
    ...operand(node.lhs),
    ...(node.rhs ? [node.rhs] : []),
    ...[
      node.expression,
      node.condition,
      node.then,
      node.else,
      node.body,
      node.pattern,
      node.update,
      node.delete,
    ].filter((child): child is JsonataNode => child !== undefined),
    ...(node.expressions ?? []),
    ...(node.terms ?? []).map((term) => term.expression),
    ...[...(node.predicate ?? []), ...(node.stages ?? [])].flatMap((filter) => (filter.expr ? [filter.expr] : [])),
    ...(node.group ? pairs(node.group.lhs) : []),
  ];
}

/** Whether a tree has more levels than `limit`. */
export function isDeeperThan(root: JsonataNode, limit: number): boolean {
  let level = [root];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth >= limit) return true;
    level = level.flatMap(children);
  }
  return false;
}
