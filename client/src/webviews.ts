/** HTML of the extension's webviews: one script, one style sheet, nothing from the network. */
import { randomBytes } from 'node:crypto';
import { type Uri, Uri as UriClass, type Webview, type WebviewOptions } from 'vscode';

export function webviewOptions(extensionUri: Uri): WebviewOptions {
  return { enableScripts: true, localResourceRoots: [UriClass.joinPath(extensionUri, 'dist')] };
}

/** `name` is that of the bundle in dist. */
export function webviewHtml(webview: Webview, extensionUri: Uri, name: string, title: string): string {
  const nonce = randomBytes(16).toString('base64');
  const file = (ending: string) => webview.asWebviewUri(UriClass.joinPath(extensionUri, 'dist', `${name}.${ending}`));
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${webview.cspSource}`,
    `img-src ${webview.cspSource} data:`,
    'worker-src blob:',
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="${policy}">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <link rel="stylesheet" href="${file('css')}">
  <title>${title}</title>
</head>
<body>
  <script nonce="${nonce}" src="${file('js')}"></script>
</body>
</html>`;
}
