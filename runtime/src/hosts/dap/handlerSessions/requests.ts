import { invalidRequest, stale } from '../requestProblem.ts';
import type { Handler } from '../session.ts';
import { isHandlerSessionState } from './handlerSessions.ts';

/** The client has started the session that `asl/childSession` asked for, or could not: `error` then says why. */
export const childReady: Handler<{ readonly id: number; readonly error?: string }> = ({ debuggee }, { id, error }) =>
  debuggee?.handlers?.ready(id, error) ? {} : stale('session of a handler');

/** A handler's session has stopped, goes on, or has ended. */
export const childState: Handler<{ readonly id: number; readonly state: string }> = ({ debuggee }, { id, state }) => {
  if (!isHandlerSessionState(state)) return invalidRequest(`A session cannot be '${state}'.`);
  return debuggee?.handlers?.changed(id, state) ? {} : stale('session of a handler');
};
