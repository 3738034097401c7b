import type { IntegrationResource } from '../../asl/resources.ts';
import { ALTERNATIVE_PARAMETERS, optimizedIntegration, sdkService } from '../../asl/serviceData.ts';
import { isSyntaxProblem } from '../../expressions/problem.ts';
import type { SourceNode } from '../../source/node.ts';
import type { ValidationContext } from '../context.ts';
import type { Finding } from '../diagnostic.ts';
import { parameterName, parametersOf, type TaskUse, taskUses } from '../integration.ts';
import { DYNAMIC_SUFFIX, jsonPathUses } from '../jsonPathUses.ts';
import { Suggestions } from '../nearest.ts';
import { both, either } from '../places.ts';
import type { Rule } from '../rule.ts';

export const missingParameter: Rule = {
  id: 'missing-parameter',
  severity: 'error',
  code: 'SCHEMA_VALIDATION_FAILED',
  doc: 'A parameter without which the integration cannot be called. The service refuses the definition. Add the parameter, with ".$" in JSONPath when its value comes from a path.',
  check(context: ValidationContext, report: (finding: Finding) => void): void {
    const suggestions = new Suggestions();
    for (const use of taskUses(context)) {
      const call = callOf(use);
      const property = call && parametersOf(use.task);
      if (!call || !property) continue;
      const given = namesIn(use);
      const missing = call.required.filter((name) => !has(given, name, call));
      // A misspelt name is reported as such.
      const unexplained = missing.filter((name) => !isMisspelt(name, given, call, suggestions));
      const alternatives = ALTERNATIVE_PARAMETERS[call.name];
      if (
        alternatives &&
        !call.isSdk &&
        !alternatives.some((name) => given.has(name) || isMisspelt(name, given, call, suggestions))
      ) {
        report({
          at: property.keyNode,
          location: `${use.task.location}/${property.key}`,
          message: `${call.name} needs ${either(alternatives)}.`,
          awsMessage: `The field "${alternatives[0]}" is required but was missing`,
          data: { kind: 'add', fields: alternatives },
        });
      }
      if (unexplained.length === 0) continue;
      report({
        at: property.keyNode,
        location: `${use.task.location}/${property.key}`,
        severity: call.isSdk ? 'warning' : 'error',
        code: call.isSdk ? null : undefined,
        message: `${call.name} needs ${both(unexplained)}.`,
        awsMessage: `The field "${unexplained[0]}" is required but was missing`,
        data: { kind: 'add', fields: unexplained },
      });
    }
  },
};

export const unknownParameter: Rule = {
  id: 'unknown-parameter',
  severity: 'error',
  code: 'SCHEMA_VALIDATION_FAILED',
  doc: 'A parameter the integration does not know. Names begin with a capital letter, also where the API itself has a small one. The service refuses the definition. Correct the name, or remove the parameter.',
  check(context: ValidationContext, report: (finding: Finding) => void): void {
    const suggestions = new Suggestions();
    const broken = brokenMembers(context);
    for (const use of taskUses(context)) {
      const call = callOf(use);
      const property = call && parametersOf(use.task);
      if (!call || !property) continue;
      const given = namesIn(use);
      const known = new Set(call.isSdk ? call.known.map((candidate) => candidate.toLowerCase()) : call.known);
      for (const { key, keyNode } of property.valueNode!.properties ?? []) {
        const name = parameterName(key, use.task);
        if (has(known, name, call) || broken.has(keyNode)) continue;
        const free = call.known.filter((candidate) => !given.has(candidate));
        const similar = suggestions.for(name, free);
        const isSmall = /^[a-z]/.test(name);
        if (call.isSdk && similar.length === 0 && !isSmall) continue;
        const names =
          similar.length > 0 || call.isComplete || !isSmall ? similar : [name.charAt(0).toUpperCase() + name.slice(1)];
        report({
          at: keyNode,
          location: `${use.task.location}/${property.key}`,
          // A name that resembles none may be newer than these data.
          severity: isSmall || (names.length > 0 && !call.isSdk) ? 'error' : call.isSdk ? 'hint' : 'warning',
          code: isSmall || (names.length > 0 && !call.isSdk) ? undefined : null,
          message: `${call.name} has no parameter "${name}".${names.length > 0 ? ` Did you mean ${either(names)}?` : ''}`,
          awsMessage: `The field "${name}" is not supported by Step Functions`,
          data: { kind: 'rename', names: names.map((candidate) => candidate + key.slice(name.length)) },
        });
      }
    }
  },
};

interface Call {
  /** `sqs:sendMessage`. */
  readonly name: string;
  readonly required: readonly string[];
  readonly known: readonly string[];
  /** Other parameters than the known ones do not exist. */
  readonly isComplete: boolean;
  readonly isSdk: boolean;
}

function callOf({ resource }: TaskUse): Call | undefined {
  if (resource?.kind === 'aws-sdk') return sdkCall(resource);
  if (resource?.kind !== 'optimized' && resource?.kind !== 'http') return undefined;
  const known = optimizedIntegration(resource.service, resource.action);
  if (!known) return undefined;
  return {
    name: `${known.service}:${known.action}`,
    required: known.required,
    known: known.parameters,
    isComplete: known.complete,
    isSdk: false,
  };
}

/** Of the parameters of SDK integrations only the required ones are known here. */
function sdkCall({ service, action }: IntegrationResource): Call | undefined {
  const required = sdkService(service)?.actions.get(action);
  return required && { name: `${service}:${action}`, required, known: required, isComplete: false, isSdk: true };
}

function namesIn(use: TaskUse): Set<string> {
  const properties = parametersOf(use.task)?.valueNode?.properties ?? [];
  const names = properties.map(({ key }) => parameterName(key, use.task));
  return new Set(use.resource?.kind === 'aws-sdk' ? names.map((name) => name.toLowerCase()) : names);
}

/** SDK parameters follow the names of the Java SDK, which capitalises differently (`DbInstance` for `DBInstance`). */
function has(names: ReadonlySet<string>, name: string, { isSdk }: Call): boolean {
  return names.has(isSdk ? name.toLowerCase() : name);
}

/** Members whose expression is wrong: that is said already. */
function brokenMembers(context: ValidationContext): ReadonlySet<SourceNode> {
  const { members, uses } = jsonPathUses(context);
  const unread = members.filter(
    ({ property }) => property.key.endsWith(DYNAMIC_SUFFIX) && property.valueNode?.kind !== 'string',
  );
  const wrong = uses.filter(({ expression }) => isSyntaxProblem(expression));
  const broken = new Set([...unread, ...wrong].map(({ property }) => property.keyNode));
  for (const { property } of members) {
    const twin = property.keyNode.parent?.property(property.key + DYNAMIC_SUFFIX);
    if (twin) broken.add(property.keyNode).add(twin.keyNode);
  }
  return broken;
}

function isMisspelt(name: string, given: ReadonlySet<string>, call: Call, suggestions: Suggestions): boolean {
  const known = new Set(call.isSdk ? call.known.map((candidate) => candidate.toLowerCase()) : call.known);
  const doubtful = [...given].filter((candidate) => !known.has(candidate));
  return suggestions.for(name, doubtful).length > 0;
}
