/** Every suite, in the order it runs. */
import { activationSuite } from './activation.test.ts';
import { debugSuite } from './debug.test.ts';
import { languageSuite } from './language.test.ts';
import { largeSuite } from './large.test.ts';
import { viewsSuite } from './views.test.ts';
import { virtualSuite } from './virtual.test.ts';

export function registerSuites(): void {
  activationSuite();
  languageSuite();
  viewsSuite();
  largeSuite();
  virtualSuite();
  describe('debugging', debugSuite);
}
