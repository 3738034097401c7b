/**
 * HTML of the extension's webviews: one script and one style sheet, both inside the page. Files of their own would come
 * through the editor's service worker, which loses requests while it starts: the first two webviews of a fresh profile
 * then stay empty now and then.
 */
import { randomBytes } from 'node:crypto';
import { Uri, type Webview, workspace } from 'vscode';

/** The name of a bundle in dist, and the title of its page. */
export interface WebviewPage {
  bundle: string;
  title: string;
}

const loaded = new Map<string, Promise<string>>();

/** Fills a webview. Its script sends 'ready' once it listens. */
export async function showPage(webview: Webview, extensionUri: Uri, { bundle, title }: WebviewPage): Promise<void> {
  webview.options = { enableScripts: true, localResourceRoots: [] };
  const [script, style] = await Promise.all([load(extensionUri, `${bundle}.js`), load(extensionUri, `${bundle}.css`)]);
  webview.html = html({ title, script, style });
}

function html({ title, script, style }: { title: string; script: string; style: string }): string {
  const nonce = randomBytes(16).toString('base64');
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src 'nonce-${nonce}'`,
    'img-src data:',
    'worker-src blob:',
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="${policy}">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <style nonce="${nonce}">${style}</style>
  <title>${title}</title>
</head>
<body>
  <script nonce="${nonce}">${insideScript(script)}</script>
</body>
</html>`;
}

/** In strings, where alone these texts occur, a backslash before these characters changes nothing. */
function insideScript(text: string): string {
  return text.replaceAll(/<(?=\/script)/gi, '<\\').replaceAll('<!--', '<\\!--');
}

function load(extensionUri: Uri, name: string): Promise<string> {
  const known = loaded.get(name);
  if (known) return known;
  const text = Promise.resolve(workspace.fs.readFile(Uri.joinPath(extensionUri, 'dist', name))).then((bytes) =>
    new TextDecoder().decode(bytes),
  );
  loaded.set(name, text);
  // A later view tries again.
  text.catch(() => loaded.delete(name));
  return text;
}
