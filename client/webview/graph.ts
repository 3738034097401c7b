/** Entry of the graph view. */
import './graph.css';
import { GraphView, type KeptState } from './graph/view.ts';
import type { FromGraph, ToGraph } from './graphMessages.ts';
import { connect } from './shared/vscode.ts';

new GraphView(connect<FromGraph, ToGraph, KeptState>());
