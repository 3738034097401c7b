import path from 'node:path';
import type { AslDocument } from '../../source/document.ts';
import { functionsIn } from '../../source/templateFunctions.ts';
import type { LambdaFunction } from '../../tasks/lambda/lambdaFunction.ts';

/** Seconds that Lambda gives a function whose template says nothing. */
const DEFAULT_TIMEOUT = 3;

/**
 * The functions of a SAM, CloudFormation or Serverless template as they run here, by every name that a definition may use: FunctionName and logical
 * id. Code inside the template is not run.
 */
export function templateFunctions(file: string, template: AslDocument): LambdaFunction[] {
  const folder = path.dirname(file);
  return functionsIn(template).flatMap((declared) => {
    if (declared.inlineCode !== undefined || declared.handler === undefined) return [];
    const lambda: LambdaFunction = {
      name: declared.functionName ?? declared.logicalId,
      runtime: declared.runtime,
      codeUri: path.resolve(folder, declared.codeUri ?? '.'),
      handler: declared.handler,
      environment: declared.environment,
      timeoutSeconds: declared.timeout ?? DEFAULT_TIMEOUT,
    };
    return lambda.name === declared.logicalId ? [lambda] : [lambda, { ...lambda, name: declared.logicalId }];
  });
}
