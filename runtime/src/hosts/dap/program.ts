import { createHash } from 'node:crypto';
import path from 'node:path';
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { JsonObject } from '../../asl/json.ts';
import { Places } from '../../debugger/places.ts';
import { compileMachine } from '../../interpreter/compile.ts';
import type { CompiledMachine, CompiledState } from '../../interpreter/machine.ts';
import { parseDocument } from '../../source/document.ts';
import { runProblems } from '../../validation/index.ts';
import { variableReferences } from '../../validation/variableReferences.ts';
import { type LoadedDefinition, loadDefinition } from '../files/definitionFile.ts';
import { FileProblem } from '../files/fileProblem.ts';
import type { LaunchArguments } from './launchArguments.ts';
import { cannotLaunch, type RequestProblem } from './requestProblem.ts';

/** A state machine that can be debugged: its text, its states, and where they are written. */
export interface Program {
  readonly file: string;
  readonly name: string;
  readonly type: 'STANDARD' | 'EXPRESS';
  readonly machine: CompiledMachine;
  readonly places: Places;
  readonly source: DebugProtocol.Source;
  /** JSON text of the definition that runs. */
  readonly definition: string;
}

/** Files are read by the command line too, whose option has another name. */
const OPTION = 'with --state-machine';
const ATTRIBUTE = "by 'stateMachine' in the launch configuration";

/** Reads and compiles the program of a launch configuration. */
export async function loadProgram(
  file: string,
  options: {
    readonly stateMachine?: string;
    readonly type?: 'STANDARD' | 'EXPRESS';
    /** Values for `${Name}`; they win over those of a template. */
    readonly substitutions?: LaunchArguments['definitionSubstitutions'];
  },
): Promise<Program | RequestProblem> {
  const loaded = await loadDefinition(file, { stateMachine: options.stateMachine });
  if (loaded instanceof FileProblem) return cannotLaunch(fileProblemText(loaded).replace(OPTION, ATTRIBUTE));
  const definition = substituted(loaded.definition, options.substitutions);
  return programOf({ ...loaded, definition }, options.type, { name: path.basename(loaded.file), path: loaded.file });
}

/** The program of a definition that is no file: the client asks for its text. */
export function programOfText(
  text: string,
  name: string,
  type: 'STANDARD' | 'EXPRESS' | undefined,
): Program | RequestProblem {
  const document = parseDocument(text);
  const definition = document.value === undefined ? undefined : JSON.stringify(document.value);
  return programOf({ file: name, document, definition, name }, type, { name, sourceReference: 1 });
}

/** Substitution works on the text, as CloudFormation's does. */
function substituted(
  definition: string | undefined,
  values: LaunchArguments['definitionSubstitutions'] = {},
): string | undefined {
  return definition?.replace(/\$\{([\w.:]+)\}/g, (whole, name: string) =>
    Object.hasOwn(values, name) ? JSON.stringify(String(values[name])).slice(1, -1) : whole,
  );
}

function programOf(
  loaded: Pick<LoadedDefinition, 'file' | 'document' | 'definition' | 'name' | 'type'>,
  wanted: 'STANDARD' | 'EXPRESS' | undefined,
  source: DebugProtocol.Source,
): Program | RequestProblem {
  const type = wanted ?? loaded.type ?? 'STANDARD';
  const { document, file, name } = loaded;
  const problem = runProblems(document, { type })[0];
  if (problem || loaded.definition === undefined) {
    const { line, character } = document.lines.positionAt(problem?.start ?? 0);
    const what = problem?.message ?? 'There is no definition in it.';
    return cannotLaunch(`${file}:${line + 1}:${character + 1}: ${what}`);
  }
  const machine = compileMachine(JSON.parse(loaded.definition) as JsonObject);
  return { file, name, type, machine, places: new Places(document, machine), source, definition: loaded.definition };
}

/** A source with the checksum of the text that was read, so that a client can see whether its file is still the same. */
export function withChecksum({ source, places }: Program): DebugProtocol.Source {
  const checksum = createHash('sha256').update(places.document.text).digest('hex');
  return { ...source, checksums: [{ algorithm: 'SHA256', checksum }] };
}

const references = new WeakMap<Program, Readonly<Record<string, readonly string[]>>>();

/** The variables that a state reads, without the dollar sign. */
export function variablesReadBy(program: Program, state: CompiledState): readonly string[] {
  let known = references.get(program);
  if (!known) {
    known = variableReferences(program.definition);
    references.set(program, known);
  }
  return Object.hasOwn(known, state.name) ? known[state.name]! : [];
}

/** JSON pointer of a state in its file; the graph knows states by it. */
export function pointerOf(program: Program, state: CompiledState): string {
  return program.places.rangeOf(state)?.node.pointer ?? state.pointer;
}

export function fileProblemText(problem: FileProblem): string {
  const { line, column } = problem.position;
  return problem.place
    ? `${problem.file}:${line}:${column}: ${problem.message}`
    : `${problem.file}: ${problem.message}`;
}
