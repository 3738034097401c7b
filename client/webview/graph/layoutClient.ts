/** Runs layouts in the worker, the newest wish first; a layout that takes too long is ended. */
import source from 'worker:../layoutWorker.ts';
import type { Drawing } from '../layout/drawing.ts';
import type { LayoutAnswer, LayoutJob } from '../layoutWorker.ts';

export type LayoutOutcome = { drawing: Drawing; milliseconds: number } | { failed: 'too slow' | string };

const timeLimit = 6000;

export class LayoutClient {
  private worker: Worker | undefined;
  private nextId = 1;
  private running: { id: number; timer: number; settle: (outcome: LayoutOutcome | undefined) => void } | undefined;
  private waiting: { job: Omit<LayoutJob, 'id'>; settle: (outcome: LayoutOutcome | undefined) => void } | undefined;

  /** Undefined when a newer wish replaced this one. */
  run(job: Omit<LayoutJob, 'id'>): Promise<LayoutOutcome | undefined> {
    return new Promise((settle) => {
      this.waiting?.settle(undefined);
      this.waiting = { job, settle };
      this.startNext();
    });
  }

  private startNext(): void {
    if (this.running || !this.waiting) return;
    const { job, settle } = this.waiting;
    this.waiting = undefined;
    const id = this.nextId++;
    const timer = setTimeout(() => {
      this.worker?.terminate();
      this.worker = undefined;
      this.finish(id, { failed: 'too slow' });
    }, timeLimit);
    this.running = { id, timer, settle };
    this.worker ??= this.start();
    this.worker.postMessage({ ...job, id } satisfies LayoutJob);
  }

  private start(): Worker {
    const url = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
    const worker = new Worker(url);
    URL.revokeObjectURL(url);
    worker.onmessage = ({ data }: MessageEvent<LayoutAnswer>) =>
      this.finish(data.id, 'error' in data ? { failed: data.error } : data);
    worker.onerror = (event) => this.finish(this.running?.id, { failed: event.message });
    return worker;
  }

  private finish(id: number | undefined, outcome: LayoutOutcome): void {
    if (!this.running || this.running.id !== id) return;
    clearTimeout(this.running.timer);
    const { settle } = this.running;
    this.running = undefined;
    settle(outcome);
    this.startNext();
  }
}
