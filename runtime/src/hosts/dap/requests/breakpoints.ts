import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Breakpoint, BreakpointMode } from '../../../debugger/breakpoint.ts';
import type { BreakpointRequest } from '../../../debugger/breakpointTable.ts';
import { assignable, EvaluationProblem } from '../../../debugger/evaluate.ts';
import type { Place, Places } from '../../../debugger/places.ts';
import { placesNamed } from '../../../debugger/stateNames.ts';
import { FUNCTION_GROUP } from '../../../debugger/stopRules.ts';
import { pathText } from '../../../debugger/valuePath.ts';
import type { Debuggee } from '../debuggee.ts';
import { loadProgram, type Program } from '../program.ts';
import { notLaunched, RequestProblem } from '../requestProblem.ts';
import type { AslDebugSession, Handler, Reply } from '../session.ts';
import { type ClientTraits, clientRange, clientSource, comparablePath, plainPath } from '../sourceLines.ts';

/** Group of the table that holds breakpoints on lines. */
const LINE_GROUP = 'lines';

/** Breakpoints on lines and columns of the program file. */
export const setBreakpoints: Handler<DebugProtocol.SetBreakpointsArguments> = (session, args) => {
  const wanted: readonly DebugProtocol.SourceBreakpoint[] =
    args.breakpoints ?? (args.lines ?? []).map((line) => ({ line }));
  keepForLater(session, `lines:${args.source.path}`, 'setBreakpoints', args);
  const { debuggee } = session;
  if (!debuggee) return foreseen(session, args, wanted);
  const { program } = debuggee.launch;
  if (!isSourceOf(program, args.source)) {
    const message = `This session debugs ${program.file}.`;
    return { body: { breakpoints: wanted.map(() => ({ verified: false, message })) } };
  }
  const requests = requestsOf(session, program, wanted);
  const breakpoints = debuggee.session.rules.breakpoints.set(LINE_GROUP, enabled(debuggee) ? requests : []);
  return {
    body: { breakpoints: requests.map((request, i) => onLine(session, debuggee, request, breakpoints[i])) },
    after: () => debuggee.session.rulesChanged(),
  };
};

/** Many clients send breakpoints before they launch: the file that they name is most likely the program. */
async function foreseen(
  session: AslDebugSession,
  { source }: DebugProtocol.SetBreakpointsArguments,
  wanted: readonly DebugProtocol.SourceBreakpoint[],
): Promise<Reply> {
  const program = source.path === undefined ? undefined : await loadProgram(plainPath(source.path), {});
  const known = program === undefined || program instanceof RequestProblem ? undefined : program;
  const breakpoints = requestsOf(session, known, wanted).map((request) => {
    const place = request.places[0];
    return known && place
      ? { ...placed(session, known, place), id: session.breakpointIds.idOf(LINE_GROUP, request), verified: true }
      : pending(session, LINE_GROUP, request);
  });
  return { body: { breakpoints } };
}

function requestsOf(
  { traits }: AslDebugSession,
  program: Program | undefined,
  wanted: readonly DebugProtocol.SourceBreakpoint[],
): BreakpointRequest[] {
  const places = program?.places.placesOnLines(wanted.map(({ line }) => line - traits.firstLine));
  return wanted.map(({ line, column, condition, hitCondition, logMessage, mode }, i) => {
    const place = column === undefined ? places?.[i] : program && placeOn(program.places, traits, line, column);
    return {
      key: column === undefined ? `${line}:` : `${line}:${column}`,
      places: place ? [place] : [],
      settings: { condition, hitCondition, logMessage, mode: mode as BreakpointMode | undefined },
    };
  });
}

