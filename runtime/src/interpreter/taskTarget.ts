import { parseResource } from '../asl/resources.ts';
import type { TaskTarget } from './environment.ts';

/**
 * Takes a Task's Resource apart. `arn:aws:states:::sqs:sendMessage.waitForTaskToken` becomes resourceType `sqs`, resource
 * `sendMessage.waitForTaskToken`; an SDK integration keeps its prefix: `aws-sdk:s3` and `putObject` (recorded on AWS).
 */
export function taskTarget(resource: string): TaskTarget {
  const parsed = parseResource(resource);
  if (parsed?.kind === 'lambda' || parsed?.kind === 'activity') return direct(parsed.kind, resource);
  if (!parsed || parsed.kind === 'placeholder' || parsed.kind === 'other') return direct('integration', resource);
  const pattern = parsed.pattern === '' ? 'requestResponse' : (parsed.pattern.slice(1) as TaskTarget['pattern']);
  return {
    kind: 'integration',
    pattern,
    resourceType: parsed.resourceType,
    resource: parsed.resource,
    action: parsed.action,
  };
}

function direct(kind: TaskTarget['kind'], resource: string): TaskTarget {
  return { kind, pattern: 'requestResponse', resourceType: '', resource, action: '' };
}
