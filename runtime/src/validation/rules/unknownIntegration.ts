import type { IntegrationResource } from '../../asl/resources.ts';
import {
  OPTIMIZED_INTEGRATIONS,
  optimizedIntegration,
  optimizedServices,
  SERVICES_WITHOUT_ACTIONS,
  sdkService,
} from '../../asl/serviceData.ts';
import { unrecognized } from '../awsMessages.ts';
import type { ValidationContext } from '../context.ts';
import type { Finding } from '../diagnostic.ts';
import { taskUses } from '../integration.ts';
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

function advice({ service, action, arn }: IntegrationResource, similar: readonly string[]): string {
  if (similar.length > 0) return ` Did you mean ${either(similar)}?`;
  const sdk = sdkService(service)?.actions.has(action);
  return sdk ? ` Use the AWS SDK integration: ${arn.split(':states:')[0]}:states:::aws-sdk:${service}:${action}.` : '';
}
