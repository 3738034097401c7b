import type { ReporterFactory } from './reporter.ts';

/** One event as one line of JSON. */
export const jsonReporter: ReporterFactory = () => (event) => `${JSON.stringify(event)}\n`;
