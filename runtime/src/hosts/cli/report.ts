import path from 'node:path';
import type { AslDocument } from '../../source/document.ts';
import type { Diagnostic, Severity } from '../../validation/diagnostic.ts';
import { excerpt } from '../files/excerpt.ts';
import type { FileProblem } from '../files/fileProblem.ts';
import type { Style } from './terminal.ts';

/** A problem of a file as `file:line:column: message` with the line below it. */
export function describeFileProblem(problem: FileProblem): string {
  const { line, column } = problem.position;
  if (!problem.place) return `${displayPath(problem.file)}: ${problem.message}`;
  const { text, range } = problem.place;
  return [`${displayPath(problem.file)}:${line}:${column}: ${problem.message}`, ...excerpt(text, range)].join('\n');
}

/** A diagnostic of a definition in the same shape, with its severity and rule. */
export function describeDiagnostic(file: string, document: AslDocument, diagnostic: Diagnostic, style: Style): string {
  const { line, character } = document.lines.positionAt(diagnostic.start);
  const color = SEVERITY_COLORS[diagnostic.severity];
  const place = `${displayPath(file)}:${line + 1}:${character + 1}:`;
  const head = `${style.bold(place)} ${style[color](`${diagnostic.severity}:`)} ${diagnostic.message} ${style.dim(`[${diagnostic.rule}]`)}`;
  return [head, ...excerpt(document.text, diagnostic, document.lines)].join('\n');
}

/** The path as a user would type it: relative to the current folder for what is below it. */
export function displayPath(file: string): string {
  const relative = path.relative('', file);
  return relative === '' || relative.startsWith('..') ? file : relative;
}

/** `1 error`, `2 errors`. */
export function counted(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

const SEVERITY_COLORS = { error: 'red', warning: 'yellow', information: 'cyan', hint: 'dim' } as const satisfies Record<
  Severity,
  keyof Style
>;
