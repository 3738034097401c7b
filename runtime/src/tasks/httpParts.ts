import type { Json } from '../asl/json.ts';
import type { TaskFailure } from '../interpreter/environment.ts';

// What the tasks that make requests of their own have in common: HTTP, API Gateway, Kubernetes.

/** Parameters that a request cannot be made from, in AWS's words. */
export function unusable(input: Json, problem: string): TaskFailure {
  const cause = `The Parameters '${JSON.stringify(input)}' could not be used to start the Task: [${problem}]`;
  return { type: 'failure', error: 'States.Runtime', cause };
}

export function missing(field: string): string {
  return `The field '${field}' is required but was missing`;
}

export function invalid(field: string): string {
  return `The value of the field '${field}' has an invalid format`;
}

/** The body of a response: JSON where it is JSON, else its text. */
export function bodyValue(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}

/** HTTPS, and plain HTTP to this machine for tests. */
export function isAllowedUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return protocol === 'https:' || (protocol === 'http:' && isThisMachine(hostname));
}

export function isThisMachine(hostname: string): boolean {
  return /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(hostname);
}
