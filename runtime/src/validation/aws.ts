import { LONGEST_DEFINITION } from '../asl/states.ts';
import { type AslDocument, parseDocument } from '../source/document.ts';
import type { StateMachineType } from './context.ts';
import type { Diagnostic } from './diagnostic.ts';
import { validate } from './validate.ts';

export interface ValidateRequest {
  /** JSON text. */
  readonly definition: string;
  readonly type?: StateMachineType;
  /** Least severity to report. Default: ERROR. */
  readonly severity?: 'ERROR' | 'WARNING';
  /** 0 to 100; 0 means 100. */
  readonly maxResults?: number;
}

export interface AwsDiagnostic {
  readonly severity: 'ERROR' | 'WARNING';
  readonly code: string;
  readonly message: string;
  readonly location?: string;
}

export interface ValidateResponse {
  readonly result: 'OK' | 'FAIL';
  readonly diagnostics: readonly AwsDiagnostic[];
  readonly truncated: boolean;
}

const MOST_RESULTS = 100;

/** With every other code the service refuses the definition, also where an editor rather shows a warning. */
const WARNING_CODES: ReadonlySet<string> = new Set([
  'NO_DOLLAR',
  'NO_PATH',
  'PASS_RESULT_IS_STATIC',
  'POSSIBLY_UNDEFINED_VARIABLE',
]);

/**
 * ValidateStateMachineDefinition as the service answers it: codes, messages and locations are those recorded on AWS where they are
 * known. `result` is FAIL exactly when there is an ERROR.
 */
export function validateStateMachineDefinition(request: ValidateRequest): ValidateResponse {
  const all = diagnosticsOf(request);
  const wanted = request.severity === 'WARNING' ? all : all.filter(({ severity }) => severity === 'ERROR');
  const limit = request.maxResults || MOST_RESULTS;
  return {
    result: all.some(({ severity }) => severity === 'ERROR') ? 'FAIL' : 'OK',
    diagnostics: wanted.slice(0, limit),
    truncated: wanted.length > limit,
  };
}

/** The problems in the words of CreateStateMachine; those with the text itself name their place in their message (recorded on AWS). */
export function refusalText(diagnostics: readonly AwsDiagnostic[]): string {
  const problems = diagnostics.map(({ code, message, location }) =>
    location === undefined || message.endsWith(location) ? `${code}: ${message}` : `${code}: ${message} at ${location}`,
  );
  return `Invalid State Machine Definition: '${problems.join(', ')}'`;
}

function diagnosticsOf({ definition, type }: ValidateRequest): AwsDiagnostic[] {
  if (definition.trim() === '' || definition.trim() === 'null') {
    return [error('SCHEMA_VALIDATION_FAILED', 'Definition must be a valid JSON object')];
  }
  if (definition.length > LONGEST_DEFINITION) {
    return [error('SCHEMA_VALIDATION_FAILED', `Definition is longer than ${LONGEST_DEFINITION} characters`)];
  }
  const document = parseDocument(definition, { format: 'json' });
  const reported = validate(document, { type: type ?? 'STANDARD' }).filter(({ code }) => code !== undefined);
  // The service stops reading at the first place that is no JSON.
  const syntax = reported.find(({ code }) => code === 'INVALID_JSON_DESCRIPTION');
  return (syntax ? [syntax] : reported).map((diagnostic) => toAws(diagnostic, document));
}

function toAws(diagnostic: Diagnostic, document: AslDocument): AwsDiagnostic {
  const { code, message, awsMessage, location } = diagnostic;
  if (code === 'INVALID_JSON_DESCRIPTION') return syntaxError(diagnostic, document);
  return {
    severity: WARNING_CODES.has(code!) ? 'WARNING' : 'ERROR',
    code: code!,
    message: awsMessage ?? message,
    ...(location === undefined ? {} : { location }),
  };
}

/** The service names places in broken JSON as its parser does: behind the token, line and column counted from 1 (recorded). */
function syntaxError({ start, end, message }: Diagnostic, document: AslDocument): AwsDiagnostic {
  const { line, character } = document.lines.positionAt(end);
  const location = `[Source: (String)"${document.text}"; line: ${line + 1}, column: ${character + 1}]`;
  const token = document.text.slice(start, end);
  const text = /^\w+$/.test(token)
    ? `Unrecognized token '${token}': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')`
    : message;
  return error('INVALID_JSON_DESCRIPTION', `${text}\n at ${location}`, location);
}

function error(code: string, message: string, location?: string): AwsDiagnostic {
  return { severity: 'ERROR', code, message, ...(location === undefined ? {} : { location }) };
}