/** Breakpoints on state names, paths, globs, types and resources. */
export const setFunctionBreakpoints: Handler<DebugProtocol.SetFunctionBreakpointsArguments> = (session, args) => {
  keepForLater(session, 'functions', 'setFunctionBreakpoints', args);
  const { debuggee } = session;
  const program = debuggee?.launch.program;
  const requests = args.breakpoints.map(
    ({ name, condition, hitCondition }): BreakpointRequest => ({
      key: name,
      places: program ? placesNamed(name, program.machine, program.places) : [],
      settings: { condition, hitCondition },
    }),
  );
  if (!debuggee) return { body: { breakpoints: requests.map((request) => pending(session, FUNCTION_GROUP, request)) } };
  const breakpoints = debuggee.session.rules.breakpoints.set(FUNCTION_GROUP, enabled(debuggee) ? requests : []);
  return {
    body: {
      breakpoints: requests.map((request, i) => shown(session, debuggee, FUNCTION_GROUP, request, breakpoints[i])),
    },
    after: () => debuggee.session.rulesChanged(),
  };
};

export const setExceptionBreakpoints: Handler<DebugProtocol.SetExceptionBreakpointsArguments> = (session, args) => {
  keepForLater(session, 'exceptions', 'setExceptionBreakpoints', args);
  const { debuggee } = session;
  const wanted = [
    ...(args.filters ?? []).map((id) => ({ id })),
    ...(args.filterOptions ?? []).map(({ filterId, condition }) => ({ id: filterId, condition })),
  ];
  if (!debuggee) return { body: { breakpoints: wanted.map(() => ({ verified: true })) } };
  const problems = debuggee.session.rules.exceptions.set(enabled(debuggee) ? wanted : []);
  const breakpoints = wanted.map((_, i) =>
    problems[i] ? { verified: false, message: problems[i] } : { verified: true },
  );
  return { body: { breakpoints } };
};

/** Values that one can stop at when they are written: variables, and paths in the payload. */
export const dataBreakpointInfo: Handler<DebugProtocol.DataBreakpointInfoArguments> = async ({ debuggee }, args) => {
  if (!debuggee) return notLaunched('dataBreakpointInfo');
  const step = debuggee.focus;
  const place = args.variablesReference
    ? await debuggee.variables.placeOf(args.variablesReference, args.name)
    : undefined;
  if (place?.target === 'variables') return { body: dataInfo(`$${pathText(place.path).slice(1)}`) };
  if (place) return { body: dataInfo(`$${pathText(place.path)}`) };
  const named = step && assignable(step, args.name);
  if (!named || named instanceof EvaluationProblem) {
    return { body: { dataId: null, description: `'${args.name}' is no variable and no path that could be watched.` } };
  }
  return { body: dataInfo(args.name.replace(/^\$states\.input/, '$')) };
};

export const setDataBreakpoints: Handler<DebugProtocol.SetDataBreakpointsArguments> = (
  { debuggee },
  { breakpoints },
) => {
  if (!debuggee) return notLaunched('setDataBreakpoints');
  const set = debuggee.session.rules.data.set(enabled(debuggee) ? breakpoints : []);
  return {
    body: { breakpoints: set.map(({ id, problem }) => ({ id, verified: problem === undefined, message: problem })) },
    after: () => debuggee.session.rulesChanged(),
  };
};

/** Every place on the lines where one can stop: entries, fields, single retriers and rules, and the closing brace. */
export const breakpointLocations: Handler<DebugProtocol.BreakpointLocationsArguments> = (session, args) => {
  const { debuggee, traits } = session;
  if (!debuggee) return { body: { breakpoints: [] } };
  const { places } = debuggee.launch.program;
  if (!isSourceOf(debuggee.launch.program, args.source)) return { body: { breakpoints: [] } };
  const { lines } = places.document;
  const last = (args.endLine ?? args.line) - traits.firstLine;
  const first = args.line - traits.firstLine;
  const start =
    args.column === undefined
      ? lines.lineStart(first)
      : lines.offsetAt({ line: first, character: args.column - traits.firstColumn });
  const end =
    args.endColumn === undefined
      ? lines.lineEnd(last)
      : lines.offsetAt({ line: last, character: args.endColumn - traits.firstColumn });
  const breakpoints = places.placesBetween(start, end).map(({ range }) => {
    const { line, column } = clientRange(places.document, range, traits);
    return { line, column };
  });
  return { body: { breakpoints } };
};

