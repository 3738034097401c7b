import type { AslDocument } from './document.ts';
import type { SourceNode } from './node.ts';

/** A Lambda function that a template declares, with what is needed to find its code and run it. */
export interface TemplateFunction {
  readonly logicalId: string;
  /** Where the resource is declared: its key. */
  readonly keyNode: SourceNode;
  /** FunctionName, when the template gives a literal one. */
  readonly functionName?: string;
  /** Directory or file of the code as the template names it, relative to the template. */
  readonly codeUri?: string;
  readonly handler?: string;
  /** Where the handler is named. */
  readonly handlerNode?: SourceNode;
  readonly runtime?: string;
  /** Environment variables with literal values. */
  readonly environment: Readonly<Record<string, string>>;
  /** Seconds. */
  readonly timeout?: number;
  /** Source text of a function written inside the template. */
  readonly inlineCode?: string;
}

const FUNCTION_TYPES = new Set(['AWS::Serverless::Function', 'AWS::Lambda::Function']);

/** The Lambda functions of a SAM or CloudFormation template or of a serverless.yml; SAM's Globals are applied. */
export function functionsIn(document: AslDocument): readonly TemplateFunction[] {
  const root = document.root;
  const globals = root?.get('Globals')?.get('Function');
  const found: TemplateFunction[] = [];
  for (const { key, keyNode, valueNode } of root?.get('Resources')?.properties ?? []) {
    const type = valueNode?.get('Type')?.value;
    if (typeof type !== 'string' || !FUNCTION_TYPES.has(type)) continue;
    found.push(
      cloudFormationFunction(
        key,
        keyNode,
        valueNode?.get('Properties'),
        type === 'AWS::Serverless::Function' ? globals : undefined,
      ),
    );
  }
  const provider = root?.get('provider');
  if (!provider) return found;
  for (const { key, keyNode, valueNode } of root?.get('functions')?.properties ?? []) {
    found.push(serverlessFunction(key, keyNode, valueNode, provider));
  }
  return found;
}

function cloudFormationFunction(
  logicalId: string,
  keyNode: SourceNode,
  properties: SourceNode | undefined,
  globals: SourceNode | undefined,
): TemplateFunction {
  const value = (name: string): unknown => (properties?.get(name) ?? globals?.get(name))?.value;
  return {
    logicalId,
    keyNode,
    functionName: text(properties?.get('FunctionName')?.value),
    codeUri: text(value('CodeUri')) ?? text(value('Code')),
    handler: text(value('Handler')),
    handlerNode: properties?.get('Handler'),
    runtime: text(value('Runtime')),
    environment: {
      ...literals(globals?.get('Environment')?.get('Variables')),
      ...literals(properties?.get('Environment')?.get('Variables')),
    },
    timeout: seconds(value('Timeout')),
    inlineCode: text(value('InlineCode')) ?? text(properties?.get('Code')?.get('ZipFile')?.value),
  };
}

/** https://www.serverless.com/framework/docs/providers/aws/guide/functions: `handler` is `path/file.export`, relative to the service. */
function serverlessFunction(
  logicalId: string,
  keyNode: SourceNode,
  node: SourceNode | undefined,
  provider: SourceNode,
): TemplateFunction {
  return {
    logicalId,
    keyNode,
    functionName: text(node?.get('name')?.value),
    codeUri: '.',
    handler: text(node?.get('handler')?.value),
    handlerNode: node?.get('handler'),
    runtime: text((node?.get('runtime') ?? provider.get('runtime'))?.value),
    environment: { ...literals(provider.get('environment')), ...literals(node?.get('environment')) },
    timeout: seconds((node?.get('timeout') ?? provider.get('timeout'))?.value),
  };
}

function literals(node: SourceNode | undefined): Record<string, string> {
  const values: Record<string, string> = {};
  for (const { key, valueNode } of node?.properties ?? []) {
    const value = valueNode?.value;
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
      values[key] = String(value);
  }
  return values;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function seconds(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}
