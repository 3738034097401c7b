import { contextMember } from '../../../../../runtime/src/asl/contextObject.ts';
import { type ErrorFact, reservedError } from '../../../../../runtime/src/asl/errors.ts';
import {
  excludedBy,
  type FieldFact,
  fieldFact,
  type ObjectKind,
  objectFact,
} from '../../../../../runtime/src/asl/fields.ts';
import { type IntrinsicFact, intrinsic } from '../../../../../runtime/src/asl/intrinsics.ts';
import { type JsonataFunctionFact, jsonataFunction } from '../../../../../runtime/src/asl/jsonataFunctions.ts';
import { parseResource } from '../../../../../runtime/src/asl/resources.ts';
import { optimizedIntegration, sdkService } from '../../../../../runtime/src/asl/serviceData.ts';
import { isStateType, stateDoc } from '../../../../../runtime/src/asl/states.ts';
import type { Topic } from './topics.ts';

/** The documentation of a topic as Markdown; undefined when there is nothing to say. */
export function documentationOf(topic: Topic): string | undefined {
  switch (topic.about) {
    case 'field':
      return fieldDocumentation(topic.kind, topic.name);
    case 'value':
      return valueDocumentation(topic.kind, topic.name, topic.value);
    case 'stateType':
      return isStateType(topic.name) ? `**${topic.name}** state\n\n${stateDoc(topic.name)}` : undefined;
    case 'jsonataFunction':
      return functionDocumentation(jsonataFunction(topic.name));
    case 'intrinsic':
      return functionDocumentation(intrinsic(topic.name));
    case 'error':
      return errorDocumentation(topic.name);
    case 'context':
      return contextDocumentation(topic.names);
    case 'statesMember':
      return STATES_MEMBERS[topic.name as StatesMember]?.doc;
    case 'resource':
      return resourceDocumentation(topic.arn);
    case 'parameter':
      return parameterDocumentation(topic.arn, topic.name);
  }
}

export type StatesMember = 'input' | 'context' | 'result' | 'errorOutput';

/** Members of `$states` (developer guide, "Transforming data with JSONata in Step Functions"). */
export const STATES_MEMBERS: Readonly<Record<StatesMember, { readonly doc: string }>> = {
  input: { doc: '`$states.input`: the input of the state, as it arrived.' },
  context: { doc: '`$states.context`: the context object: execution, state machine, state, task and map item.' },
  result: {
    doc: '`$states.result`: what the task, the branches or the iterations gave. Only in `Output` and `Assign` of the state itself.',
  },
  errorOutput: {
    doc: '`$states.errorOutput`: `{Error, Cause}` of the error that was caught. Only in `Output` and `Assign` of a catcher.',
  },
};

/** `$sum(array)` or `States.Format(template, ...values)`, with what it returns where that is known. */
export function signatureOf(fact: JsonataFunctionFact | IntrinsicFact): string {
  const returns = 'returns' in fact ? `: ${fact.returns}` : '';
  return `${fact.name}(${fact.parameters.join(', ')})${returns}`;
}

function fieldDocumentation(kind: ObjectKind, name: string): string | undefined {
  const fact = fieldFact(kind, name);
  if (!fact) return undefined;
  return paragraphs([`**${name}**: ${typeOf(fact)}`, fact.doc, factsOf(kind, name, fact)]);
}

function typeOf(fact: FieldFact): string {
  const types = fact.types.includes('any') ? 'any value' : fact.types.join(' or ');
  return fact.expression ? `${types}, or \`{% … %}\` in JSONata` : types;
}

/** Default, limits and relations of a field, one line each. */
function factsOf(kind: ObjectKind, name: string, fact: FieldFact): string {
  const excluded = excludedBy(kind, name);
  const isRequired =
    fact.required || objectFact(kind).groups.some((group) => group.required && group.members.includes(name));
  const lines = [
    isRequired && (excluded.length > 0 ? `Required: exactly one of ${list([name, ...excluded])}` : 'Required'),
    !isRequired && excluded.length > 0 && `Excludes ${list(excluded)}`,
    fact.language && `Only in ${fact.language} states`,
    fact.values && `Values: ${list(fact.values.map(String))}`,
    rangeOf(fact),
    fact.assumed !== undefined && `Default: \`${fact.assumed}\``,
    fact.distributedOnly && 'Only in distributed mode',
    fact.deprecated && `Replaced by \`${fact.deprecated}\``,
  ];
  return lines
    .filter((line) => typeof line === 'string')
    .map((line) => `- ${line}`)
    .join('\n');
}

function rangeOf({ minimum, maximum, maxLength }: FieldFact): string | undefined {
  if (minimum !== undefined && maximum !== undefined) return `Range: ${minimum} to ${maximum}`;
  if (minimum !== undefined) return `At least ${minimum}`;
  return maxLength === undefined ? undefined : `At most ${maxLength} characters`;
}

