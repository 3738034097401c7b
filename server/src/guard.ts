import { type CancellationToken, LSPErrorCodes, ResponseError } from 'vscode-languageserver';

/** Says what went wrong, without taking the server down. */
export type Log = (message: string) => void;

export interface GuardedRequest<T> {
  /** What is being done, for the log: `hover`. */
  readonly name: string;
  readonly uri: string;
  /** The answer when it cannot be done. */
  readonly fallback: T;
  readonly token: CancellationToken;
}

/**
 * Runs one request. A failure is logged with the name of the document and answered with the fallback, so that one bug costs one
 * answer; a request that the client has cancelled already is not begun.
 */
export async function guarded<T>(
  request: GuardedRequest<T>,
  log: Log,
  action: () => T | Promise<T>,
): Promise<T | ResponseError<void>> {
  await nextTurn();
  if (request.token.isCancellationRequested) return cancelled();
  try {
    return await action();
  } catch (error) {
    // An answer that says no is not a failure.
    if (error instanceof ResponseError) return error;
    log(`Error while computing ${request.name} for ${request.uri}: ${describe(error)}`);
    return request.fallback;
  }
}

/** The text of anything that was thrown, with its stack when it has one. */
export function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** Lets messages that arrived in the meantime be read. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

export function cancelled(): ResponseError<void> {
  return new ResponseError(LSPErrorCodes.RequestCancelled, 'The request was cancelled.');
}
