import type { TestEvent } from '../../testRunner/testEvents.ts';
import type { Style } from '../terminal.ts';

/** Turns the events of a test run into text; the answer is what is printed now. */
export type Reporter = (event: TestEvent) => string;

/** Makes the reporter of one run. */
export type ReporterFactory = (style: Style) => Reporter;