function valueDocumentation(kind: ObjectKind, name: string, value: string): string | undefined {
  const fact = fieldFact(kind, name);
  if (!fact?.values?.some((known) => String(known) === value)) return undefined;
  const isDefault = fact.assumed !== undefined && String(fact.assumed) === value;
  return paragraphs([`\`${value}\`: a value of **${name}**${isDefault ? ' (the default)' : ''}`, fact.doc]);
}

function functionDocumentation(fact: JsonataFunctionFact | IntrinsicFact | undefined): string | undefined {
  if (!fact) return undefined;
  const isRefused = 'origin' in fact && fact.origin === 'refused';
  return paragraphs([
    `\`\`\`\n${signatureOf(fact)}\n\`\`\``,
    fact.doc,
    isRefused ? 'Step Functions does not offer this function.' : '',
  ]);
}

function errorDocumentation(name: string): string | undefined {
  const fact = reservedError(name);
  if (!fact) {
    const [service, exception] = name.split('.');
    return service && exception
      ? `\`${name}\`: an error of the ${service} service.`
      : `\`${name}\`: an error name of this definition's own.`;
  }
  return paragraphs([`**${fact.name.endsWith('.') ? name : fact.name}**`, fact.doc, errorFacts(fact)]);
}

function errorFacts(fact: ErrorFact): string {
  const raisers = fact.raisedBy.filter((raiser) => raiser !== 'execution');
  const lines = [
    raisers.length > 0 && `Raised by: ${raisers.join(', ')}`,
    !fact.handled && 'No retrier and no catcher handles it',
    fact.handled && raisers.length > 0 && !fact.matchedByAll && 'Not matched by `States.ALL`',
    fact.handled && raisers.length > 0 && !fact.matchedByTaskFailed && 'Not matched by `States.TaskFailed`',
  ];
  return lines
    .filter((line) => typeof line === 'string')
    .map((line) => `- ${line}`)
    .join('\n');
}

function contextDocumentation(names: readonly string[]): string | undefined {
  const { fact } = contextMember(names);
  if (!fact) return undefined;
  return paragraphs([
    `**${names.at(-1) ?? 'Context object'}**: ${fact.type}`,
    fact.doc,
    fact.available ? `Available in: ${fact.available}` : '',
  ]);
}

const PATTERN_DOC = {
  '': 'Goes on as soon as the service answers (request response).',
  '.sync': 'Waits until the job is done.',
  '.sync:2': 'Waits until the job is done and parses its output as JSON.',
  '.waitForTaskToken': 'Waits until somebody reports success or failure with the task token.',
} as const;

function resourceDocumentation(arn: string): string | undefined {
  const resource = parseResource(arn);
  switch (resource?.kind) {
    case 'lambda':
      return `Lambda function **${resource.functionName}**${resource.qualifier ? ` (\`${resource.qualifier}\`)` : ''}. Its input is the effective input, its result the payload.`;
    case 'activity':
      return `Activity **${resource.activityName}**: a worker of yours fetches the work with GetActivityTask.`;
    case 'placeholder':
      return `\`${arn}\` is replaced when the definition is deployed.`;
    case 'optimized':
    case 'http': {
      const known = optimizedIntegration(resource.service, resource.action);
      if (!known) return undefined;
      return paragraphs([
        `Optimized integration **${resource.service}:${resource.action}**`,
        PATTERN_DOC[resource.pattern],
        known.required.length > 0 ? `Required: ${list(known.required)}` : '',
        known.patterns.length > 1
          ? `Patterns: ${list(known.patterns.map((pattern) => pattern || 'request response'))}`
          : '',
      ]);
    }
    case 'aws-sdk': {
      const required = sdkService(resource.service)?.actions.get(resource.action);
      if (!required) return undefined;
      return paragraphs([
        `AWS SDK integration **${resource.service}:${resource.action}**`,
        PATTERN_DOC[resource.pattern],
        required.length > 0 ? `Required: ${list(required)}` : '',
      ]);
    }
    default:
      return undefined;
  }
}

function parameterDocumentation(arn: string, name: string): string | undefined {
  const resource = parseResource(arn);
  if (resource?.kind !== 'optimized' && resource?.kind !== 'http' && resource?.kind !== 'aws-sdk') return undefined;
  const bare = name.replace(/\.\$$/, '');
  const required =
    resource.kind === 'aws-sdk'
      ? sdkService(resource.service)?.actions.get(resource.action)
      : optimizedIntegration(resource.service, resource.action)?.required;
  const isRequired = required?.includes(bare) ?? false;
  return `**${bare}**: ${isRequired ? 'required ' : ''}parameter of ${resource.service}:${resource.action}`;
}

function list(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(', ');
}

function paragraphs(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('\n\n');
}
