import { isObject, type Json, type JsonObject } from '../asl/json.ts';
import { ExpressionFailure } from '../expressions/failure.ts';
import { EventKind } from '../history/eventKind.ts';
import type { Branch } from './branch.ts';
import type {
  CompiledCatcher,
  CompiledMachine,
  CompiledRetrier,
  CompiledScope,
  CompiledState,
  Phase,
} from './machine.ts';
import { jsonataAssigner, jsonataOutput, pathAssigner, phase, resultPathWriter } from './phases.ts';
import { engineFailure } from './runState.ts';
import { choicePhases } from './states/choice.ts';
import { failPhases } from './states/fail.ts';
import { mapPhases } from './states/map/map.ts';
import { parallelPhases } from './states/parallel.ts';
import { passPhases } from './states/pass.ts';
import { succeedPhases } from './states/succeed.ts';
import { taskPhases, taskTokenOf } from './states/task.ts';
import { waitPhases } from './states/wait.ts';

/**
 * Compiles a definition: every expression once, every state to its list of phases. Takes any object: what is wrong with a definition that nobody
 * validated comes up as States.Runtime when the state is reached.
 */
export function compileMachine(definition: JsonObject): CompiledMachine {
  const states: CompiledState[] = [];
  const compiler = new Compiler(
    definition.QueryLanguage === undefined ? 'JSONPath' : languageOf(definition.QueryLanguage),
    states,
  );
  const root = compiler.scope(definition, '', undefined);
  const byName = new Map<string, CompiledState>();
  for (const state of states) if (!byName.has(state.name)) byName.set(state.name, state);
  return {
    definition,
    root,
    states,
    stateNamed: (name) => byName.get(name),
    timeoutSeconds: typeof definition.TimeoutSeconds === 'number' ? definition.TimeoutSeconds : undefined,
  };
}

type PhaseCompiler = (definition: JsonObject, queryLanguage: string, state: CompiledState) => Phase[];

/** One line per state type. Parallel and Map get their inner machines as arguments. */
const STATE_TYPES: Readonly<Record<string, PhaseCompiler>> = {
  Pass: passPhases,
  Task: taskPhases,
  Choice: choicePhases,
  Wait: waitPhases,
  Succeed: succeedPhases,
  Fail: failPhases,
  Parallel: (definition, queryLanguage, state) => parallelPhases(definition, queryLanguage, state.children),
  Map: (definition, queryLanguage, state) =>
    mapPhases(definition, queryLanguage, state.children[0], processorConfig(definition)),
};

class Compiler {
  constructor(
    private readonly machineLanguage: CompiledState['queryLanguage'],
    private readonly states: CompiledState[],
  ) {}

  scope(machine: JsonObject, pointer: string, owner: CompiledState | undefined): CompiledScope {
    const states = new Map<string, CompiledState>();
    const scope: CompiledScope = {
      pointer,
      startAt: typeof machine.StartAt === 'string' ? machine.StartAt : '',
      states,
      owner,
    };
    const written = isObject(machine.States) ? machine.States : {};
    const compiled: Writable<CompiledState>[] = [];
    for (const name of Object.keys(written)) {
      const definition = written[name]!;
      const state = this.state(
        name,
        isObject(definition) ? definition : {},
        `${pointer}/States/${escaped(name)}`,
        scope,
      );
      states.set(name, state);
      compiled.push(state);
    }
    for (const state of compiled) if (state.next !== undefined) state.nextState = states.get(state.next);
    return scope;
  }

  private state(name: string, definition: JsonObject, pointer: string, scope: CompiledScope): Writable<CompiledState> {
    const queryLanguage =
      definition.QueryLanguage === undefined ? this.machineLanguage : languageOf(definition.QueryLanguage);
    const type = typeof definition.Type === 'string' ? definition.Type : '';
    const inner = innerMachines(definition);
    const children: CompiledScope[] = inner.length === 0 ? NONE : [];
    const named = { name };
    const state: Writable<CompiledState> = {
      index: this.states.length,
      name,
      type,
      entered: new EventKind(eventType(type, 'StateEntered'), named, 'input'),
      exited: new EventKind(eventType(type, 'StateExited'), named, 'output'),
      queryLanguage,
      pointer,
      scope,
      definition,
      phases: [],
      nextState: undefined,
      next: definition.End === true || typeof definition.Next !== 'string' ? undefined : definition.Next,
      retry: definition.Retry === undefined ? NONE : listOf(definition.Retry).map(retrier),
      catch:
        definition.Catch === undefined
          ? NONE
          : listOf(definition.Catch).map((catcher, index) => compileCatcher(catcher, index, queryLanguage)),
      taskToken: type === 'Task' ? taskTokenOf(String(definition.Resource)) : 'none',
      children,
    };
    this.states.push(state);
    for (const [machine, where] of inner) children.push(this.scope(machine, `${pointer}/${where}`, state));
    const compile = Object.hasOwn(STATE_TYPES, type) ? STATE_TYPES[type] : undefined;
    state.phases = compile ? compile(definition, queryLanguage, state) : [unknownType(type)];
    return state;
  }
}

