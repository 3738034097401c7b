import { graphToMermaid } from '../../../../../client/webview/layout/mermaid.ts';
import { graphToSvg } from '../../../../../client/webview/layout/svg.ts';
import { analyze } from '../../../../../server/src/service/analysis.ts';
import { graphsOf } from '../../../../../server/src/service/graph/graph.ts';
import { loadDefinition } from '../../files/definitionFile.ts';
import { FileProblem } from '../../files/fileProblem.ts';
import { syntaxProblem } from '../../files/jsonFile.ts';
import { CliError, type Command, ExitCode } from '../command.ts';
import { describeFileProblem } from '../report.ts';

export const graphCommand: Command = {
  name: 'graph',
  summary: 'draws a state machine',
  operands: 'FILE',
  options: [
    {
      name: 'format',
      value: 'FORMAT',
      choices: ['svg', 'mermaid'],
      description: 'svg (default) or the text of a Mermaid diagram',
    },
    {
      name: 'direction',
      value: 'DIRECTION',
      choices: ['TB', 'LR'],
      description: 'from top to bottom (default) or from left to right',
    },
    { name: 'state-machine', value: 'LOGICAL_ID', description: 'state machine of a template with several' },
  ],
  notes: ['Example:', '  stepwise graph order.asl.json > order.svg'],
  async run(args, terminal) {
    const file = args.operands[0];
    if (file === undefined || args.operands.length > 1)
      throw new CliError('graph needs exactly one FILE: a definition or a template.');
    const loaded = await loadDefinition(file, { stateMachine: args.get('state-machine') });
    const problem = loaded instanceof FileProblem ? loaded : syntaxProblem(loaded.file, loaded.document);
    if (problem || loaded instanceof FileProblem) throw new CliError(describeFileProblem(problem!));
    const [graph] = graphsOf(analyze(loaded.document));
    if (!graph || graph.nodes.length === 0)
      throw new CliError(`${loaded.file}: The definition has no states.`, ExitCode.failure);
    const direction = args.get('direction') === 'LR' ? 'LR' : 'TB';
    const draw = args.get('format') === 'mermaid' ? graphToMermaid : graphToSvg;
    terminal.out(`${draw(graph, direction).trimEnd()}\n`);
    return ExitCode.success;
  },
};
