/** The worker that lays out graphs, so that the view never waits. One worker serves one view. */
import type { Direction, Drawing, Size } from './layout/drawing.ts';
import { LayoutCache, layoutMachine } from './layout/machineLayout.ts';
import type { ShownGraph } from './layout/shownGraph.ts';

export interface LayoutJob {
  id: number;
  /** Drawings of jobs with the same key build on each other. */
  key: string;
  graph: ShownGraph;
  direction: Direction;
  collapsed: string[];
  nodeSizes: Record<string, Size>;
  labelSizes: Record<string, Size>;
  /** Start anew instead of keeping places. */
  tidy: boolean;
}

export type LayoutAnswer = { id: number; drawing: Drawing; milliseconds: number } | { id: number; error: string };

let key = '';
let cache = new LayoutCache();

self.onmessage = ({ data: job }: MessageEvent<LayoutJob>) => {
  if (job.key !== key || job.tidy) cache = new LayoutCache();
  key = job.key;
  const started = performance.now();
  try {
    const drawing = layoutMachine(
      {
        graph: job.graph,
        direction: job.direction,
        collapsed: job.collapsed,
        nodeSize: (id) => job.nodeSizes[id]!,
        labelSize: (label) => job.labelSizes[label]!,
      },
      cache,
    );
    answer({ id: job.id, drawing, milliseconds: performance.now() - started });
  } catch (error) {
    cache = new LayoutCache();
    answer({ id: job.id, error: String(error) });
  }
};

function answer(message: LayoutAnswer): void {
  self.postMessage(message);
}
