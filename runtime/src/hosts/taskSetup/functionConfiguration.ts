import path from 'node:path';
import { isObject, type Json } from '../../asl/json.ts';
import type { LambdaFunction } from '../../tasks/lambda/lambdaFunction.ts';

/** A text that says what is wrong with a configuration, and where. */
export class ConfigurationProblem {
  constructor(readonly message: string) {}
}

type Check = (value: Json) => boolean;

const text: Check = (value) => typeof value === 'string';
const number: Check = (value) => typeof value === 'number' && value > 0;
const texts: Check = (value) => Array.isArray(value) && value.every(text);
const textsByName: Check = (value) => isObject(value) && Object.values(value).every(text);

/** Members of a function's configuration: what each must be, and how that is called in a message. */
const MEMBERS: Readonly<Record<string, readonly [check: Check, what: string]>> = {
  runtime: [text, 'a text such as "nodejs22.x"'],
  codeUri: [text, 'the path of a folder'],
  handler: [text, 'a text such as "app.handler"'],
  environment: [textsByName, 'an object of texts'],
  timeout: [number, 'a number of seconds'],
  memorySize: [number, 'a number of megabytes'],
  runtimeExecutable: [text, 'a program'],
  runtimeArgs: [texts, 'a list of texts'],
  command: [texts, 'a program and its arguments, as a list of texts'],
  endpoint: [text, 'a URL'],
};

/** Reads `functions` of a configuration: functions by name. Paths are relative to `folder`. */
export function readFunctions(value: Json, folder: string): LambdaFunction[] | ConfigurationProblem {
  if (!isObject(value)) return new ConfigurationProblem('"functions" must be an object of functions by name.');
  const functions: LambdaFunction[] = [];
  for (const [name, written] of Object.entries(value)) {
    const read = readFunction(name, written, folder);
    if (read instanceof ConfigurationProblem) return read;
    functions.push(read);
  }
  return functions;
}

function readFunction(name: string, written: Json, folder: string): LambdaFunction | ConfigurationProblem {
  if (!isObject(written)) return new ConfigurationProblem(`functions.${name} must be an object.`);
  for (const [member, value] of Object.entries(written)) {
    const known = Object.hasOwn(MEMBERS, member) ? MEMBERS[member] : undefined;
    if (!known) {
      const names = Object.keys(MEMBERS).join(', ');
      return new ConfigurationProblem(`functions.${name} has no "${member}". It may have: ${names}.`);
    }
    const [check, what] = known;
    if (!check(value)) return new ConfigurationProblem(`functions.${name}.${member} must be ${what}.`);
  }
  const { timeout, codeUri, ...rest } = written as Partial<LambdaFunction> & { timeout?: number };
  return { ...rest, name, timeoutSeconds: timeout, codeUri: path.resolve(folder, codeUri ?? '.') };
}