/** Most states retry nothing, catch nothing and hold no machine: one empty list serves them all. */
const NONE: never[] = [];
Object.freeze(NONE);

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** Branches of a Parallel, the processor of a Map, each with its place in the definition. */
function innerMachines(definition: JsonObject): [JsonObject, string][] {
  if (definition.Type === 'Parallel') {
    return listOf(definition.Branches).map((branch, index) => [branch, `Branches/${index}`]);
  }
  if (definition.Type !== 'Map') return [];
  const name = isObject(definition.ItemProcessor) ? 'ItemProcessor' : 'Iterator';
  const processor = definition[name];
  return isObject(processor) ? [[processor, name]] : [];
}

/** ProcessorConfig of a Map; empty where there is none. */
export function processorConfig(definition: JsonObject): JsonObject {
  const processor = isObject(definition.ItemProcessor) ? definition.ItemProcessor : definition.Iterator;
  return isObject(processor) && isObject(processor.ProcessorConfig) ? processor.ProcessorConfig : {};
}

/** Only the exact text JSONPath is JSONPath (measured on AWS). */
function languageOf(value: Json): CompiledState['queryLanguage'] {
  return value === 'JSONPath' ? 'JSONPath' : 'JSONata';
}

function listOf(value: Json | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** Defaults: Amazon States Language, "Retrying after error". */
function retrier(definition: JsonObject): CompiledRetrier {
  const number = (value: Json | undefined, fallback: number) => (typeof value === 'number' ? value : fallback);
  return {
    errorEquals: listOfText(definition.ErrorEquals),
    intervalSeconds: number(definition.IntervalSeconds, 1),
    maxAttempts: number(definition.MaxAttempts, 3),
    backoffRate: number(definition.BackoffRate, 2),
    maxDelaySeconds: typeof definition.MaxDelaySeconds === 'number' ? definition.MaxDelaySeconds : undefined,
    fullJitter: definition.JitterStrategy === 'FULL',
  };
}

function listOfText(value: Json | undefined): string[] {
  return Array.isArray(value) ? value.filter((text) => typeof text === 'string') : [];
}

function compileCatcher(definition: JsonObject, index: number, queryLanguage: string): CompiledCatcher {
  return {
    errorEquals: listOfText(definition.ErrorEquals),
    next: typeof definition.Next === 'string' ? definition.Next : '',
    apply: queryLanguage === 'JSONata' ? jsonataCatch(definition, `Catch[${index}]`) : pathCatch(definition),
  };
}

function pathCatch(definition: JsonObject): CompiledCatcher['apply'] {
  const merge = resultPathWriter(definition.ResultPath);
  const assign = definition.Assign === undefined ? undefined : pathAssigner(definition.Assign);
  return (branch, errorOutput) => {
    const output = merge ? merge(branch.input, errorOutput) : errorOutput;
    if (output instanceof ExpressionFailure) return output;
    branch.output = output;
    return assign?.(branch, errorOutput);
  };
}

function jsonataCatch(definition: JsonObject, location: string): CompiledCatcher['apply'] {
  const states = (branch: Branch) => ({ input: branch.input, errorOutput: branch.output });
  const assign =
    definition.Assign === undefined ? undefined : jsonataAssigner(definition.Assign, `${location}/Assign`, states);
  const output =
    definition.Output === undefined ? undefined : jsonataOutput(definition.Output, `${location}/Output`, states);
  return (branch, errorOutput) => {
    branch.output = errorOutput;
    const assigned = assign?.(branch);
    if (assigned instanceof Promise) return assigned.then((outcome) => outcome ?? output?.(branch));
    return assigned ?? output?.(branch);
  };
}

function unknownType(type: string): Phase {
  return phase('result', (branch) =>
    engineFailure(branch, 'States.Runtime', `The state has an unknown type: '${type}'.`),
  );
}

/** One text per type of event, however many states have it. */
const eventTypes = new Map<string, string>();

function eventType(stateType: string, suffix: 'StateEntered' | 'StateExited'): string {
  if (!Object.hasOwn(STATE_TYPES, stateType)) return stateType + suffix;
  const text = stateType + suffix;
  const known = eventTypes.get(text);
  if (known === undefined) eventTypes.set(text, text);
  return known ?? text;
}

function escaped(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}
