import { sdkService } from '../../asl/serviceData.ts';
import { unrecognized } from '../awsMessages.ts';
import type { ValidationContext } from '../context.ts';
import type { Finding, Severity } from '../diagnostic.ts';
import { taskUses } from '../integration.ts';
import type { Rule } from '../rule.ts';

export const resourceArn: Rule = {
  id: 'resource-arn',
  severity: 'error',
  code: 'SCHEMA_VALIDATION_FAILED',
  doc: 'The "Resource" of a Task is no ARN of something a Task can do. The service refuses the definition. Give the ARN of a Lambda function or an activity, or of an integration such as arn:aws:states:::sqs:sendMessage.',
  check(context: ValidationContext, report: (finding: Finding) => void): void {
    for (const { node, where, text, resource } of taskUses(context)) {
      if (resource && resource.kind !== 'other') continue;
      const wrong = resource ? 'names nothing that a Task can do' : 'is not an ARN';
      report({
        at: node,
        where,
        severity: severityOf(text),
        message: `"${text}" ${wrong}. Give the ARN of a Lambda function, an activity or an integration (arn:aws:states:::service:action).`,
        awsMessage: resource ? unrecognized(text) : 'Value is not a valid resource ARN',
      });
    }
  },
};

/**
 * Engines that are compatible with AWS give ARNs of their own a meaning, and the examples of the Amazon States Language name tasks of Simple Workflow;
 * the service itself refuses them all.
 */
function severityOf(arn: string): Severity {
  const namespace = /^arn:[^:]*:([^:]+):/.exec(arn)?.[1];
  if (namespace === undefined || namespace === 'lambda' || namespace === 'states') return 'error';
  if (namespace === 'swf') return 'warning';
  return sdkService(namespace) ? 'error' : 'information';
}
