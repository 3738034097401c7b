import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Json } from '../../../asl/json.ts';
import { Places } from '../../../debugger/places.ts';
import { deepEqual } from '../../../expressions/deepEqual.ts';
import type { PathMapping } from '../../dap/attach/attachArguments.ts';
import type { Program } from '../../dap/program.ts';
import { type LoadedDefinition, loadDefinitions } from '../../files/definitionFile.ts';
import { FileProblem } from '../../files/fileProblem.ts';
import { compiledMachine } from '../definitions.ts';
import type { Revision } from '../store/model.ts';

/** The file that a state machine's definition was read from, if it was. */
export type FileOfMachine = (machineArn: string) => string | undefined;

/** Finds the text in which an execution is shown: the user's own file where it says what was deployed, a copy of the definition where not. */
export class ProgramFiles {
  constructor(
    /** Where copies of definitions are put. */
    private readonly folder: string,
    private readonly fileOf: FileOfMachine,
  ) {}

  /** `differs` names a file that should have been the program and says something else than what was deployed. */
  async programOf(
    revision: Revision,
    mappings: readonly PathMapping[],
  ): Promise<{ readonly program: Program; readonly differs?: string }> {
    const mapped = mappings.find(({ arn }) => arn === revision.machineArn)?.localPath;
    const file = mapped ?? this.fileOf(revision.machineArn);
    const definition = JSON.parse(revision.definition) as Json;
    for (const loaded of file === undefined ? [] : await loadDefinitions(file)) {
      if (loaded instanceof FileProblem || loaded.definition === undefined) continue;
      if (deepEqual(JSON.parse(loaded.definition) as Json, definition)) return { program: programIn(loaded, revision) };
    }
    return { program: await this.copyOf(revision, definition), differs: file };
  }

  private async copyOf(revision: Revision, definition: Json): Promise<Program> {
    const folder = path.join(this.folder, revision.id);
    const file = path.join(folder, `${revision.machineName}.asl.json`);
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, `${JSON.stringify(definition, null, 2)}\n`);
    const [copy] = await loadDefinitions(file);
    if (!copy || copy instanceof FileProblem) throw new Error(`The copy of a definition in ${file} cannot be read.`);
    return programIn(copy, revision);
  }
}

function programIn({ file, document }: LoadedDefinition, revision: Revision): Program {
  const machine = compiledMachine(revision);
  return {
    file,
    name: revision.machineName,
    type: revision.machineType,
    machine,
    places: new Places(document, machine),
    source: { name: path.basename(file), path: file },
    definition: revision.definition,
  };
}
