import { isObject, type Json, type JsonObject } from '../../../asl/json.ts';
import { isTemplate } from '../../../source/template.ts';
import type { LambdaFunction } from '../../../tasks/lambda/lambdaFunction.ts';
import { FileProblem } from '../../files/fileProblem.ts';
import { readDefinitionDocument } from '../../files/jsonFile.ts';
import { ConfigurationProblem, readFunctions } from '../../taskSetup/functionConfiguration.ts';
import { templateFunctions } from '../../taskSetup/templateFunctions.ts';
import { cannotLaunch, type RequestProblem } from '../requestProblem.ts';

/** Member `lambda` of a launch configuration: handlers on this machine, and how they are debugged. */
export interface LambdaArguments {
  /** `onStep` (default): when one steps into the Task. */
  readonly debug: 'off' | 'onStep' | 'always';
  /** Seconds to wait for the debugger of a handler; 10 by default. */
  readonly attachTimeout?: number;
  readonly functions: readonly LambdaFunction[];
  /** Other functions whose handlers run on this machine: those of the endpoint that runs the execution. */
  readonly isLocal?: (functionName: string) => boolean;
}

const DEBUG = ['off', 'onStep', 'always'] as const;

/** Reads it. Functions of a template need not be named again; those that are win. */
export async function readLambdaArguments(
  value: Json,
  program: string,
  folder: string,
  /** Variables that every handler has; its own win. */
  environment: Readonly<Record<string, string>>,
): Promise<LambdaArguments | RequestProblem> {
  if (!isObject(value)) return cannotLaunch("'lambda' in the launch configuration must be an object.");
  const how = readHandlerDebugging(value);
  if (typeof how === 'string') return cannotLaunch(how);
  const configured = readFunctions(value.functions ?? {}, folder);
  if (configured instanceof ConfigurationProblem) return cannotLaunch(`lambda: ${configured.message}`);
  const document = await readDefinitionDocument(program);
  const declared = document instanceof FileProblem || !isTemplate(document) ? [] : templateFunctions(program, document);
  const functions = [...configured, ...declared].map((lambda) => ({
    ...lambda,
    environment: { ...environment, ...lambda.environment },
  }));
  return { ...how, functions };
}

/** How handlers are debugged; a text says what is wrong. */
export function readHandlerDebugging(value: JsonObject): Pick<LambdaArguments, 'debug' | 'attachTimeout'> | string {
  const debug = DEBUG.find((known) => known === (value.debug ?? 'onStep'));
  if (!debug) return `'lambda.debug' must be one of ${DEBUG.join(', ')}.`;
  const { attachTimeout } = value;
  if (attachTimeout !== undefined && !(typeof attachTimeout === 'number' && attachTimeout >= 0)) {
    return "'lambda.attachTimeout' must be a number of seconds.";
  }
  return { debug, attachTimeout };
}
