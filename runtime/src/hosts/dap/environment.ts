import { FileProblem } from '../files/fileProblem.ts';
import { readTextFile } from '../files/textFile.ts';
import type { LaunchArguments } from './launchArguments.ts';
import { fileProblemText } from './program.ts';
import { cannotLaunch, type RequestProblem } from './requestProblem.ts';

/** Environment variables of handlers: those of `envFile`, over which those of `env` win. */
export async function readEnvironment(
  { env = {}, envFile }: Pick<LaunchArguments, 'env' | 'envFile'>,
  at: (file: string) => string,
): Promise<{ readonly variables: Readonly<Record<string, string>> } | RequestProblem> {
  if (envFile === undefined) return { variables: env };
  const text = await readTextFile(at(envFile));
  if (text instanceof FileProblem)
    return cannotLaunch(`The environment variables cannot be used. ${fileProblemText(text)}`);
  return { variables: { ...variablesIn(text), ...env } };
}

/** Lines `NAME=value`; values may stand in quotes, `export` in front, comments on lines of their own. In double quotes `\n` is a new line. */
export function variablesIn(text: string): Record<string, string> {
  const variables: Record<string, string> = {};
  for (const line of text.replace(/^\uFEFF/, '').split(/\r?\n/)) {
    const [, name, value] = /^\s*(?:export\s+)?([\w.-]+)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    if (name !== undefined && value !== undefined) variables[name] = unquoted(value);
  }
  return variables;
}

function unquoted(value: string): string {
  const [, quote, inner] = /^(["'])(.*)\1$/.exec(value) ?? [];
  if (inner === undefined) return value;
  return quote === '"' ? inner.replaceAll('\\n', '\n') : inner;
}
