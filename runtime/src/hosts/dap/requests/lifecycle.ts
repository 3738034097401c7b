import type { DebugProtocol } from '@vscode/debugprotocol';
import type { JsonObject } from '../../../asl/json.ts';
import { CAPABILITIES } from '../capabilities.ts';
import { Debuggee } from '../debuggee.ts';
import { type Launch, prepareLaunch } from '../launch.ts';
import { checkLaunchArguments, unknownAttributes } from '../launchArguments.ts';
import { cannotLaunch, invalidRequest, notLaunched, RequestProblem } from '../requestProblem.ts';
import type { AslDebugSession, Handler, Reply } from '../session.ts';
import { clientSource, clientTraits } from '../sourceLines.ts';

export const initialize: Handler<DebugProtocol.InitializeRequestArguments> = (session, args) => {
  session.client = args;
  session.traits = clientTraits(args);
  // Breakpoints may come before the program is known; they are kept until it is.
  return { body: CAPABILITIES, after: () => session.sendBody('initialized') };
};

export const launch: Handler<unknown> = (session, args) => {
  if (session.debuggee) return invalidRequest('This session has already launched a state machine.');
  return start(session, args);
};

export const configurationDone: Handler = (session) => {
  session.isConfigured = true;
  return { after: () => session.startWhenReady() };
};

/** The same run from the beginning, with the files as they are now. Breakpoints are placed anew. */
export const restart: Handler<DebugProtocol.RestartArguments> = async (session, { arguments: given }) => {
  if (!session.debuggee) return notLaunched('restart');
  const before = session.debuggee;
  const reply = await start(session, given ?? session.launchArguments);
  if (reply instanceof RequestProblem) return reply;
  before.dispose();
  return reply;
};

/** StopExecution: the execution ends as ABORTED. */
export const terminate: Handler = ({ debuggee }) => {
  if (!debuggee) return notLaunched('terminate');
  return { after: () => debuggee.terminate() };
};

export const disconnect: Handler = (session) => ({
  after: () => {
    session.debuggee?.dispose();
    session.onExit();
  },
});

export const cancel: Handler<DebugProtocol.CancelArguments> = (session, { requestId }) => {
  if (requestId !== undefined) session.cancel(requestId);
  return {};
};

async function start(session: AslDebugSession, given: unknown): Promise<Reply | RequestProblem> {
  const args = checkLaunchArguments(given);
  if (args instanceof RequestProblem) return args;
  let debuggee: Debuggee | undefined;
  const prepared = await prepareLaunch(
    args,
    (question) => debuggee?.questions.ask(question),
    (call) => debuggee?.handlers?.debugOf(call),
    (output) => debuggee?.output('stdout', output),
  );
  if (prepared instanceof RequestProblem) return prepared;
  if (session.debuggee && prepared.program.machine.states.length === 0) return cannotLaunch('There are no states.');
  session.launchArguments = given;
  debuggee = debuggeeOf(session, prepared, given);
  session.debuggee = debuggee;
  return {
    after: () => {
      for (const name of unknownAttributes(args as unknown as JsonObject))
        debuggee?.output('console', `'${name}' in the launch configuration is not supported and has no effect.\n`);
      configure(session);
    },
  };
}

/** Makes an execution that somebody else started the one of this session. */
export function adopt(session: AslDebugSession, attached: Launch, given: unknown): Reply {
  session.debuggee = debuggeeOf(session, attached, given);
  return { after: () => configure(session) };
}

function debuggeeOf(session: AslDebugSession, launched: Launch, given: unknown): Debuggee {
  const debuggee: Debuggee = new Debuggee(launched, {
    traits: session.traits,
    breakpointIds: session.breakpointIds,
    wantsTimeline: wantsTimeline(session, given),
    wantsProgress: session.client.supportsProgressReporting === true,
    send: (event, body) => {
      // An execution that was restarted has nothing to say any more.
      if (session.debuggee === debuggee) session.sendBody(event, body);
    },
  });
  return debuggee;
}

/** VS Code draws runs; other clients ask for it by the attribute `timeline`. */
function wantsTimeline(session: AslDebugSession, given: unknown): boolean {
  const wish = (given as { readonly timeline?: unknown }).timeline;
  return typeof wish === 'boolean' ? wish : session.client.clientID?.startsWith('vscode') === true;
}

/** Applies the breakpoints that came before the program, tells the client where they are, and starts. */
function configure(session: AslDebugSession): void {
  for (const request of session.early.values()) {
    const reply = session.handle(request.command, request.arguments);
    if (reply instanceof Promise || reply instanceof RequestProblem) continue;
    const { breakpoints = [] } = (reply.body ?? {}) as { breakpoints?: readonly DebugProtocol.Breakpoint[] };
    for (const breakpoint of breakpoints)
      session.sendBody('breakpoint', { reason: 'changed', breakpoint: withSource(session, breakpoint) });
  }
  session.startWhenReady();
}

/** An answer needs no source, because the request has named it; an event does. */
function withSource(
  { debuggee, traits }: AslDebugSession,
  { id, verified, message, ...place }: DebugProtocol.Breakpoint,
): DebugProtocol.Breakpoint {
  if (!debuggee || place.line === undefined) return { id, verified, message, ...place };
  return { id, verified, message, source: clientSource(debuggee.launch.program.source, traits), ...place };
}
