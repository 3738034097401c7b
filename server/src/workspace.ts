import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Json } from '../../runtime/src/asl/json.ts';
import { formatOfFileName, parseDocument } from '../../runtime/src/source/document.ts';
import type { Documents } from './documents.ts';
import { globMatcher } from './glob.ts';
import { analyze } from './service/analysis.ts';
import type { TemplateFile } from './service/templates.ts';

/** The disk as the server sees it: it only reads, and only below the folders of the workspace. */
export interface FileSystem {
  /** UTF-8. */
  readText(path: string): Promise<string>;
  list(path: string): Promise<readonly { readonly name: string; readonly isDirectory: boolean }[]>;
}

/** Directories that hold nothing somebody wrote. */
const SKIPPED = new Set([
  'node_modules',
  '.git',
  '.aws-sam',
  'cdk.out',
  'dist',
  'build',
  '.venv',
  'venv',
  '__pycache__',
  '.serverless',
]);
const MAXIMUM_DIRECTORIES = 2_000;
const MAXIMUM_FILES = 500;
/** Longest file that is read, in characters. */
const MAXIMUM_LENGTH = 2_000_000;
const DEFINITION_FILES = ['**/*.asl.{json,yaml,yml}', '**/*.asl'];

/** The templates and definitions of the workspace: read when first asked for and again after a change; open documents win. */
export class Workspace {
  readonly #files: FileSystem;
  readonly #documents: Documents;
  #folders: readonly string[] = [];
  #templateGlobs: readonly string[] = [];
  #scan: Promise<readonly string[]> | undefined;
  #read = new Map<string, Promise<TemplateFile | undefined>>();
  #inputs = new Map<string, Promise<readonly Json[]>>();
  #known: readonly TemplateFile[] = [];

  constructor(files: FileSystem, documents: Documents) {
    this.#files = files;
    this.#documents = documents;
  }

  /** `folders` are URIs. */
  configure(folders: readonly string[], templateGlobs: readonly string[]): void {
    this.#folders = folders.filter((uri) => uri.startsWith('file:')).map((uri) => uri.replace(/\/*$/, '/'));
    this.#templateGlobs = templateGlobs;
    this.invalidate();
  }

  /** Files appeared, changed or went away. */
  invalidate(): void {
    this.#scan = undefined;
    this.#read = new Map();
    this.#inputs = new Map();
  }

  /** The templates as they were when last asked for: for answers that must not wait. */
  get known(): readonly TemplateFile[] {
    return this.#known;
  }

  async templates(): Promise<readonly TemplateFile[]> {
    const candidates = await this.#matching(this.#templateGlobs);
    this.#known = candidates.filter(({ document }) => analyze(document).isTemplate);
    return this.#known;
  }

  async definitions(): Promise<readonly TemplateFile[]> {
    return this.#matching(DEFINITION_FILES);
  }

  /** The text of a file of the workspace, open or on disk. */
  async readText(uri: string): Promise<string | undefined> {
    const open = this.#documents.get(uri);
    if (open) return open.text;
    if (!this.#folders.some((folder) => uri.startsWith(folder))) return undefined;
    try {
      const text = await this.#files.readText(fileURLToPath(uri));
      return text.length <= MAXIMUM_LENGTH ? text : undefined;
    } catch {
      return undefined;
    }
  }

  /** Sample inputs of a definition: `NAME.input.json` and `NAME.*.input.json` beside `NAME.asl.json`. */
  sampleInputs(uri: string): Promise<readonly Json[]> {
    let inputs = this.#inputs.get(uri);
    if (!inputs) {
      inputs = this.#readInputs(uri);
      this.#inputs.set(uri, inputs);
    }
    return inputs;
  }

  async #readInputs(uri: string): Promise<readonly Json[]> {
    if (!this.#folders.some((folder) => uri.startsWith(folder))) return [];
    const directory = new URL('.', uri);
    const name = decodeURIComponent(uri.slice(directory.href.length)).replace(/(?:\.asl)?\.(?:json|ya?ml)$|\.asl$/, '');
    const entries = await this.#files.list(fileURLToPath(directory)).catch(() => []);
    const names = entries.filter((entry) => entry.name.startsWith(`${name}.`) && entry.name.endsWith('.input.json'));
    const texts = await Promise.all(
      names.map((entry) => this.readText(new URL(encodeURIComponent(entry.name), directory).href)),
    );
    return texts
      .map((text) => (text === undefined ? undefined : parseDocument(text, { format: 'json' }).value))
      .filter((value) => value !== undefined);
  }

  async #matching(globs: readonly string[]): Promise<readonly TemplateFile[]> {
    this.#scan ??= this.#listFiles();
    const matches = globMatcher(globs);
    const onDisk = await this.#scan;
    const open = this.#documents.all().map(({ uri }) => uri);
    const uris = new Set([...onDisk, ...open].filter((uri) => matches(this.#relative(uri))));
    const files = await Promise.all([...uris].slice(0, MAXIMUM_FILES).map((uri) => this.#file(uri)));
    return files.filter((file) => file !== undefined);
  }

  #file(uri: string): Promise<TemplateFile | undefined> {
    const open = this.#documents.get(uri);
    if (open) return Promise.resolve({ uri, document: open.document });
    let file = this.#read.get(uri);
    if (!file) {
      file = this.readText(uri).then((text) =>
        text === undefined ? undefined : { uri, document: parseDocument(text, { format: formatOfFileName(uri) }) },
      );
      this.#read.set(uri, file);
    }
    return file;
  }

  #relative(uri: string): string {
    const folder = this.#folders.find((candidate) => uri.startsWith(candidate));
    return decodeURI(folder ? uri.slice(folder.length) : uri.replace(/^[a-z-]+:\/+/, ''));
  }

  /** Breadth first, so that in an enormous workspace the files near its root are found. */
  async #listFiles(): Promise<readonly string[]> {
    const matches = globMatcher([...this.#templateGlobs, ...DEFINITION_FILES]);
    const found: string[] = [];
    const pending = this.#folders.map((folder) => ({ path: fileURLToPath(folder), relative: '' }));
    for (let visited = 0; visited < MAXIMUM_DIRECTORIES && pending.length > 0; visited++) {
      const directory = pending.shift()!;
      for (const { name, isDirectory } of await this.#files.list(directory.path).catch(() => [])) {
        const path = `${directory.path.replace(/[\\/]$/, '')}/${name}`;
        const relative = directory.relative + name;
        if (isDirectory && !SKIPPED.has(name)) pending.push({ path, relative: `${relative}/` });
        else if (!isDirectory && matches(relative)) found.push(pathToFileURL(path).toString());
      }
    }
    return found;
  }
}
