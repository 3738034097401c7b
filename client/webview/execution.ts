/** Entry of the Execution view. */
import './execution.css';
import { ExecutionView } from './execution/view.ts';
import type { FromExecution, ToExecution } from './executionMessages.ts';
import { connect } from './shared/vscode.ts';

new ExecutionView(connect<FromExecution, ToExecution, undefined>());
