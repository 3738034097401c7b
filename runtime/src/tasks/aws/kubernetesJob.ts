import { isObject, type Json, type JsonObject } from '../../asl/json.ts';
import type { TaskCall, TaskOutcome } from '../../interpreter/environment.ts';
import { bodyValue, missing, unusable } from '../httpParts.ts';
import {
  type Cluster,
  type ClusterAnswer,
  clusterOf,
  clusterProblem,
  failureOf,
  shown,
  unreachable,
} from './kubernetes.ts';
import type { OwnIntegration } from './ownIntegrations.ts';
import { at } from './parameters.ts';
import { pause } from './pause.ts';

/**
 * Runs `eks:runJob`: creates a Job of Kubernetes; with `.sync` waits until it has ended, and reads the logs of its pods where LogOptions wants them
 * (Developer Guide, "Call Amazon EKS": RunJob).
 */
export const runKubernetesJob: OwnIntegration = async (call, { clients, pollSeconds, log }) => {
  const input = isObject(call.input) ? call.input : {};
  const problem = clusterProblem(input) ?? (isObject(input.Job) ? undefined : missing('Job'));
  if (problem) return unusable(call.input, problem);
  const namespace = String(input.Namespace ?? at(input.Job, ['metadata', 'namespace']) ?? 'default');
  const jobs = `/apis/batch/v1/namespaces/${encodeURIComponent(namespace)}/jobs`;
  try {
    const cluster = clusterOf(input, clients);
    const created = await cluster({ method: 'POST', path: jobs, body: input.Job, signal: call.signal });
    const failed = failureOf(created);
    if (failed) return failed;
    const submitted = shown(created);
    if (call.target.pattern === 'requestResponse') return { type: 'success', output: submitted };
    const name = String(at(bodyValue(created.text), ['metadata', 'name']));
    const job = `${jobs}/${encodeURIComponent(name)}`;
    const ended = await untilEnded(cluster, job, call, pollSeconds);
    if (ended === undefined) {
      // The execution has ended already: nobody is left to be told of a failure but the log.
      const query = { propagationPolicy: 'Background' };
      await cluster({ method: 'DELETE', path: job, query }).catch((error: unknown) => log(`${job}: ${String(error)}`));
      return { type: 'unanswered' };
    }
    return { ...(await outcomeOf(cluster, ended, { namespace, name, input })), submitted };
  } catch (thrown) {
    return unreachable(thrown);
  }
};

/** The answer that says that the job has ended, or that it cannot be asked for any more; undefined when the task was aborted. */
async function untilEnded(
  cluster: Cluster,
  path: string,
  call: TaskCall,
  pollSeconds: number,
): Promise<ClusterAnswer | undefined> {
  for (;;) {
    const answer = await cluster({ method: 'GET', path });
    const job = bodyValue(answer.text);
    if (failureOf(answer) || hasCondition(job, 'Complete') || hasCondition(job, 'Failed')) return answer;
    if (!(await pause(pollSeconds, call.signal))) return undefined;
  }
}

async function outcomeOf(
  cluster: Cluster,
  ended: ClusterAnswer,
  { namespace, name, input }: { readonly namespace: string; readonly name: string; readonly input: JsonObject },
): Promise<TaskOutcome> {
  const lost = failureOf(ended);
  if (lost) return lost;
  const options = isObject(input.LogOptions) ? input.LogOptions : {};
  const pods = options.RetrieveLogs === true ? await podLogs(cluster, namespace, name, options) : undefined;
  const output: JsonObject = { ...shown(ended), ...(pods === undefined ? {} : { logs: { pods } }) };
  if (!hasCondition(output.ResponseBody, 'Failed')) return { type: 'success', output };
  return { type: 'failure', error: 'States.TaskFailed', cause: JSON.stringify(output) };
}

function hasCondition(job: Json | undefined, type: string): boolean {
  const conditions = at(job, ['status', 'conditions']);
  return (
    Array.isArray(conditions) &&
    conditions.some((condition) => isObject(condition) && condition.type === type && condition.status === 'True')
  );
}

/** The logs of the job's pods, by pod and container; read as JSON where they are JSON, unless RawLogs says otherwise. */
async function podLogs(cluster: Cluster, namespace: string, job: string, options: JsonObject): Promise<JsonObject> {
  const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods`;
  const { text } = await cluster({ method: 'GET', path, query: { labelSelector: `job-name=${job}` } });
  const asked = isObject(options.LogParameters) ? options.LogParameters : {};
  const logs: Record<string, JsonObject> = {};
  for (const pod of listAt(bodyValue(text), ['items'])) {
    const name = String(at(pod, ['metadata', 'name']));
    const containers: Record<string, JsonObject> = {};
    for (const container of containersOf(pod, asked)) {
      const query = { ...asked, container };
      const log = await cluster({ method: 'GET', path: `${path}/${encodeURIComponent(name)}/log`, query });
      containers[container] = { log: options.RawLogs === true ? log.text : bodyValue(log.text) };
    }
    logs[name] = { containers };
  }
  return logs;
}

/** Names of a pod's containers whose logs are wanted: all of them by default. */
function containersOf(pod: Json, { container: wanted }: JsonObject): readonly string[] {
  const names = listAt(pod, ['spec', 'containers']).map((container) => String(at(container, ['name'])));
  return wanted === undefined ? names : names.filter((name) => [wanted].flat().includes(name));
}

function listAt(value: Json, path: readonly string[]): readonly Json[] {
  const list = at(value, path);
  return Array.isArray(list) ? list : [];
}
