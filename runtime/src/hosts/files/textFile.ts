import { readFile } from 'node:fs/promises';
import { FileProblem } from './fileProblem.ts';

/** Larger files are refused: nothing this product reads comes near, and a text this long cannot be one string. */
const MAXIMUM_BYTES = 256 * 1024 * 1024;

/** Reads a UTF-8 text, without its byte order mark. */
export async function readTextFile(file: string): Promise<string | FileProblem> {
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch (error) {
    return new FileProblem(file, reason(error as NodeJS.ErrnoException));
  }
  if (bytes.length > MAXIMUM_BYTES)
    return new FileProblem(file, `The file is too large: ${bytes.length.toLocaleString('en')} bytes.`);
  return decode(file, bytes);
}

function decode(file: string, bytes: Buffer): string | FileProblem {
  if (bytes.includes(0)) return new FileProblem(file, 'The file is binary, not text.');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new FileProblem(file, 'The file is not UTF-8 text.');
  }
}

function reason(error: NodeJS.ErrnoException): string {
  switch (error.code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return 'The file does not exist.';
    case 'EISDIR':
      return 'This is a folder, not a file.';
    case 'EACCES':
    case 'EPERM':
      return 'The file may not be read by this user.';
    default:
      return `The file cannot be read: ${error.message}`;
  }
}
