import type { ValidationContext } from '../context.ts';
import type { Finding } from '../diagnostic.ts';
import { fieldsOf } from '../fieldAccess.ts';
import { type TaskUse, taskUses } from '../integration.ts';
import { hasPattern } from '../integrationPatterns.ts';
import { type StateContext, type TypedObject, textOf } from '../model.ts';
import type { Rule } from '../rule.ts';

export const express: Rule = {
  id: 'express',
  severity: 'error',
  code: 'SCHEMA_VALIDATION_FAILED',
  doc: 'Something an Express state machine cannot do: wait for a job or a callback, use an activity, run a distributed Map. The service refuses the definition. Use a Standard state machine, or call it from this one.',
  check(context: ValidationContext, report: (finding: Finding) => void): void {
    for (const use of taskUses(context)) {
      const isExpress = context.type === 'EXPRESS';
      if (!isExpress && !runsAsExpressChild(use.task.state)) continue;
      const finding = taskProblem(use);
      // That the service refuses this in the children of a distributed Map, too, was never seen.
      if (finding) report(isExpress ? finding : { ...finding, severity: 'warning', code: null });
    }
    if (context.type !== 'EXPRESS') return;
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

function taskProblem({ node, where, text, resource }: TaskUse): Finding | undefined {
  if (resource?.kind === 'activity') {
    const message = 'An Express workflow cannot use activities.';
    return { at: node, where, message, awsMessage: 'Express state machine does not support Activity ARN' };
  }
  if (!resource || !('pattern' in resource) || resource.pattern === '') return undefined;
  const { pattern } = resource;
  // What no workflow can use is reported as such.
  if (!hasPattern(resource)) return undefined;
  return {
    at: node.rangeOf(text.length - pattern.length, text.length),
    where,
    message: `An Express workflow cannot use "${pattern}".`,
    awsMessage: AWS_MESSAGES[pattern] ?? AWS_MESSAGES['.sync'],
  };
}

/** Whether the nearest distributed Map around the state runs its children as Express workflows. */
function runsAsExpressChild(state: StateContext | undefined): boolean {
  for (let scope = state?.scope; scope; scope = scope.owner?.scope) {
    if (!scope.isDistributed) continue;
    const { fields } = scope.object as TypedObject<'itemProcessor'>;
    const config = fields.ProcessorConfig?.valueNode;
    return config !== undefined && textOf(fieldsOf('processorConfig', config).ExecutionType?.valueNode) === 'EXPRESS';
  }
  return false;
}

/** Recorded on AWS, the blank at the end of the second included. */
const AWS_MESSAGES: Readonly<Record<string, string>> = {
  '.sync': "Express state machine does not support '.sync' service integration",
  '.waitForTaskToken': "Express state machine does not support '.waitForTaskToken' service integration ",
};
