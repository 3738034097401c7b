import type { Service } from '../service.ts';
import { checkRequest, type Members, type Structure, structure } from './shapes.ts';

/** What an operation may know about the request that called it. */
export interface Call {
  /** Aborted when the client has gone: long polls end then. */
  readonly signal: AbortSignal;
}

/** An operation of the service: its name on the wire, and what it does with a request. Errors are thrown as ServiceError. */
export interface Operation {
  readonly name: string;
  readonly run: (service: Service, request: unknown, call: Call) => object | Promise<object>;
}

/** Makes an operation of its request's members and a function that may rely on them. */
export function operation<M extends Members>(
  name: string,
  members: M,
  run: (service: Service, request: Structure<M>, call: Call) => object | Promise<object>,
): Operation {
  const shape = structure(members);
  return {
    name,
    run: (service, request, call) => {
      checkRequest(shape, request);
      return run(service, withoutNulls(request as object) as Structure<M>, call);
    },
  };
}

/** A member that is null counts as absent, as in AWS's JSON protocol. */
function withoutNulls(request: object): object {
  if (!Object.values(request).includes(null)) return request;
  return Object.fromEntries(Object.entries(request).filter(([, value]) => value !== null));
}

/** A time as the protocol carries it: seconds since the epoch, with milliseconds as fraction. */
export function epochSeconds(milliseconds: number): number {
  return milliseconds / 1000;
}
