/** Messages between the Iterations view and the extension. Both sides import this file. */
import type { NodeStatus } from './graphMessages.ts';

export type ItemStatus = 'pending' | 'running' | 'succeeded' | 'failed' | 'aborted';

/** One letter per item, in the order of {@link itemCodes}: ten thousand items are ten thousand letters. */
export const itemCodes: readonly ItemStatus[] = ['pending', 'running', 'succeeded', 'failed', 'aborted'];

export interface ItemRow {
  index: number;
  status: ItemStatus;
  /** Milliseconds. */
  took?: number;
  state?: string;
  stateStatus?: NodeStatus;
  tries: number;
  note?: string;
}

export type ItemFilter = 'all' | 'failed' | 'running' | 'retried' | 'different';
export type ItemSort = { column: 'index' | 'status' | 'took' | 'state' | 'tries'; descending: boolean };

export interface MapView {
  visit: number;
  name: string;
  total: number;
  maxConcurrency?: number;
  counts: Record<ItemStatus, number>;
  /** Letters '0' to '4' by {@link itemCodes}. */
  codes: string;
  matching: number;
  selected?: number;
  /** Median and 99th percentile of finished items, in milliseconds. */
  median?: number;
  slow?: number;
  /** Number of items by the states they took, largest group first. */
  paths: { states: string; count: number }[];
}

export type ToIterations =
  | { type: 'empty' }
  | { type: 'map'; map: MapView; maps: { visit: number; name: string }[]; filter: ItemFilter; sort: ItemSort }
  | { type: 'rows'; from: number; rows: ItemRow[] }
  | { type: 'showRow'; position: number };

export type FromIterations =
  | { type: 'ready' }
  | { type: 'window'; from: number; to: number }
  | { type: 'select'; index: number }
  | { type: 'filter'; filter: ItemFilter }
  | { type: 'sort'; sort: ItemSort }
  | { type: 'chooseMap'; visit: number }
  | { type: 'goTo' }
  | { type: 'nextFailed'; by: 1 | -1 }
  | { type: 'leave' };
