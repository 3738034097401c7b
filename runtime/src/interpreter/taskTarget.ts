import type { TaskTarget } from './environment.ts';

const PATTERNS = ['.sync:2', '.sync', '.waitForTaskToken'] as const;

/**
 * Takes a Task's Resource apart. `arn:aws:states:::sqs:sendMessage.waitForTaskToken` becomes resourceType `sqs`, resource
 * `sendMessage.waitForTaskToken`; an SDK integration keeps its prefix: `aws-sdk:s3` and `putObject` (recorded on AWS).
 */
export function taskTarget(resource: string): TaskTarget {
  const parts = resource.split(':');
  if (parts[2] === 'lambda') return direct('lambda', resource);
  if (parts[2] === 'states' && parts[5] === 'activity') return direct('activity', resource);
  const named = parts.slice(5);
  const [resourceType, rest] =
    named[0] === 'aws-sdk' ? [named.slice(0, 2).join(':'), named.slice(2)] : [named[0] ?? '', named.slice(1)];
  const action = rest.join(':');
  const suffix = PATTERNS.find((pattern) => action.endsWith(pattern));
  return {
    kind: 'integration',
    pattern: suffix ? (suffix.slice(1) as 'sync') : 'requestResponse',
    resourceType,
    resource: action,
    action: suffix ? action.slice(0, -suffix.length) : action,
  };
}

function direct(kind: 'lambda' | 'activity', resource: string): TaskTarget {
  return { kind, pattern: 'requestResponse', resourceType: '', resource, action: '' };
}
