import type { SourceNode } from '../../source/document.ts';
import { Suggestions } from '../../validation/nearest.ts';

/** The part of JSON Schema that the schema of test files uses. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly string[];
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
}

export interface RootSchema extends Schema {
  readonly definitions: Readonly<Record<string, Schema>>;
}

export interface SchemaProblem {
  readonly node: SourceNode;
  readonly message: string;
}

/** The first place where a tree does not follow the schema; undefined when it does. */
export function schemaProblem(node: SourceNode, root: RootSchema, schema: Schema = root): SchemaProblem | undefined {
  const target = schema.$ref ? root.definitions[schema.$ref.replace('#/definitions/', '')] : undefined;
  if (target) return schemaProblem(node, root, target);
  const types = schema.type === undefined ? undefined : [schema.type].flat();
  if (types && !types.some((type) => hasType(node, type)))
    return { node, message: `${nameOf(node)} must be ${types.map((type) => TYPE_NAMES[type]).join(' or ')}.` };
  if (schema.enum && !schema.enum.includes(node.value as string)) {
    return { node, message: `${nameOf(node)} is one of: ${schema.enum.join(', ')}.` };
  }
  return node.kind === 'object' ? objectProblem(node, root, schema) : itemsProblem(node, root, schema);
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  string: 'a text',
  integer: 'a whole number',
  number: 'a number',
  object: 'an object',
  array: 'a list',
};

function hasType(node: SourceNode, type: string): boolean {
  return type === 'integer' ? Number.isInteger(node.value) : node.kind === type;
}

function objectProblem(node: SourceNode, root: RootSchema, schema: Schema): SchemaProblem | undefined {
  const missing = schema.required?.find((key) => !node.get(key));
  if (missing !== undefined) return { node: firstKey(node), message: `${nameOf(node)} needs "${missing}".` };
  for (const { key, keyNode, valueNode } of node.properties ?? []) {
    const known = schema.properties?.[key];
    if (!known && schema.additionalProperties === false) {
      const [near] = new Suggestions().for(key, Object.keys(schema.properties ?? {}));
      return {
        node: keyNode,
        message: `${nameOf(node)} has no "${key}".${near ? ` Did you mean "${near}"?` : ` It may have: ${Object.keys(schema.properties ?? {}).join(', ')}.`}`,
      };
    }
    const member = known ?? (typeof schema.additionalProperties === 'object' ? schema.additionalProperties : undefined);
    if (!valueNode) return { node: keyNode, message: `"${key}" has no value.` };
    const problem = member && schemaProblem(valueNode, root, member);
    if (problem) return problem;
  }
  return undefined;
}

function itemsProblem(node: SourceNode, root: RootSchema, schema: Schema): SchemaProblem | undefined {
  for (const item of schema.items ? (node.items ?? []) : []) {
    const problem = schemaProblem(item, root, schema.items!);
    if (problem) return problem;
  }
  return undefined;
}

function firstKey(node: SourceNode): SourceNode {
  return node.properties?.[0]?.keyNode ?? node;
}

function nameOf(node: SourceNode): string {
  if (node.keyInParent === undefined) return 'The test file';
  return typeof node.keyInParent === 'number'
    ? `Item ${node.keyInParent} of "${node.parent?.keyInParent}"`
    : `"${node.keyInParent}"`;
}
