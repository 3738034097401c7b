import { invalidRequest, RequestProblem } from '../requestProblem.ts';
import type { Handler } from '../session.ts';
import { checkAttachArguments, endpointOf } from './attachArguments.ts';
import { openChannel } from './debugChannel.ts';
import { Relay } from './relay.ts';

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
  const stream = await openChannel(endpointOf(args), args.token);
  if (stream instanceof RequestProblem) return stream;
  const relay = new Relay(session, stream);
  await relay.request('initialize', session.client);
  for (const { command, arguments: early } of session.early.values()) await relay.request(command, early);
  const reply = await relay.request('attach', { ...args, endpoint: endpointOf(args) });
  if (reply instanceof RequestProblem) {
    stream.destroy();
    return reply;
  }
  session.intercept = (command, requested) => {
    if (OWN.has(command)) return undefined;
    const answer = relay.request(command, requested);
    return command === 'disconnect' ? answer.then(() => ({ after: () => session.onExit() })) : answer;
  };
  if (session.isConfigured) await relay.request('configurationDone', {});
  return reply;
};
