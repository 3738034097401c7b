/** Handlers that are debugged together with a workflow: starts their sessions and tells the workflow's how they stand. */
import { type DebugAdapterTracker, type DebugConfiguration, DebugConsoleMode, type DebugSession, debug } from 'vscode';
import type { Services } from '../services.ts';

interface ChildSession {
  id: number;
  configuration: DebugConfiguration;
}

/** Member of a configuration by which a session is known again once it runs. */
const childId = '__stepwiseChild';

export function registerChildSessions({ context }: Services): void {
  context.subscriptions.push(
    debug.onDidReceiveDebugSessionCustomEvent(({ event, session, body }) => {
      if (event === 'asl/childSession' && session.type === 'asl') void start(session, body as ChildSession);
    }),
    debug.registerDebugAdapterTrackerFactory('*', { createDebugAdapterTracker: track }),
    debug.onDidTerminateDebugSession((session) => void tell(session, 'ended')),
  );
}

async function start(parent: DebugSession, { id, configuration }: ChildSession): Promise<void> {
  const refuse = (error: string) => parent.customRequest('asl/childReady', { id, error });
  try {
    const isStarted = await debug.startDebugging(
      parent.workspaceFolder,
      { ...configuration, [childId]: id },
      {
        parentSession: parent,
        lifecycleManagedByParent: true,
        consoleMode: DebugConsoleMode.MergeWithParent,
        suppressSaveBeforeStart: true,
      },
    );
    // A session that has started is ready when it has its breakpoints: `track` sees that.
    if (!isStarted) await refuse(`The debugger '${configuration.type}' did not start`);
  } catch (error) {
    await refuse(error instanceof Error ? error.message : String(error));
  }
}

/** Watches sessions of handlers, and those that they start in turn: the debugger of Node has one for the process itself. */
function track(session: DebugSession): DebugAdapterTracker | undefined {
  const handler = handlerSession(session);
  if (!handler) return undefined;
  // The debugger of Node debugs the process in a session of its own inside the one that was started.
  const hasProcess = handler.configuration.type === 'debugpy' || handler !== session;
  return {
    onDidSendMessage: ({ type, event, command }: { type?: string; event?: string; command?: string }) => {
      if (type === 'response' && command === 'configurationDone' && hasProcess) void ready(handler);
      if (type === 'event' && (event === 'stopped' || event === 'continued')) void tell(session, event);
    },
    onWillReceiveMessage: ({ type, command }: { type?: string; command?: string }) => {
      // Debuggers need not say that execution goes on when they were asked for it.
      if (type === 'request' && moves.has(command ?? '')) void tell(session, 'continued');
    },
  };
}

async function ready({ parentSession, configuration }: DebugSession): Promise<void> {
  // Nobody waits any more when it took too long.
  await parentSession?.customRequest('asl/childReady', { id: configuration[childId] }).then(undefined, () => {});
}

const moves: ReadonlySet<string> = new Set(['continue', 'next', 'stepIn', 'stepOut']);

async function tell(session: DebugSession, state: 'stopped' | 'continued' | 'ended'): Promise<void> {
  const handler = handlerSession(session);
  if (!handler?.parentSession || (state === 'ended' && handler !== session)) return;
  const id = handler.configuration[childId];
  // The workflow may have ended before its handler.
  await handler.parentSession.customRequest('asl/childState', { id, state }).then(undefined, () => {});
}

/** The session of a handler that this one is, or belongs to. */
function handlerSession(session: DebugSession): DebugSession | undefined {
  if (session.configuration[childId] !== undefined && session.parentSession?.type === 'asl') return session;
  return session.parentSession && handlerSession(session.parentSession);
}
