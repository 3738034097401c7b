import { invalidRequest, RequestProblem } from '../requestProblem.ts';
import type { Handler } from '../session.ts';
import { checkAttachArguments } from './attachArguments.ts';
import { EndpointConnection } from './endpointConnection.ts';

/** Requests that this process answers itself, although the session is debugged elsewhere. */
const OWN: ReadonlySet<string> = new Set(['initialize', 'cancel']);

/**
 * Attaches to an endpoint on this machine. Executions are debugged inside the endpoint's process; from here on this one only passes messages on. A
 * configuration with `executionArn` is about that execution; without, it asks the client for one session per execution.
 */
export const attach: Handler<unknown> = async (session, given) => {
  if (session.debuggee) return invalidRequest('This session has already launched a state machine.');
  const args = checkAttachArguments(given);
  if (args instanceof RequestProblem) return args;
  const connection = new EndpointConnection(session, args);
  const reply = await connection.open();
  if (reply instanceof RequestProblem) return reply;
  session.intercept = (command, requested) => {
    if (OWN.has(command)) return undefined;
    const answer = connection.request(command, requested);
    return command === 'disconnect' ? answer.then(() => ({ after: () => session.onExit() })) : answer;
  };
  if (session.isConfigured) await connection.request('configurationDone', {});
  return reply;
};
