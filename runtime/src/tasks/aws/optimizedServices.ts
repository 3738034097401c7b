/** What stands behind an optimized integration. */
export interface OptimizedService {
  /** Service of the AWS SDK, as in `aws-sdk:<service>`. */
  readonly sdk: string;
  /** Name in the cause of failures. */
  readonly label: string;
  /** Error name of failures that the API does not model. */
  readonly genericError: string;
  /** The response shows metadata of the transport (recorded on AWS). */
  readonly showsMetadata?: true;
}

const SERVICES: Readonly<Record<string, OptimizedService>> = {
  athena: { sdk: 'athena', label: 'AmazonAthena', genericError: 'AmazonAthenaException' },
  batch: { sdk: 'batch', label: 'AWSBatch', genericError: 'AWSBatchException' },
  bedrock: { sdk: 'bedrockruntime', label: 'BedrockRuntime', genericError: 'BedrockRuntimeException' },
  codebuild: { sdk: 'codebuild', label: 'AWSCodeBuild', genericError: 'AWSCodeBuildException' },
  databrew: { sdk: 'databrew', label: 'AWSGlueDataBrew', genericError: 'AWSGlueDataBrewException' },
  dynamodb: {
    sdk: 'dynamodb',
    label: 'AmazonDynamoDBv2',
    genericError: 'AmazonDynamoDBException',
    showsMetadata: true,
  },
  ecs: { sdk: 'ecs', label: 'AmazonECS', genericError: 'AmazonECSException', showsMetadata: true },
  eks: { sdk: 'eks', label: 'AmazonEKS', genericError: 'AmazonEKSException' },
  elasticmapreduce: {
    sdk: 'emr',
    label: 'AmazonElasticMapReduce',
    genericError: 'AmazonElasticMapReduceException',
  },
  'emr-containers': {
    sdk: 'emrcontainers',
    label: 'AmazonEMRContainers',
    genericError: 'AmazonEMRContainersException',
  },
  'emr-serverless': { sdk: 'emrserverless', label: 'AWSEMRServerless', genericError: 'AWSEMRServerlessException' },
  events: {
    sdk: 'eventbridge',
    label: 'AmazonEventBridge',
    genericError: 'AmazonEventBridgeException',
    showsMetadata: true,
  },
  glue: { sdk: 'glue', label: 'AWSGlue', genericError: 'AWSGlueException' },
  lambda: { sdk: 'lambda', label: 'AWSLambda', genericError: 'AWSLambdaException', showsMetadata: true },
  mediaconvert: { sdk: 'mediaconvert', label: 'AWSMediaConvert', genericError: 'AWSMediaConvertException' },
  sagemaker: { sdk: 'sagemaker', label: 'AmazonSageMaker', genericError: 'AmazonSageMakerException' },
  sns: { sdk: 'sns', label: 'AmazonSNS', genericError: 'AmazonSNSException', showsMetadata: true },
  sqs: { sdk: 'sqs', label: 'AmazonSQS', genericError: 'AmazonSQSException', showsMetadata: true },
  states: { sdk: 'sfn', label: 'AWSStepFunctions', genericError: 'AWSStepFunctionsException', showsMetadata: true },
};

/** The service behind `arn:aws:states:::<service>:...`; new ones are taken to be called alike everywhere. */
export function optimizedService(service: string): OptimizedService {
  return SERVICES[service] ?? { sdk: service, label: service, genericError: `${service}Exception` };
}
