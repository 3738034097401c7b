import type { IntegrationResource } from '../asl/resources.ts';
import { optimizedIntegration, SERVICES_WITHOUT_ACTIONS } from '../asl/serviceData.ts';

/** The patterns an integration has; undefined when the integration is not known. */
export function patternsOf({ kind, service, action }: IntegrationResource): readonly string[] | undefined {
  if (kind === 'aws-sdk') return ['', '.waitForTaskToken'];
  return SERVICES_WITHOUT_ACTIONS.has(service) ? [''] : optimizedIntegration(service, action)?.patterns;
}

/** Whether the integration has the pattern that is written, as far as anybody knows. */
export function hasPattern(resource: IntegrationResource): boolean {
  return patternsOf(resource)?.includes(resource.pattern) ?? true;
}
