import fs from 'node:fs';
import path from 'node:path';

/** A process that was killed a moment ago may need this long to go. */
const PATIENCE_MILLISECONDS = 1000;
const STEP_MILLISECONDS = 50;

/** One process per journal: a lock file with its process id, taken over when that process is gone. Throws a readable Error while it is not. */
export function takeLock(lock: string): void {
  try {
    fs.writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const owner = Number(fs.readFileSync(lock, 'utf8'));
  for (let waited = 0; owner !== process.pid && isAlive(owner); waited += STEP_MILLISECONDS) {
    if (waited >= PATIENCE_MILLISECONDS) {
      const folder = path.dirname(lock);
      throw new Error(`${folder} is in use by process ${owner}. Stop that server, or choose another folder.`);
    }
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, STEP_MILLISECONDS);
  }
  fs.writeFileSync(lock, String(process.pid));
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return !isZombie(pid);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** A process that has ended and that nobody has asked about, as in containers whose first process does not: it has a number, and holds nothing. */
function isZombie(pid: number): boolean {
  if (process.platform !== 'linux') return false;
  try {
    return /\) [ZX] /.test(fs.readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
