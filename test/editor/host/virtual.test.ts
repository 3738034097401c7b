import assert from 'node:assert/strict';
import {
  type CodeLens,
  commands,
  type Disposable,
  type DocumentSymbol,
  debug,
  EventEmitter,
  type FileChangeEvent,
  type FileStat,
  FileSystemError,
  type FileSystemProvider,
  FileType,
  type Hover,
  languages,
  Position,
  Uri,
  window,
  workspace,
} from 'vscode';
import { closeAll, problems, until } from './support.ts';

const text = `{
  "StartAt": "Check",
  "States": {
    "Check": { "Type": "Pass", "Next": "Refnd" },
    "Refund": { "Type": "Succeed" }
  }
}
`;

export function virtualSuite(): void {
  describe('a file that is not on disk', () => {
    const uri = Uri.parse('stepwise-memory:/virtual.asl.json');
    let registration: Disposable;
    before(() => {
      registration = workspace.registerFileSystemProvider('stepwise-memory', new OneFile(text), {
        isCaseSensitive: true,
      });
    });
    after(async () => {
      await closeAll();
      registration.dispose();
    });

    it('has language features', async () => {
      const document = await workspace.openTextDocument(uri);
      await window.showTextDocument(document);
      assert.equal(document.languageId, 'asl');
      await until('a problem', () => problems(uri).some(({ message }) => /Refnd/.test(message)));
      const symbols = await commands.executeCommand<DocumentSymbol[]>('vscode.executeDocumentSymbolProvider', uri);
      assert.ok(symbols.length > 0);
      const hovers = await commands.executeCommand<Hover[]>('vscode.executeHoverProvider', uri, new Position(1, 4));
      assert.ok(hovers.length > 0);
    });

    it('has a graph', async () => {
      await window.showTextDocument(uri, { viewColumn: 1 });
      await commands.executeCommand('stepwise.openGraph');
      await window.showTextDocument(uri, { viewColumn: 1 });
      await commands.executeCommand('stepwise.graph.export', 'mermaid');
      assert.match(window.activeTextEditor!.document.getText(), /"Refund"/);
      await commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    });

    it('is not run, and offers no Run', async () => {
      await window.showTextDocument(uri, { viewColumn: 1 });
      const lenses = await commands.executeCommand<CodeLens[]>('vscode.executeCodeLensProvider', uri, 10);
      assert.deepEqual(lenses, []);
      assert.equal(await commands.executeCommand('stepwise.run'), false);
      const started = await debug.startDebugging(undefined, { type: 'asl', request: 'launch', name: '' });
      assert.equal(started, false);
      assert.equal(debug.activeDebugSession, undefined);
      assert.ok(languages.getDiagnostics(uri).length > 0);
    });
  });
}

/** A file system of one file. */
class OneFile implements FileSystemProvider {
  private readonly change = new EventEmitter<FileChangeEvent[]>();
  readonly onDidChangeFile = this.change.event;
  private content: Uint8Array;

  constructor(content: string) {
    this.content = new TextEncoder().encode(content);
  }

  watch(): Disposable {
    return { dispose: () => undefined };
  }

  stat(uri: Uri): FileStat {
    if (uri.path === '/') return { type: FileType.Directory, ctime: 0, mtime: 0, size: 0 };
    if (uri.path !== '/virtual.asl.json') throw FileSystemError.FileNotFound(uri);
    return { type: FileType.File, ctime: 0, mtime: 0, size: this.content.length };
  }

  readDirectory(): [string, FileType][] {
    return [['virtual.asl.json', FileType.File]];
  }

  readFile(): Uint8Array {
    return this.content;
  }

  writeFile(_uri: Uri, content: Uint8Array): void {
    this.content = content;
  }

  createDirectory(uri: Uri): void {
    throw FileSystemError.NoPermissions(uri);
  }

  delete(uri: Uri): void {
    throw FileSystemError.NoPermissions(uri);
  }

  rename(uri: Uri): void {
    throw FileSystemError.NoPermissions(uri);
  }
}
