import { isMainThread } from 'node:worker_threads';
import { supervise } from './supervisor.ts';
import { serveInWorker } from './worker.ts';

// The main thread only moves messages, so that it can always answer and exit, whatever an expression does to the thread that evaluates it.
if (isMainThread) supervise(__filename);
else serveInWorker();
