import type { Environment, TaskRunner } from '../../interpreter/environment.ts';
import { nestedRunner } from '../../tasks/nestedRunner.ts';
import { ServiceError } from './api/serviceError.ts';
import type { ArnScope } from './arns.ts';
import { childExecutions } from './executions/childExecutions.ts';
import { Executions } from './executions/executions.ts';
import type { HoldNew } from './executions/heldExecution.ts';
import type { ClockMode } from './executions/runClock.ts';
import { isLoopbackName } from './http/guard.ts';
import { type HttpServerOptions, listen } from './http/server.ts';
import { OPERATIONS } from './operations/index.ts';
import { Service } from './service.ts';
import { FileJournal } from './store/fileJournal.ts';
import { type Journal, MemoryJournal } from './store/journal.ts';
import { Store } from './store/store.ts';

export interface EndpointOptions {
  /** 8083 by default, as Step Functions Local; 0 takes any port that is free. */
  readonly port?: number;
  /** A loopback address; 127.0.0.1 by default. */
  readonly host?: string;
  /** Region and account of ARNs: us-east-1 and 123456789012 by default. */
  readonly region?: string;
  readonly account?: string;
  /** Folder of the journal. Without one, everything is forgotten when the server stops. */
  readonly dataFolder?: string;
  /** `real` by default. */
  readonly clock?: ClockMode;
  /** Runners of tasks beside those that the endpoint has itself. They are made when the service stands. */
  readonly tasks?: (service: Service) => readonly TaskRunner[];
  /** Runners that answer for a case of the mock file, asked first. */
  readonly mocks?: (machineName: string, testCase: string | undefined) => readonly TaskRunner[];
  /** What ItemReader and ResultWriter read and write. */
  readonly objects: Environment['objects'];
  /** Takes a line for the operator: warnings and faults. */
  readonly log?: (line: string) => void;
  /** The wall clock, in milliseconds since the epoch. */
  readonly now?: () => number;
  /** Lets debuggers in: a way beside the API, and a look at every new execution. */
  readonly debugging?: Debugging;
}

export interface Debugging extends Pick<HttpServerOptions, 'route' | 'upgrade'> {
  readonly holdNew: HoldNew;
  /** Told the service: a debugger may want an execution that has begun already, or one more like it. */
  connect(service: Service): void;
  close(): void;
}

export interface Endpoint {
  readonly url: string;
  readonly service: Service;
  /** Executions that were under way when the server was last stopped, and go on. */
  readonly resumed: number;
  close(): Promise<void>;
}

/** Starts the Step Functions API on this machine. Rejects when the port or the folder is taken. */
export async function startEndpoint(options: EndpointOptions): Promise<Endpoint> {
  const { host = '127.0.0.1', log = () => {} } = options;
  if (!isLoopbackName(host)) throw new Error(`The endpoint binds loopback addresses only, not '${host}'.`);
  const scope: ArnScope = { region: options.region ?? 'us-east-1', account: options.account ?? '123456789012' };
  const now = options.now ?? (() => Date.now());
  const store = openStore(options.dataFolder, now, log);
  const executions = new Executions(store, {
    clock: options.clock ?? { mode: 'real' },
    wall: now,
    objects: options.objects,
    holdNew: options.debugging?.holdNew,
    tasksFor: (testCase, revision) => [...(options.mocks?.(revision.machineName, testCase) ?? []), ...service.tasks],
  });
  const service: Service = new Service(scope, store, executions, now);
  options.debugging?.connect(service);
  service.tasks = [activityRunner(store), nestedRunner(childExecutions(service)), ...(options.tasks?.(service) ?? [])];
  const server = await listen({
    host,
    port: options.port ?? 8083,
    route: options.debugging?.route,
    upgrade: options.debugging?.upgrade,
    dispatch: (name, request, call) => {
      const operation = OPERATIONS.get(name);
      if (!operation) throw new ServiceError('UnknownOperationException', `There is no operation '${name}'.`);
      return operation.run(service, request, call);
    },
    onFault: (operation, fault) => log(`${operation || 'A request'} failed: ${describeFault(fault)}`),
  }).catch((error: unknown) => {
    store.close();
    throw error;
  });
  const resumed = executions.resume();
  return {
    url: `http://${host}:${server.port}`,
    service,
    resumed,
    close: async () => {
      options.debugging?.close();
      await server.close();
      executions.abandon();
      store.close();
    },
  };
}

/** AWS keeps an execution for 90 days after its end. */
const RETENTION = 90 * 24 * 60 * 60 * 1000;

function openStore(folder: string | undefined, now: () => number, log: (line: string) => void): Store {
  const store = new Store();
  store.attach(
    openJournal(store, folder, log),
    whenIdle(() => store.isOpen && compact(store, now(), log)),
  );
  store.forgetEndedBefore(now() - RETENTION);
  if (store.isMostlyGarbage) compact(store, now(), log);
  return store;
}

function openJournal(store: Store, folder: string | undefined, log: (line: string) => void): Journal {
  if (folder === undefined) return new MemoryJournal();
  const { journal, damaged } = FileJournal.open(folder, (record, position) => store.apply(record, position));
  if (damaged > 0) log(`${damaged} damaged records of the journal in ${folder} were left out.`);
  return journal;
}

/** Does something once, after whatever has asked for it: an execution may be in the middle of a step. */
function whenIdle(work: () => void): () => void {
  let isDue = false;
  return () => {
    if (isDue) return;
    isDue = true;
    setImmediate(() => {
      isDue = false;
      work();
    });
  };
}

/** Frees the room of what is not needed any more. A disk without room for that costs nothing but the try. */
function compact(store: Store, time: number, log: (line: string) => void): void {
  try {
    store.forgetEndedBefore(time - RETENTION);
    store.compact();
  } catch (error) {
    log(`The journal could not be compacted and stays as it is: ${(error as Error).message}`);
  }
}

/** Activity tasks wait for a worker. An activity that does not exist is nobody's task: the state fails as on AWS. */
function activityRunner(store: Store): TaskRunner {
  return {
    run: (call) =>
      call.target.kind === 'activity' && store.activities.has(call.resource) ? { type: 'callback' } : undefined,
  };
}

function describeFault(fault: unknown): string {
  return fault instanceof Error ? (fault.stack ?? fault.message) : String(fault);
}
