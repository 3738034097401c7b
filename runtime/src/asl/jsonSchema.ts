import { type FieldFact, type ObjectKind, objectFact } from './fields.ts';
import type { Json } from './json.ts';
import { STATE_TYPES, stateKind } from './states.ts';

/** Object kinds that have a definition in the schema: all of them. */
const KINDS: readonly ObjectKind[] = [
  'stateMachine',
  'branch',
  'itemProcessor',
  'processorConfig',
  ...STATE_TYPES.map(stateKind),
  'choiceRule',
  'choiceCondition',
  'retrier',
  'catcher',
  'credentials',
  'itemReader',
  'readerConfig',
  'itemBatcher',
  'resultWriter',
  'writerConfig',
];

/**
 * A JSON Schema (draft 7) of definitions, derived from the language table. It describes shapes, docs and enumerations; relations
 * between states, expressions and query languages are the validator's business.
 */
export function aslJsonSchema(): Json {
  const definitions: Record<string, Json> = { state: stateSchema() };
  for (const kind of KINDS) definitions[kind] = objectSchema(kind);
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Amazon States Language',
    $ref: '#/definitions/stateMachine',
    definitions,
  };
}

/** The schema of one state follows its `Type`; without one, all state fields are described. */
function stateSchema(): Json {
  return {
    type: 'object',
    required: ['Type'],
    properties: { Type: { type: 'string', enum: [...STATE_TYPES] } },
    allOf: STATE_TYPES.map((type) => ({
      if: { properties: { Type: { const: type } }, required: ['Type'] },
      // biome-ignore lint/suspicious/noThenProperty: `then` is a keyword of JSON Schema.
      then: { $ref: `#/definitions/${stateKind(type)}` },
    })),
  };
}

function objectSchema(kind: ObjectKind): Json {
  const { doc, fields, open } = objectFact(kind);
  const required = Object.keys(fields).filter((name) => fields[name]!.required && !fields[name]!.language);
  return {
    type: 'object',
    description: doc,
    properties: Object.fromEntries(Object.entries(fields).map(([name, fact]) => [name, fieldSchema(fact)])),
    ...(required.length > 0 ? { required } : {}),
    ...(open ? {} : { additionalProperties: false }),
  };
}

function fieldSchema(fact: FieldFact): Json {
  const description = fact.language ? `${fact.doc}\n\nOnly in ${fact.language} states.` : fact.doc;
  const literal = literalSchema(fact);
  const value = fact.expression ? { anyOf: [literal, { type: 'string', pattern: '^\\{%[\\s\\S]*%\\}$' }] } : literal;
  return { description, markdownDescription: description, ...value };
}

function literalSchema(fact: FieldFact): Record<string, Json> {
  if (fact.object) return { $ref: `#/definitions/${fact.object}` };
  if (fact.arrayOf)
    return { type: 'array', items: { $ref: `#/definitions/${fact.arrayOf}` }, ...lengths(fact, 'Items') };
  if (fact.holds === 'stateMap') {
    return { type: 'object', additionalProperties: { $ref: '#/definitions/state' }, ...lengths(fact, 'Properties') };
  }
  if (fact.holds === 'errorNames' || fact.holds === 'texts')
    return { type: 'array', items: { type: 'string' }, ...lengths(fact, 'Items') };
  const types = fact.types.filter((type) => type !== 'any');
  return {
    ...(types.length === fact.types.length ? { type: types.length === 1 ? types[0]! : types } : {}),
    ...(fact.values ? { enum: fact.values } : {}),
    ...(fact.minimum !== undefined ? { minimum: fact.minimum } : {}),
    ...(fact.maximum !== undefined ? { maximum: fact.maximum } : {}),
    ...(fact.types.includes('string') ? lengths(fact, 'Length') : {}),
    ...(fact.assumed !== undefined ? { default: fact.assumed } : {}),
    ...(fact.deprecated ? { deprecationMessage: `Use ${fact.deprecated}.` } : {}),
  };
}

function lengths(fact: FieldFact, noun: 'Items' | 'Properties' | 'Length'): Record<string, Json> {
  return {
    ...(fact.minLength !== undefined ? { [`min${noun}`]: fact.minLength } : {}),
    ...(fact.maxLength !== undefined ? { [`max${noun}`]: fact.maxLength } : {}),
  };
}
