import type { Json } from '../../asl/json.ts';
import { isObject } from '../../asl/json.ts';
import type { AslDocument } from '../../source/document.ts';

const REGION = 'us-east-1';
const ACCOUNT = '123456789012';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/pseudo-parameter-reference.html */
const PSEUDO_PARAMETERS: Readonly<Record<string, string>> = {
  'AWS::AccountId': ACCOUNT,
  'AWS::Partition': 'aws',
  'AWS::Region': REGION,
  'AWS::StackName': 'local',
  'AWS::URLSuffix': 'amazonaws.com',
};

/** ARNs of resources that definitions mention, by the type of the resource. */
const ARNS: Readonly<Record<string, (name: string) => string>> = {
  'AWS::Serverless::Function': (name) => `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${name}`,
  'AWS::Lambda::Function': (name) => `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${name}`,
  'AWS::Serverless::StateMachine': (name) => `arn:aws:states:${REGION}:${ACCOUNT}:stateMachine:${name}`,
  'AWS::StepFunctions::StateMachine': (name) => `arn:aws:states:${REGION}:${ACCOUNT}:stateMachine:${name}`,
  'AWS::StepFunctions::Activity': (name) => `arn:aws:states:${REGION}:${ACCOUNT}:activity:${name}`,
  'AWS::SQS::Queue': (name) => `arn:aws:sqs:${REGION}:${ACCOUNT}:${name}`,
  'AWS::SNS::Topic': (name) => `arn:aws:sns:${REGION}:${ACCOUNT}:${name}`,
  'AWS::DynamoDB::Table': (name) => `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/${name}`,
  'AWS::Serverless::SimpleTable': (name) => `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/${name}`,
  'AWS::S3::Bucket': (name) => `arn:aws:s3:::${name}`,
};

/** Properties that give a resource a name of its own. */
const NAME_PROPERTIES = [
  'FunctionName',
  'StateMachineName',
  'QueueName',
  'TopicName',
  'TableName',
  'BucketName',
  'Name',
];

/**
 * What a value of a template would be after deployment, as far as that can be told before it: `Ref` of a resource is its name, `Fn::GetAtt` of `Arn`
 * an ARN in a made-up account, `Ref` of a parameter its default. Undefined for everything else.
 */
export function templateText(template: AslDocument, value: Json): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (!isObject(value)) return undefined;
  const { Ref: reference, 'Fn::GetAtt': attribute, 'Fn::Sub': substituted } = value;
  if (typeof reference === 'string') return templateName(template, reference);
  if (Array.isArray(attribute)) return templateName(template, attribute.join('.'));
  if (typeof substituted !== 'string') return undefined;
  return substituted.replace(/\$\{(!?)([^}]+)\}/g, (whole, literal: string, name: string) =>
    literal ? `\${${name}}` : (templateName(template, name) ?? whole),
  );
}

/** The text behind `${Name}` or `${Resource.Attribute}` of Fn::Sub. */
export function templateName(template: AslDocument, reference: string): string | undefined {
  const pseudo = PSEUDO_PARAMETERS[reference];
  if (pseudo !== undefined) return pseudo;
  const parameter = template.root?.get('Parameters')?.get(reference);
  if (parameter) return scalarText(parameter.get('Default')?.value);
  const dot = reference.indexOf('.');
  const logicalId = dot < 0 ? reference : reference.slice(0, dot);
  const resource = template.root?.get('Resources')?.get(logicalId);
  if (!resource) return undefined;
  const properties = resource.get('Properties');
  const given = NAME_PROPERTIES.map((property) => properties?.get(property)?.value).find(
    (name) => typeof name === 'string',
  );
  const name = (given as string | undefined) ?? logicalId;
  const arn = ARNS[String(resource.get('Type')?.value)]?.(name);
  if (dot >= 0) return reference.slice(dot + 1) === 'Arn' ? arn : undefined;
  return arn?.includes(':states:') ? arn : name;
}

function scalarText(value: Json | undefined): string | undefined {
  return value === undefined || value === null || typeof value === 'object' ? undefined : String(value);
}
