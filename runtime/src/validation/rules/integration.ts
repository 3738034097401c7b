import type { IntegrationResource } from '../../asl/resources.ts';
import {
  OPTIMIZED_INTEGRATIONS,
  optimizedIntegration,
  optimizedServices,
  SERVICES_WITHOUT_ACTIONS,
  sdkPrefixes,
  sdkService,
} from '../../asl/serviceData.ts';
import { unrecognized } from '../awsMessages.ts';
import type { ValidationContext } from '../context.ts';
import type { Finding } from '../diagnostic.ts';
import { type TaskUse, taskUses } from '../integration.ts';
import { Suggestions } from '../nearest.ts';
import { either } from '../places.ts';
import type { Rule } from '../rule.ts';

export const unknownIntegration: Rule = {
  id: 'unknown-integration',
  severity: 'error',
  code: 'SCHEMA_VALIDATION_FAILED',
  doc: 'An optimized integration that does not exist, such as dynamodb:query. The service refuses the definition. Correct the name, or call the API through the AWS SDK integration (arn:aws:states:::aws-sdk:dynamodb:query). An integration of a service this tool does not know yet is only a hint.',
  check(context: ValidationContext, report: (finding: Finding) => void): void {
    const suggestions = new Suggestions();
    for (const { node, where, text, resource } of taskUses(context)) {
      if (resource?.kind !== 'optimized' && resource?.kind !== 'http') continue;
      const { service, action } = resource;
      if (optimizedIntegration(service, action) || SERVICES_WITHOUT_ACTIONS.has(service)) continue;
      const actions = OPTIMIZED_INTEGRATIONS.filter((known) => known.service === service).map((known) => known.action);
      const isKnown = actions.length > 0;
      const similar = isKnown ? suggestions.for(action, actions) : suggestions.for(service, optimizedServices());
      const isNewer = !isKnown && similar.length === 0 && sdkService(service) === undefined;
      const isCallable = similar.length === 0 && sdkService(service)?.actions.has(action);
      const start = text.lastIndexOf(isKnown ? action : service, text.length - (isKnown ? 0 : action.length + 1));
      report({
        at: node.rangeOf(start, start + (isKnown ? action : service).length),
        where,
        severity: isNewer ? 'hint' : isCallable ? 'warning' : 'error',
        code: isNewer ? null : undefined,
        message: `There is no integration "${service}:${action}"${isNewer ? ' in the data of this tool' : ''}.${advice(resource, similar)}`,
        awsMessage: unrecognized(text),
        data: { kind: 'rename', names: similar },
      });
    }
  },
};

export const unknownSdkAction: Rule = {
  id: 'unknown-sdk-action',
  severity: 'hint',
  doc: "An AWS SDK integration that is not in the data of this tool. Services and actions are new every week, so this may be right; if it is a misspelling, the service refuses the definition. Check the name: the service is the SDK's name of it, the action begins with a small letter.",
  check(context: ValidationContext, report: (finding: Finding) => void): void {
    const suggestions = new Suggestions();
    for (const { node, where, text, resource } of taskUses(context)) {
      if (resource?.kind !== 'aws-sdk') continue;
      const { service, action } = resource;
      const known = sdkService(service);
      if (known?.actions.has(action)) continue;
      const wrong = known ? action : service;
      const similar = suggestions.for(wrong, known ? known.actions.keys() : sdkPrefixes());
      const start = text.lastIndexOf(wrong, known ? text.length : text.length - action.length - 1);
      const isCaseSlip = similar[0]?.toLowerCase() === wrong.toLowerCase();
      report({
        at: node.rangeOf(start, start + wrong.length),
        where,
        severity: isCaseSlip ? 'error' : 'hint',
        code: isCaseSlip ? 'SCHEMA_VALIDATION_FAILED' : null,
        awsMessage: unrecognized(text),
        message: `${known ? `"${service}" has no action "${action}"` : `There is no service "${service}"`} in the data of this tool.${similar.length > 0 ? ` Did you mean ${either(similar)}?` : ''}`,
        data: { kind: 'rename', names: similar },
      });
    }
  },
};

export const integrationPattern: Rule = {
  id: 'integration-pattern',
  severity: 'error',
  code: 'SCHEMA_VALIDATION_FAILED',
  doc: 'A suffix (".sync", ".sync:2", ".waitForTaskToken") that the integration does not have. The service refuses the definition. Remove the suffix, or use one the integration has.',
  check(context: ValidationContext, report: (finding: Finding) => void): void {
    for (const task of taskUses(context)) {
      const finding = patternProblem(task);
      if (finding) report(finding);
    }
  },
};

function patternProblem({ node, where, text, resource }: TaskUse): Finding | undefined {
  if (!resource || !('pattern' in resource)) return undefined;
  const allowed = patternsOf(resource);
  if (!allowed || allowed.includes(resource.pattern)) return undefined;
  const names = allowed.filter((pattern) => pattern !== '');
  return {
    at: node.rangeOf(text.length - resource.pattern.length, text.length),
    where,
    message: `${resource.service}:${resource.action} has no "${resource.pattern}".${names.length > 0 ? ` It has ${either(names)}.` : ' It can only be called for its response.'}`,
    awsMessage: unrecognized(text),
    data: { kind: 'rename', names: allowed },
  };
}

function patternsOf({ kind, service, action }: IntegrationResource): readonly string[] | undefined {
  if (kind === 'aws-sdk') return ['', '.waitForTaskToken'];
  return SERVICES_WITHOUT_ACTIONS.has(service) ? [''] : optimizedIntegration(service, action)?.patterns;
}

function advice({ service, action, arn }: IntegrationResource, similar: readonly string[]): string {
  if (similar.length > 0) return ` Did you mean ${either(similar)}?`;
  const sdk = sdkService(service)?.actions.has(action);
  return sdk ? ` Use the AWS SDK integration: ${arn.split(':states:')[0]}:states:::aws-sdk:${service}:${action}.` : '';
}
