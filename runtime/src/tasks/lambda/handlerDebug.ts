/** The process of a handler that a debugger can come into. */
export interface DebuggableProcess {
  readonly functionName: string;
  readonly language: 'node' | 'python';
  /** Port on 127.0.0.1 on which the language's debugger listens. */
  readonly port: number;
  /** Absolute path of the folder with the code. */
  readonly codeUri: string;
}

/** Wants the handler of one call to be debugged. Either `attach` or `failed` is called, once. */
export interface HandlerDebug {
  /** Stop right before the handler's first line. */
  readonly pause: boolean;
  /** Brings a debugger into the process before the event is sent. False when none has come: the handler then runs without. */
  attach(process: DebuggableProcess): Promise<boolean>;
  /** The process cannot be debugged, for example because debugpy is not installed; without a problem, because it has ended. */
  failed(problem?: string): void;
}
