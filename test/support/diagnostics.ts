import { expect } from 'vitest';
import { type DocumentFormat, parseDocument } from '../../runtime/src/source/document.ts';
import { type Diagnostic, type ValidationOptions, validate } from '../../runtime/src/validation/index.ts';

export interface DiagnosticsOptions extends ValidationOptions {
  /** Default: json. */
  readonly format?: DocumentFormat;
}

/**
 * Validates a definition and compares the diagnostics with those drawn into it: below a line, carets under the range, then
 * `severity rule-id: message`. A range over several lines is drawn to the end of its first line and ends in `…`.
 *
 *     "Next": "B",
 *             ^^^ error transition-target: There is no state "B".
 */
export function expectDiagnostics(annotated: string, options: DiagnosticsOptions = {}): void {
  const { text, expected } = withoutMarkers(annotated);
  expect(annotate(text, diagnosticsOf(text, options))).toBe(expected);
}

/** As expectDiagnostics, for the states of a JSON machine that starts with the first of them. */
export function expectStateDiagnostics(annotated: string, options: MachineOptions = {}): void {
  const { text, expected } = withoutMarkers(annotated);
  const { head, tail } = machineAround(text, options);
  const diagnostics = diagnosticsOf(head + text + tail, options).map((diagnostic) => ({
    ...diagnostic,
    start: diagnostic.start - head.length,
    end: diagnostic.end - head.length,
  }));
  expect(annotate(text, diagnostics)).toBe(expected);
}

export interface MachineOptions extends DiagnosticsOptions {
  readonly queryLanguage?: 'JSONPath' | 'JSONata';
}

/** The diagnostics of a definition. */
export function diagnosticsOf(text: string, { format = 'json', ...options }: DiagnosticsOptions = {}): Diagnostic[] {
  return validate(parseDocument(text, { format }), options);
}

const MARKER = /^\s*\^+…? (?:error|warning|information|hint) /;

function withoutMarkers(annotated: string): { text: string; expected: string } {
  const expected = annotated.replace(/^\n/, '').trimEnd();
  const lines = expected.split('\n').filter((line) => !MARKER.test(line));
  return { text: lines.join('\n'), expected };
}

function machineAround(states: string, { queryLanguage }: MachineOptions): { head: string; tail: string } {
  const first = /"((?:[^"\\]|\\.)*)"\s*:/.exec(states)?.[1] ?? '';
  const language = queryLanguage ? `"QueryLanguage":"${queryLanguage}",` : '';
  return { head: `{${language}"StartAt":"${first}","States":{\n`, tail: '\n}}' };
}

/** The text with a marker line for every diagnostic. */
export function annotate(text: string, diagnostics: readonly Diagnostic[]): string {
  const lines = text.split('\n');
  const markers: string[][] = lines.map(() => []);
  let lineStart = 0;
  for (const [index, line] of lines.entries()) {
    const lineEnd = lineStart + line.length;
    for (const diagnostic of diagnostics) {
      if (diagnostic.start < lineStart || diagnostic.start > lineEnd) continue;
      markers[index]!.push(marker(diagnostic, lineStart, lineEnd));
    }
    lineStart = lineEnd + 1;
  }
  return lines.flatMap((line, index) => [line, ...markers[index]!]).join('\n');
}

function marker({ start, end, severity, rule, message }: Diagnostic, lineStart: number, lineEnd: number): string {
  const width = Math.max(1, Math.min(end, lineEnd) - start);
  const continued = end > lineEnd ? '…' : '';
  return `${' '.repeat(start - lineStart)}${'^'.repeat(width)}${continued} ${severity} ${rule}: ${message}`;
}