/** Whether a source that the client names is the program: by its path, or by its number where it is no file. */
function isSourceOf({ file, source }: Program, named: DebugProtocol.Source): boolean {
  if (source.sourceReference !== undefined) return named.sourceReference === source.sourceReference;
  return comparablePath(named.path) === comparablePath(file);
}

/** Without debugging there are no stops. */
function enabled({ launch }: Debuggee): boolean {
  return !launch.arguments.noDebug;
}

function dataInfo(dataId: string) {
  const accessTypes = /^\$[^.[]/.test(dataId) ? ['write', 'read', 'readWrite'] : ['write'];
  return { dataId, description: dataId, accessTypes, canPersist: true };
}

function placeOn(places: Places, traits: ClientTraits, line: number, column: number): Place | undefined {
  const { lines } = places.document;
  const index = line - traits.firstLine;
  if (index < 0 || index >= lines.lineCount) return undefined;
  return places.placeAt(lines.offsetAt({ line: index, character: column - traits.firstColumn }));
}

/** A breakpoint on a line as the client gets it back: the file is the one that it asked about. */
function onLine(
  session: AslDebugSession,
  debuggee: Debuggee,
  request: BreakpointRequest,
  breakpoint: Breakpoint | undefined,
): DebugProtocol.Breakpoint {
  const place = breakpoint?.place;
  if (!place) return shown(session, debuggee, LINE_GROUP, request, breakpoint);
  const { line, column, endLine, endColumn } = clientRange(
    debuggee.launch.program.places.document,
    place.range,
    session.traits,
  );
  return {
    id: breakpoint.id,
    verified: breakpoint.verified,
    message: breakpoint.problem ?? unrecorded(debuggee, breakpoint),
    line,
    column,
    endLine,
    endColumn,
  };
}

function shown(
  session: AslDebugSession,
  debuggee: Debuggee,
  group: string,
  request: BreakpointRequest,
  breakpoint: Breakpoint | undefined,
): DebugProtocol.Breakpoint {
  const id = breakpoint?.id ?? session.breakpointIds.idOf(group, request);
  if (!breakpoint) return { id, verified: false, message: 'This run is not debugged.' };
  const { place } = breakpoint;
  if (!place) {
    const isName = group === FUNCTION_GROUP;
    return { id, verified: false, message: isName ? `No state is named '${request.key}'.` : 'There is no state here.' };
  }
  return {
    id,
    verified: breakpoint.verified,
    message: breakpoint.problem ?? unrecorded(debuggee, breakpoint),
    ...placed(session, debuggee.launch.program, place),
  };
}

/** In a replay it is known beforehand which breakpoints can be reached. */
function unrecorded({ launch }: Debuggee, { places }: Breakpoint): string | undefined {
  const recording = launch.replay?.history.recording;
  if (!recording || places.some(({ state }) => recording.stateNames.has(state.name))) return undefined;
  return 'This state did not run in the recording.';
}

function placed({ traits }: AslDebugSession, { places, source }: Program, place: Place) {
  return { source: clientSource(source, traits), ...clientRange(places.document, place.range, traits) };
}

function keepForLater(session: AslDebugSession, key: string, command: string, args: object): void {
  session.early.set(key, { seq: 0, type: 'request', command, arguments: args });
}

/** A breakpoint of a program that is not loaded yet. */
function pending(session: AslDebugSession, group: string, request: BreakpointRequest): DebugProtocol.Breakpoint {
  const id = session.breakpointIds.idOf(group, request);
  return { id, verified: false, reason: 'pending', message: 'The program is not loaded yet.' };
}
