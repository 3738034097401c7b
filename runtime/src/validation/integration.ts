import { parseResource, type Resource } from '../asl/resources.ts';
import type { SourceNode, SourceProperty } from '../source/node.ts';
import type { ValidationContext } from './context.ts';
import { type TypedObject, textOf } from './model.ts';

/** A Task with its resource, as far as it can be read. */
export interface TaskUse {
  readonly task: TypedObject<'taskState'>;
  readonly node: SourceNode;
  readonly location: string;
  readonly text: string;
  /** Absent when the text is no ARN. */
  readonly resource?: Resource;
}

/** The Tasks whose `Resource` is a string. */
export function taskUses(context: ValidationContext): TaskUse[] {
  return context.objects('taskState').flatMap((task) => {
    const property = task.fields.Resource;
    const text = textOf(property?.valueNode);
    if (!property?.valueNode || text === undefined) return [];
    const location = `${task.location}/${property.key}`;
    return [{ task, node: property.valueNode, location, text, resource: parseResource(text) }];
  });
}

/** The call's parameters, where they are written as an object: `Parameters` in JSONPath, `Arguments` in JSONata. */
export function parametersOf({ fields, language }: TypedObject<'taskState'>): SourceProperty | undefined {
  const property = language === 'JSONPath' ? fields.Parameters : fields.Arguments;
  return property?.valueNode?.kind === 'object' ? property : undefined;
}

/** A parameter's name without the suffix that makes it dynamic. In JSONata states the suffix is part of the name. */
export function parameterName(key: string, { language }: TypedObject): string {
  return language === 'JSONPath' ? key.replace(/\.\$$/, '') : key;
}
