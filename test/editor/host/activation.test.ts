import assert from 'node:assert/strict';
import { commands, extensions } from 'vscode';
import { open } from './support.ts';

export function activationSuite(): void {
  describe('activation', () => {
    it('stays asleep until a state machine is opened', async () => {
      const extension = extensions.getExtension('stepwise.stepwise');
      assert.ok(extension, 'the packaged extension is installed');
      await open('order.asl.json');
      await extension.activate();
      assert.equal(extension.isActive, true);
    });

    it('registers every command it contributes', async () => {
      const extension = extensions.getExtension('stepwise.stepwise')!;
      const contributed: string[] = extension.packageJSON.contributes.commands.map(
        ({ command }: { command: string }) => command,
      );
      const registered = new Set(await commands.getCommands(true));
      assert.deepEqual(
        contributed.filter((command) => !registered.has(command)),
        [],
      );
    });
  });
}
