/** Why a request cannot be answered: every user-facing error of the adapter is made here. */
export class RequestProblem {
  constructor(
    readonly id: number,
    readonly message: string,
    /** Whether the client should put it before the user at once. */
    readonly showUser: boolean,
  ) {}
}

export function invalidRequest(message: string): RequestProblem {
  return new RequestProblem(1000, message, true);
}

export function cannotLaunch(message: string): RequestProblem {
  return new RequestProblem(1001, message, true);
}

export function cannotAttach(message: string): RequestProblem {
  return new RequestProblem(1010, message, true);
}

export function notLaunched(command: string): RequestProblem {
  return new RequestProblem(1002, `'${command}' needs a launched state machine.`, false);
}

export function notStopped(command: string): RequestProblem {
  return new RequestProblem(1003, `'${command}' needs an execution that stands still.`, false);
}

export function stale(what: string): RequestProblem {
  return new RequestProblem(1004, `This ${what} is not there any more: the execution has gone on.`, false);
}

export function refused(reason: string): RequestProblem {
  return new RequestProblem(1005, reason, true);
}

export function cannotEvaluate(message: string): RequestProblem {
  return new RequestProblem(1006, message, false);
}

export function unknownCommand(command: string): RequestProblem {
  return new RequestProblem(1007, `The adapter does not know the request '${command}'.`, false);
}

export function internalProblem(command: string, error: unknown): RequestProblem {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return new RequestProblem(1008, `'${command}' failed inside the adapter: ${text}`, true);
}
