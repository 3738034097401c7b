import { isSyntaxProblem } from '../../expressions/problem.ts';
import type { SourceNode, SourceProperty } from '../../source/node.ts';
import type { ValidationContext } from '../context.ts';
import type { Finding } from '../diagnostic.ts';
import { taskUses } from '../integration.ts';
import {
  type GivenParameters,
  givenParameters,
  type IntegrationCall,
  integrationCall,
  normalised,
} from '../integrationCall.ts';
import { DYNAMIC_SUFFIX, jsonPathUses } from '../jsonPathUses.ts';
import { Suggestions } from '../nearest.ts';
import { either } from '../places.ts';
import type { Rule } from '../rule.ts';

export const unknownParameter: Rule = {
  id: 'unknown-parameter',
  severity: 'error',
  code: 'SCHEMA_VALIDATION_FAILED',
  doc: 'A parameter the integration does not know. Names begin with a capital letter, also where the API itself has a small one. The service refuses a misspelt name; one that resembles no other may be newer than the data of this tool. Correct the name, or remove the parameter.',
  check(context: ValidationContext, report: (finding: Finding) => void): void {
    let broken: ReadonlySet<SourceNode> | undefined;
    for (const use of taskUses(context)) {
      const call = integrationCall(use);
      const given = call && givenParameters(use, call);
      if (!call || !given) continue;
      for (const { name, property } of given.parameters) {
        // Of a name of an SDK call only the first letter tells: it is a capital, whatever the API has.
        if (call.knownNames.has(normalised(name, call)) && !(call.isSdk && isSmallName(name))) continue;
        broken ??= brokenMembers(context);
        if (broken.has(property.keyNode) || hasTwin(property)) continue;
        const finding = unknown(name, property, call, similarNames(name, given, call));
        if (finding) report({ where: given.property.keyNode, ...finding });
      }
    }
  },
};

/**
 * Parameters that are still free and resemble a name. Calls that give the same parameters share the set of their names, and the answer; the sets are few.
 */
function similarNames(name: string, { names }: GivenParameters, call: IntegrationCall): Similar {
  let answers = similar.get(names);
  if (!answers) {
    answers = new Map<string, Similar>();
    similar.set(names, answers);
  }
  let answer = answers.get(name);
  if (!answer) {
    const all = new Suggestions().for(name, call.known);
    const free = call.known.filter((candidate) => !names.has(normalised(candidate, call)));
    answer = { free: new Suggestions().for(name, free), isMisspelt: all.length > 0 };
    answers.set(name, answer);
  }
  return answer;
}

interface Similar {
  /** Parameters that are not given yet. */
  readonly free: readonly string[];
  /** Some parameter resembles the name, given or not. */
  readonly isMisspelt: boolean;
}

const similar = new WeakMap<ReadonlySet<string>, Map<string, Similar>>();

function unknown(
  name: string,
  { key, keyNode }: SourceProperty,
  call: IntegrationCall,
  { free, isMisspelt }: Similar,
): Finding | undefined {
  const isSmall = isSmallName(name);
  if (call.isSdk && free.length === 0 && !isSmall) return undefined;
  const names = free.length > 0 || !call.isSdk ? free : [name.charAt(0).toUpperCase() + name.slice(1)];
  const isWrong = isSmall || (isMisspelt && !call.isSdk);
  return {
    at: keyNode,
    severity: isWrong ? 'error' : call.isSdk ? 'hint' : 'warning',
    code: isWrong ? undefined : null,
    message: `${call.name} has no parameter "${name}".${names.length > 0 ? ` Did you mean ${either(names)}?` : ''}`,
    awsMessage: `The field "${name}" is not supported by Step Functions`,
    data: { kind: 'rename', names: names.map((candidate) => candidate + key.slice(name.length)) },
  };
}

function isSmallName(name: string): boolean {
  return /^[a-z]/.test(name);
}

/** Members whose expression is wrong: that is said already. */
function brokenMembers(context: ValidationContext): ReadonlySet<SourceNode> {
  const { members, uses } = jsonPathUses(context);
  const unread = members.filter(
    ({ property }) => property.key.endsWith(DYNAMIC_SUFFIX) && property.valueNode?.kind !== 'string',
  );
  const wrong = uses.filter(({ expression }) => isSyntaxProblem(expression));
  return new Set([...unread, ...wrong].map(({ property }) => property.keyNode));
}

/** Both `name` and `name.$` are there: that is said already. */
function hasTwin({ key, keyNode }: SourceProperty): boolean {
  const twin = key.endsWith(DYNAMIC_SUFFIX) ? key.slice(0, -DYNAMIC_SUFFIX.length) : key + DYNAMIC_SUFFIX;
  return keyNode.parent?.property(twin) !== undefined;
}
