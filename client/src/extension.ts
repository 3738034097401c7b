/**
 * Entry of the extension. It loads nothing but this file until an Amazon States Language document, a command, a view or
 * a test asks for more: the features come from a second bundle, the language client from a third.
 */
import type { ExtensionContext } from 'vscode';

export async function activate(context: ExtensionContext): Promise<void> {
  const { activateFeatures } = await import('./features.ts');
  activateFeatures(context);
}

export async function deactivate(): Promise<void> {
  const { deactivateFeatures } = await import('./features.ts');
  await deactivateFeatures();
}
