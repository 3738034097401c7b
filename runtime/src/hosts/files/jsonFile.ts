import type { Json } from '../../asl/json.ts';
import { type AslDocument, formatOfFileName, parseDocument } from '../../source/document.ts';
import { FileProblem } from './fileProblem.ts';
import { readTextFile } from './textFile.ts';

/** Values nested deeper than this are refused before anything walks them; Step Functions refuses them too. */
const MAXIMUM_DEPTH = 500;

/** A JSON value of a text, or the first thing that is wrong with the text. `file` is only for the message. */
export function parseJsonText(file: string, text: string): { readonly value: Json } | FileProblem {
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch {
    return syntaxProblem(file, parseDocument(text, { format: 'json' })) ?? new FileProblem(file, 'This is not JSON.');
  }
  if (isDeeperThan(value, MAXIMUM_DEPTH))
    return new FileProblem(file, `The value is nested deeper than ${MAXIMUM_DEPTH} levels.`);
  return { value };
}

/** Reads a file that holds one JSON value. */
export async function readJsonFile(
  file: string,
): Promise<{ readonly value: Json; readonly text: string } | FileProblem> {
  const text = await readTextFile(file);
  if (text instanceof FileProblem) return text;
  const parsed = parseJsonText(file, text);
  return parsed instanceof FileProblem ? parsed : { ...parsed, text };
}

/** Reads a file of JSON (comments allowed) or YAML with the places of its values. */
export async function readDocument(file: string): Promise<AslDocument | FileProblem> {
  const text = await readTextFile(file);
  if (text instanceof FileProblem) return text;
  const document = parseDocument(text, { format: formatOfFileName(file), dialect: 'jsonc' });
  return syntaxProblem(file, document) ?? document;
}

/** Reads a definition or template. Problems of its text stay in the document, for the validation to report them all. */
export async function readDefinitionDocument(file: string): Promise<AslDocument | FileProblem> {
  const text = await readTextFile(file);
  return text instanceof FileProblem ? text : parseDocument(text, { format: formatOfFileName(file) });
}

/** The first syntax problem of a document as a problem of its file. */
export function syntaxProblem(file: string, document: AslDocument): FileProblem | undefined {
  const problem = document.problems[0];
  if (problem) return new FileProblem(file, problem.message, { text: document.text, range: problem });
  return document.root ? undefined : new FileProblem(file, 'The file is empty.');
}

/** Walks level by level: the value may be nested deeper than the stack. */
function isDeeperThan(value: Json, depth: number): boolean {
  let level: object[] = typeof value === 'object' && value !== null ? [value] : [];
  for (let i = 0; level.length > 0; i++) {
    if (i >= depth) return true;
    const next: object[] = [];
    for (const container of level) {
      for (const child of Object.values(container)) if (typeof child === 'object' && child !== null) next.push(child);
    }
    level = next;
  }
  return false;
}
