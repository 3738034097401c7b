import { parseResource, type Resource } from '../asl/resources.ts';
import type { SourceNode } from '../source/node.ts';
import type { ValidationContext } from './context.ts';
import type { GivenParameters, IntegrationCall } from './integrationCall.ts';
import { type TypedObject, textOf } from './model.ts';

/** A Task with its resource, as far as it can be read. */
export interface TaskUse {
  readonly task: TypedObject<'taskState'>;
  readonly node: SourceNode;
  /** The field. */
  readonly where: SourceNode;
  readonly text: string;
  /** Absent when the text is no ARN. */
  readonly resource?: Resource;
  /** The parameters it gives, once somebody asked; null when there are none to read. */
  given?: GivenParameters | null;
  /** What its integration takes, once somebody asked; null when that is not known. */
  call?: IntegrationCall | null;
}

/** The Tasks whose `Resource` is a string; read once per validation. */
export function taskUses(context: ValidationContext): readonly TaskUse[] {
  return context.once(readTasks);
}

function readTasks(context: ValidationContext): TaskUse[] {
  const resources = new Map<string, Resource | undefined>();
  return context.objects('taskState').flatMap((task) => {
    const where = task.fields.Resource?.valueNode;
    const text = textOf(where);
    if (!where || text === undefined) return [];
    if (!resources.has(text)) resources.set(text, parseResource(text));
    return [{ task, node: where, where, text, resource: resources.get(text) }];
  });
}
