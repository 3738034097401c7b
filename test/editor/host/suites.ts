/** Every suite, in the order it runs. */
import { activationSuite } from './activation.test.ts';
import { debugSuite } from './debug.test.ts';
import { languageSuite } from './language.test.ts';
import { viewsSuite } from './views.test.ts';

export function registerSuites(): void {
  activationSuite();
  languageSuite();
  viewsSuite();
  describe('debugging', debugSuite);
}
