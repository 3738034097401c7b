/** Every suite, in the order it runs. */
import { activationSuite } from './activation.test.ts';
import { languageSuite } from './language.test.ts';

export function registerSuites(): void {
  activationSuite();
  languageSuite();
}
