import type { Style } from '../../cli/terminal.ts';
import type { TestEvent } from '../testEvents.ts';

/** Turns the events of a test run into text; the answer is what is printed now. */
export type Reporter = (event: TestEvent) => string;

/** Makes the reporter of one run. */
export type ReporterFactory = (style: Style) => Reporter;
