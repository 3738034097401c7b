import { isObject } from '../../asl/json.ts';
import { compile, InvalidDefinition, type StateMachine } from '../../index.ts';
import { compileMachine } from '../../interpreter/compile.ts';
import { runProblems } from '../../validation/index.ts';
import type { LoadedDefinition } from './definitionFile.ts';
import { FileProblem } from './fileProblem.ts';

/**
 * A loaded definition ready to run, or the first error at its place in the file. What is written may be valid and still be refused: an error
 * that only the substitutions of a template bring in has no place.
 */
export function compileDefinition(loaded: LoadedDefinition, type: 'STANDARD' | 'EXPRESS'): StateMachine | FileProblem {
  const { file, document, definition, isSubstituted } = loaded;
  const error = runProblems(document, { type })[0];
  if (error) return new FileProblem(file, error.message, { text: document.text, range: error });
  if (definition === undefined || !isObject(document.value)) return new FileProblem(file, 'The definition is empty.');
  if (!isSubstituted) return { compiled: compileMachine(document.value) };
  try {
    return compile(definition, { type });
  } catch (thrown) {
    if (!(thrown instanceof InvalidDefinition)) throw thrown;
    return new FileProblem(
      file,
      `The definition is not valid with its substitutions: ${thrown.diagnostics[0]?.message ?? thrown.message}`,
    );
  }
}
