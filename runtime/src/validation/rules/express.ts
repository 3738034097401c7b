import type { ValidationContext } from '../context.ts';
import type { Finding } from '../diagnostic.ts';
import { taskUses } from '../integration.ts';
import { textOf } from '../model.ts';
import type { Rule } from '../rule.ts';

export const express: Rule = {
  id: 'express',
  severity: 'error',
  code: 'SCHEMA_VALIDATION_FAILED',
  doc: 'Something an Express state machine cannot do: wait for a job or a callback, use an activity, run a distributed Map. The service refuses the definition. Use a Standard state machine, or call it from this one.',
  check(context: ValidationContext, report: (finding: Finding) => void): void {
    if (context.type !== 'EXPRESS') return;
    for (const { node, where, text, resource } of taskUses(context)) {
      if (resource?.kind === 'activity') {
        const message = 'An Express state machine cannot use activities.';
        report({ at: node, where, message, awsMessage: 'Express state machine does not support Activity ARN' });
      } else if (resource && 'pattern' in resource && resource.pattern !== '') {
        const { pattern } = resource;
        report({
          at: node.rangeOf(text.length - pattern.length, text.length),
          where,
          message: `An Express state machine cannot use "${pattern}".`,
          awsMessage: AWS_MESSAGES[pattern] ?? AWS_MESSAGES['.sync'],
        });
      }
    }
    for (const { fields } of context.objects('processorConfig')) {
      const mode = fields.Mode?.valueNode;
      if (textOf(mode) !== 'DISTRIBUTED') continue;
      report({
        at: mode!,
        where: mode,
        message: 'An Express state machine cannot run a distributed Map.',
        awsMessage: 'Express state machine does not support Distributed Map',
      });
    }
  },
};

/** Recorded on AWS, the blank at the end of the second included. */
const AWS_MESSAGES: Readonly<Record<string, string>> = {
  '.sync': "Express state machine does not support '.sync' service integration",
  '.waitForTaskToken': "Express state machine does not support '.waitForTaskToken' service integration ",
};
