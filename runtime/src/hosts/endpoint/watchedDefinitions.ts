import fs from 'node:fs';
import path from 'node:path';
import { isTemplate } from '../../source/template.ts';
import type { LambdaFunction } from '../../tasks/lambda/lambdaFunction.ts';
import { loadDefinitions } from '../files/definitionFile.ts';
import { FileProblem } from '../files/fileProblem.ts';
import { readDefinitionDocument } from '../files/jsonFile.ts';
import { templateFunctions } from '../taskSetup/templateFunctions.ts';
import type { Call } from './api/operation.ts';
import { stateMachineArn } from './arns.ts';
import { OPERATIONS } from './operations/index.ts';
import type { Service } from './service.ts';

/** Role of machines that come from files: nobody looks at it. */
const ROLE = 'arn:aws:iam::123456789012:role/stepwise';
/** Milliseconds between two looks at a file. */
const LOOK = 500;

export interface WatchedDefinitions {
  /** A function of one of the templates. */
  functionNamed(name: string): LambdaFunction | undefined;
  /** The file that a state machine was read from. */
  fileOf(machineArn: string): string | undefined;
  close(): void;
}

export interface WatchOptions {
  readonly service: Service;
  /** Definitions and templates. */
  readonly files: readonly string[];
  /** Told what was created or updated, and what is wrong with a file. */
  readonly log: (line: string) => void;
}

/** Creates the state machines of files, and updates them when the files change. A file that is broken leaves its machines as they are. */
export async function watchDefinitions({ service, files, log }: WatchOptions): Promise<WatchedDefinitions> {
  const functions = new Map<string, LambdaFunction>();
  const watched = new Set<string>();
  const fileOfMachine = new Map<string, string>();

  const load = async (file: string): Promise<void> => {
    for (const loaded of await loadDefinitions(file)) {
      if (loaded instanceof FileProblem) {
        log(`${loaded.file}:${loaded.position.line}:${loaded.position.column}: ${loaded.message}`);
        continue;
      }
      watch(loaded.file, file);
      fileOfMachine.set(arnOf(service, loaded.name), file);
      await put(service, { ...loaded, definition: loaded.definition ?? '' }, log);
    }
    const document = await readDefinitionDocument(file);
    if (document instanceof FileProblem || !isTemplate(document)) return;
    for (const lambda of templateFunctions(file, document)) functions.set(lambda.name, lambda);
  };

  /** `source` is read again when `file` changes: of a template's DefinitionUri that is the template. */
  const watch = (file: string, source: string): void => {
    if (watched.has(file)) return;
    watched.add(file);
    fs.watchFile(file, { interval: LOOK, persistent: false }, () => void load(source));
  };

  for (const file of files.map((name) => path.resolve(name))) {
    watch(file, file);
    await load(file);
  }
  return {
    functionNamed: (name) => functions.get(name),
    fileOf: (machineArn) => fileOfMachine.get(machineArn),
    close: () => {
      for (const file of watched) fs.unwatchFile(file);
    },
  };
}

interface FileMachine {
  readonly file: string;
  readonly name: string;
  readonly definition: string;
  readonly type?: 'STANDARD' | 'EXPRESS';
}

async function put(service: Service, machine: FileMachine, log: (line: string) => void): Promise<void> {
  const name = machineName(machine.name);
  const type = machine.type ?? 'STANDARD';
  const arn = arnOf(service, machine.name);
  const existing = service.store.machines.get(arn);
  if (existing?.revision.definition === machine.definition && existing.type === type) {
    log(`${arn}  ${type}`);
    return;
  }
  try {
    if (existing && existing.type !== type) await call(service, 'DeleteStateMachine', { stateMachineArn: arn });
    if (existing?.type === type) {
      await call(service, 'UpdateStateMachine', { stateMachineArn: arn, definition: machine.definition });
      log(`${arn}  updated from ${machine.file}`);
    } else {
      await call(service, 'CreateStateMachine', { name, type, definition: machine.definition, roleArn: ROLE });
      log(`${arn}  ${type}`);
    }
  } catch (error) {
    log(`${machine.file}: ${(error as Error).message}`);
  }
}

function machineName(name: string): string {
  return name.replace(/[^\w-]/g, '-').slice(0, 80);
}

function arnOf(service: Service, name: string): string {
  return stateMachineArn(service.scope, machineName(name));
}

const NOBODY: Call = { signal: new AbortController().signal };

async function call(service: Service, operation: string, request: object): Promise<void> {
  await OPERATIONS.get(operation)!.run(service, request, NOBODY);
}
