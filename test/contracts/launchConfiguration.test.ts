import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Json } from '../../runtime/src/asl/json.ts';
import { checkAttachArguments } from '../../runtime/src/hosts/dap/attach/attachArguments.ts';
import { checkLaunchArguments } from '../../runtime/src/hosts/dap/launchArguments.ts';
import { RequestProblem } from '../../runtime/src/hosts/dap/requestProblem.ts';

interface Attribute {
  type?: string | string[];
  enum?: string[];
  anyOf?: Attribute[];
  default?: Json;
  description?: string;
}

const [debug] = JSON.parse(readFileSync('package.json', 'utf8')).contributes.debuggers;
const { launch, attach } = debug.configurationAttributes as Record<string, { properties: Record<string, Attribute> }>;
const program = { program: 'a.asl.json' };

/** The names of the fields of an interface, as its source has them. */
function fieldsOf(file: string, name: string): string[] {
  const body = new RegExp(`interface ${name}[^{]*\\{([\\s\\S]*?)\\n\\}`).exec(readFileSync(file, 'utf8'))?.[1] ?? '';
  return [...body.matchAll(/^ {2}readonly (\w+)\??:/gm)].map((match) => match[1]!);
}

const launched = fieldsOf('runtime/src/hosts/dap/launchArguments.ts', 'LaunchArguments');
const attached = fieldsOf('runtime/src/hosts/dap/attach/attachArguments.ts', 'AttachArguments');

describe('launch configurations in the editor and in the adapter', () => {
  test('have the same attributes', () => {
    expect(launched).toContain('program');
    expect(Object.keys(launch!.properties).sort()).toEqual([...launched].sort());
  });

  test('have the same attributes for attaching, beside those of a launch', () => {
    const own = Object.keys(attach!.properties).filter((name) => attached.includes(name));
    const others = Object.keys(attach!.properties).filter((name) => !attached.includes(name));
    expect(own.sort()).toEqual([...attached].sort());
    expect(others.filter((name) => !launched.includes(name))).toEqual([]);
  });

  test('say what every attribute is for', () => {
    for (const { properties } of [launch!, attach!])
      for (const [name, { description }] of Object.entries(properties)) expect(description, name).toMatch(/^\S.*\.$/s);
  });

  test('have the same types and values', () => {
    const notTaken = valuesOf(launch!.properties).filter(([name, value]) => {
      const replay = ['history', 'position', 'verify'].includes(name) ? { history: 'history.json' } : {};
      return isRefused(checkLaunchArguments({ ...program, ...replay, [name]: value }));
    });
    expect(notTaken).toEqual([]);
    const notRefused = wrongValuesOf(launch!.properties).filter(
      ([name, value]) => !isRefused(checkLaunchArguments({ ...program, [name]: value })),
    );
    expect(notRefused).toEqual([]);
  });

  test('have the same types and values for attaching', () => {
    const notTaken = valuesOf(attach!.properties).filter(([name, value]) =>
      isRefused(checkAttachArguments({ [name]: value })),
    );
    expect(notTaken).toEqual([]);
    const own = Object.fromEntries(Object.entries(attach!.properties).filter(([name]) => attached.includes(name)));
    const notRefused = wrongValuesOf(own).filter(
      ([name, value]) => !isRefused(checkAttachArguments({ [name]: value })),
    );
    expect(notRefused).toEqual([]);
  });
});

function isRefused(answer: unknown): boolean {
  return answer instanceof RequestProblem;
}

/** A value of every type, every value of an enumeration, and the default. */
function valuesOf(properties: Record<string, Attribute>): [name: string, value: Json][] {
  return Object.entries(properties).flatMap(([name, attribute]) =>
    (attribute.anyOf ?? [attribute]).flatMap((choice) => {
      const values = choice.enum ?? [choice.type ?? []].flat().map((type) => samples[type]!);
      const fallback = attribute.default === undefined ? [] : [attribute.default];
      return [...values, ...fallback].map((value): [string, Json] => [name, sampleOf(name, value)]);
    }),
  );
}

/** Values of types that an attribute does not have. Some attributes take everything here and are looked at later. */
function wrongValuesOf(properties: Record<string, Attribute>): [name: string, value: Json][] {
  const free = ['input', 'lambda', 'history', 'position', 'verify'];
  return Object.entries(properties)
    .filter(([name]) => !free.includes(name))
    .flatMap(([name, { anyOf, type, enum: values }]) => {
      const types = anyOf ? anyOf.flatMap((choice) => choice.type ?? []) : [type ?? []].flat();
      const wrong = Object.entries(samples).filter(([sample]) => !types.includes(sample));
      return [...wrong.map(([, value]) => value), ...(values ? ['neither'] : [])].map((value): [string, Json] => [
        name,
        value,
      ]);
    });
}

const samples: Record<string, Json> = {
  string: 'text',
  number: 7,
  boolean: true,
  object: {},
  array: [],
  null: null,
};

/** Members of some attributes are checked, too. */
function sampleOf(name: string, value: Json): Json {
  if (name === 'failAt') return Array.isArray(value) ? [{ state: 'A', error: 'E' }] : { state: 'A', error: 'E' };
  return value;
}
