import { invalidArn, validationException } from './api/serviceError.ts';

/** Region and account that the endpoint's ARNs are made of. */
export interface ArnScope {
  readonly region: string;
  readonly account: string;
}

/** What an ARN of the service names. `arn` is the whole text. */
export type ParsedArn =
  | { readonly kind: 'stateMachine'; readonly arn: string; readonly name: string }
  /** `qualifier` is a version number or the name of an alias. */
  | { readonly kind: 'qualified'; readonly arn: string; readonly name: string; readonly qualifier: string }
  /** The machine inside a distributed Map. */
  | { readonly kind: 'labelled'; readonly arn: string; readonly name: string; readonly label: string }
  /** A case of the mock file, as in Step Functions Local: `...:stateMachine:NAME#CASE`. */
  | { readonly kind: 'testCase'; readonly arn: string; readonly name: string; readonly testCase: string }
  | { readonly kind: 'execution'; readonly arn: string; readonly name: string; readonly machine: string }
  | { readonly kind: 'express'; readonly arn: string; readonly name: string; readonly machine: string }
  | { readonly kind: 'mapRun'; readonly arn: string; readonly name: string }
  | { readonly kind: 'activity'; readonly arn: string; readonly name: string };

export type ArnKind = ParsedArn['kind'];

const ARN = /^arn:[^:]+:states:([^:]*):([^:]*):([^:]+):(.+)$/su;

/**
 * Takes an ARN apart. Throws InvalidArn for text that is none, or none of the kinds that the operation works with (texts as recorded on AWS).
 */
export function parseArn(arn: string, ...kinds: readonly ArnKind[]): ParsedArn {
  if (!arn.startsWith('arn:')) throw invalidArn(`Invalid ARN prefix: ${arn}`);
  const match = ARN.exec(arn);
  if (!match) throw invalidArn(`Invalid ARN: ${arn}`);
  const [, , , resource, rest] = match as unknown as [string, string, string, string, string];
  const parsed = parseResource(arn, resource, rest);
  if (!parsed || (kinds.length > 0 && !kinds.includes(parsed.kind))) {
    throw invalidArn(`Resource type not valid in this context: ${resource}`);
  }
  return parsed;
}

/** Parses the ARN of a machine. Labelled ARNs have an error of their own where an operation does not take them. */
export function parseMachineArn(arn: string, ...kinds: readonly ArnKind[]): ParsedArn {
  const parsed = parseArn(arn, 'stateMachine', 'qualified', 'labelled', 'testCase');
  if (kinds.includes(parsed.kind)) return parsed;
  if (parsed.kind === 'labelled') {
    throw validationException(
      `The API does not support labeled state machine ARN: '${arn}'`,
      'API_DOES_NOT_SUPPORT_LABELED_ARNS',
    );
  }
  throw invalidArn('Resource type not valid in this context: stateMachine');
}

function parseResource(arn: string, resource: string, rest: string): ParsedArn | undefined {
  switch (resource) {
    case 'stateMachine':
      return parseStateMachine(arn, rest);
    case 'activity':
      return { kind: 'activity', arn, name: rest };
    case 'mapRun':
      return { kind: 'mapRun', arn, name: rest };
    case 'execution':
    case 'express': {
      const [machine, ...name] = rest.split(':');
      return name.length === 0 ? undefined : { kind: resource, arn, machine: machine!, name: name.join(':') };
    }
  }
  return undefined;
}

function parseStateMachine(arn: string, rest: string): ParsedArn {
  const testCase = rest.indexOf('#');
  if (testCase >= 0) {
    return { kind: 'testCase', arn, name: rest.slice(0, testCase), testCase: rest.slice(testCase + 1) };
  }
  const colon = rest.indexOf(':');
  if (colon >= 0) return { kind: 'qualified', arn, name: rest.slice(0, colon), qualifier: rest.slice(colon + 1) };
  const slash = rest.indexOf('/');
  if (slash >= 0) return { kind: 'labelled', arn, name: rest.slice(0, slash), label: rest.slice(slash + 1) };
  return { kind: 'stateMachine', arn, name: rest };
}

export function stateMachineArn({ region, account }: ArnScope, name: string): string {
  return `arn:aws:states:${region}:${account}:stateMachine:${name}`;
}

export function activityArn({ region, account }: ArnScope, name: string): string {
  return `arn:aws:states:${region}:${account}:activity:${name}`;
}

/** ARN of a Standard execution, in the region and account of its machine. */
export function executionArn(machineArn: string, name: string): string {
  return `${machineArn.replace(':stateMachine:', ':execution:')}:${name}`;
}

/** ARN of an Express execution: names need not be unique, so a UUID follows. */
export function expressExecutionArn(machineArn: string, name: string, uuid: string): string {
  return `${machineArn.replace(':stateMachine:', ':express:')}:${name}:${uuid}`;
}

/** The machine's own ARN, without version, alias, label or test case. */
export function unqualifiedArn(parsed: ParsedArn): string {
  switch (parsed.kind) {
    case 'qualified':
      return parsed.arn.slice(0, -parsed.qualifier.length - 1);
    case 'labelled':
      return parsed.arn.slice(0, -parsed.label.length - 1);
    case 'testCase':
      return parsed.arn.slice(0, -parsed.testCase.length - 1);
  }
  return parsed.arn;
}

/** Characters that names of machines, executions and activities may not contain (API reference, CreateStateMachine, name). */
const FORBIDDEN_IN_NAMES =
  /[\s<>{}[\]?*"#%\\^|~`$&,;:/\u0000-\u001f\u007f-\u009f\ufffe\uffff]|[\ud800-\udfff]|\u{10ffff}/u;

export function isValidName(name: string): boolean {
  return !FORBIDDEN_IN_NAMES.test(name);
}
