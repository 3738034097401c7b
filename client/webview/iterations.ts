/** Entry of the Iterations view. */
import './iterations.css';
import type { FromIterations, ToIterations } from './iterationMessages.ts';
import { IterationsView } from './iterations/view.ts';
import { connect } from './shared/vscode.ts';

new IterationsView(connect<FromIterations, ToIterations, undefined>());
