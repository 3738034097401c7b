/** Which inputs a state machine can be started with, from the files around it. No file access, no editor. */
import { posix } from 'node:path';

export interface InputChoice {
  /** Unique among the choices of one machine; what is remembered. */
  id: string;
  label: string;
  description?: string;
  group: 'recent' | 'file' | 'test' | 'mock' | 'other';
  /** Launch attributes this choice stands for. */
  launch: Record<string, unknown>;
}

/** A case of a test file, as the command line lists them. */
export interface ListedCase {
  file: string;
  case: string;
  launch: { program: string; stateMachine?: string } & Record<string, unknown>;
}

const definitionEnding = /(\.asl)?\.(json|ya?ml)$|\.asl$/i;

/** 'order' for 'order.asl.json'. */
export function baseName(path: string): string {
  return posix.basename(path.replaceAll('\\', '/')).replace(definitionEnding, '');
}

/**
 * Input files beside a definition: `order.input.json`, `order.<name>.input.json` and other `*.input.json`, those of this
 * definition first. When the folder holds inputs of this definition by name, inputs named after another definition are left out.
 */
export function inputFiles(program: string, beside: readonly string[]): string[] {
  const base = baseName(program).toLowerCase();
  const all = beside.filter((path) => /(^|\.)input\.json$/i.test(nameOf(path)));
  const otherMachines = beside
    .filter((path) => /\.asl(\.json|\.ya?ml)?$/i.test(path) && path !== program)
    .map((path) => baseName(path).toLowerCase());
  const own = (path: string) => nameOf(path).toLowerCase().startsWith(`${base}.`);
  const foreign = (path: string) =>
    otherMachines.some((other) => other !== base && nameOf(path).toLowerCase().startsWith(`${other}.`));
  return all
    .filter((path) => own(path) || !foreign(path))
    .sort((a, b) => Number(own(b)) - Number(own(a)) || a.localeCompare(b));
}

/** The mock file of a definition: its own by name, else the one of the folder. */
export function mockFile(program: string, beside: readonly string[]): string | undefined {
  const base = baseName(program).toLowerCase();
  const named = (name: string) => beside.find((path) => nameOf(path).toLowerCase() === name);
  return (
    named(`${base}.mocks.json`) ?? named(`${base}.mock.json`) ?? named('mocks.json') ?? named('mockconfigfile.json')
  );
}

/** Names of the test cases of a mock configuration file, with the machine they belong to. */
export function mockTestCases(text: string): { machine: string; testCase: string }[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return [];
  }
  const machines = member(value, 'StateMachines');
  if (!isRecord(machines)) return [];
  return Object.entries(machines).flatMap(([machine, content]) => {
    const cases = member(content, 'TestCases');
    return isRecord(cases) ? Object.keys(cases).map((testCase) => ({ machine, testCase })) : [];
  });
}

/** All choices in the order of the picker. */
export function inputChoices(facts: {
  program: string;
  beside: readonly string[];
  mocks?: { path: string; text: string };
  cases: readonly ListedCase[];
}): InputChoice[] {
  const { program, beside, mocks, cases } = facts;
  const choices: InputChoice[] = cases
    .filter((listed) => listed.launch.program === program)
    .map((listed) => ({
      id: `test ${listed.file} ${listed.case}`,
      label: listed.case,
      description: nameOf(listed.file),
      group: 'test',
      launch: launchOf(listed),
    }));
  const files = inputFiles(program, beside);
  for (const path of files)
    choices.push({ id: `file ${path}`, label: nameOf(path), group: 'file', launch: { inputFile: path } });
  if (mocks)
    for (const { machine, testCase } of mockTestCases(mocks.text))
      choices.push({
        id: `mock ${mocks.path} ${testCase}`,
        label: testCase,
        description: `${nameOf(mocks.path)}, ${machine}`,
        group: 'mock',
        launch: { mocks: mocks.path, testCase, ...(files[0] ? { inputFile: files[0] } : { input: {} }) },
      });
  choices.push({ id: 'empty', label: 'Empty object {}', group: 'other', launch: { input: {} } });
  return choices;
}

/** The type of a state machine has another name in a debug configuration, where `type` is that of the debugger. */
export function launchOf({ launch }: { launch: Record<string, unknown> }): Record<string, unknown> {
  const { type, ...rest } = launch;
  return type === undefined ? rest : { ...rest, workflowType: type };
}

/** True when a configuration says itself what the execution starts with. */
export function hasInput(configuration: Record<string, unknown>): boolean {
  return ['input', 'inputFile', 'testCase'].some((key) => configuration[key] !== undefined);
}

function nameOf(path: string): string {
  return posix.basename(path.replaceAll('\\', '/'));
}

function member(value: unknown, key: string): unknown {
  return isRecord(value) ? value[key] : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
