import { type Dirent, readdirSync, statSync } from 'node:fs';
import path from 'node:path';

/** What handlers are made of; what else lies beside them may be what they write. */
const CODE = /\.(?:[cm]?[jt]s|json|py)$/;
/** Folders of others' code, and of what interpreters and tools write. */
const PASSED_OVER = /^(?:\.|node_modules$|__pycache__$|site-packages$)/;
/** A folder with more is taken to change in its first files only. */
const MOST_FILES = 1000;
/** Looking must not take more than a twentieth of the time, however many events come. */
const PAUSE_PER_LOOK = 20;

/** Tells when the code of a function was last changed, so that an edit is seen at the next event, in whichever of its files. */
export class CodeVersion {
  private version = 0;
  private nextLook = Number.NEGATIVE_INFINITY;

  constructor(private readonly folder: string) {}

  /** Time of the newest change, in milliseconds since the epoch. */
  get current(): number {
    const start = performance.now();
    if (start < this.nextLook) return this.version;
    this.version = newestChange(this.folder);
    const end = performance.now();
    this.nextLook = end + PAUSE_PER_LOOK * (end - start);
    return this.version;
  }
}

function newestChange(root: string): number {
  let newest = 0;
  let files = 0;
  const folders = [root];
  for (let folder = folders.shift(); folder !== undefined && files < MOST_FILES; folder = folders.shift()) {
    for (const entry of entriesOf(folder)) {
      const file = path.join(folder, entry.name);
      if (entry.isDirectory() && !PASSED_OVER.test(entry.name)) folders.push(file);
      if (!entry.isFile() || !CODE.test(entry.name)) continue;
      files += 1;
      newest = Math.max(newest, statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0);
    }
  }
  return newest;
}

function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    // It is gone, or not ours to read.
    return [];
  }
}
