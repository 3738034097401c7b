import type { TaskCall, TaskOutcome } from '../../interpreter/environment.ts';
import { invokeApi } from './apiGateway.ts';
import type { AwsClients } from './awsClients.ts';
import { callKubernetes } from './kubernetes.ts';
import { runKubernetesJob } from './kubernetesJob.ts';

export interface OwnIntegrationContext {
  readonly clients: AwsClients;
  /** Told what goes wrong when nobody waits for an answer. */
  readonly log: (line: string) => void;
  /** Seconds between two questions after a job. */
  readonly pollSeconds: number;
}

/** Runs a task from its start to its outcome. Never rejects. */
export type OwnIntegration = (call: TaskCall, context: OwnIntegrationContext) => Promise<TaskOutcome>;

/** Integrations by `service:action` that call something else than an API action of the AWS SDK. */
export const OWN_INTEGRATIONS: Readonly<Record<string, OwnIntegration>> = {
  'apigateway:invoke': (call, { clients }) => invokeApi(call, clients),
  'eks:call': (call, { clients }) => callKubernetes(call, clients),
  'eks:runJob': runKubernetesJob,
};
