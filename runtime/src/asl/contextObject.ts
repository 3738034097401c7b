/** The context object: `$$` in JSONPath, `$states.context` in JSONata. */

export type ContextPlace = 'map' | 'retried' | 'waiting';

export interface ContextFact {
  readonly doc: string;
  readonly type: 'object' | 'string' | 'number' | 'any';
  /** When the member is there; absent when it always is. */
  readonly available?: string;
  /** Where it is only: inside of Map states, in states that can be retried, in tasks that wait for a job or a callback. */
  readonly place?: ContextPlace;
  readonly members?: Readonly<Record<string, ContextFact>>;
}

export const CONTEXT_OBJECT: ContextFact = {
  doc: 'Data about the execution, the state machine and the state, kept by the service.',
  type: 'object',
  members: {
    Execution: {
      doc: 'The execution. In a distributed Map, child states see the child execution.',
      type: 'object',
      members: {
        Id: { doc: 'ARN of the execution.', type: 'string' },
        Input: { doc: 'The input the execution was started with.', type: 'any' },
        Name: { doc: 'Name of the execution.', type: 'string' },
        RoleArn: { doc: 'ARN of the role the execution runs with.', type: 'string' },
        StartTime: { doc: 'When the execution started, ISO 8601 in UTC.', type: 'string' },
        RedriveCount: {
          doc: 'How often the execution was redriven; 0 at first.',
          type: 'number',
          available: 'Standard and asynchronous Express executions',
        },
        RedriveTime: { doc: 'When the execution was last redriven.', type: 'string', available: 'after a redrive' },
      },
    },
    State: {
      doc: 'The state that runs.',
      type: 'object',
      members: {
        EnteredTime: { doc: 'When the state was entered, ISO 8601 in UTC.', type: 'string' },
        Name: { doc: 'Name of the state.', type: 'string' },
        RetryCount: {
          doc: 'How often the state was retried; 0 at first.',
          type: 'number',
          available: 'Task, Parallel and Map states',
          place: 'retried',
        },
      },
    },
    StateMachine: {
      doc: 'The state machine.',
      type: 'object',
      members: {
        Id: { doc: 'ARN of the state machine.', type: 'string' },
        Name: { doc: 'Name of the state machine.', type: 'string' },
      },
    },
    Task: {
      doc: 'The task that runs.',
      type: 'object',
      place: 'waiting',
      members: {
        Token: {
          doc: 'Token with which a worker reports the outcome of the task; new for every attempt.',
          type: 'string',
          available: '.waitForTaskToken and .sync tasks',
        },
      },
    },
    Map: {
      doc: 'The iteration of the Map state.',
      type: 'object',
      place: 'map',
      members: {
        Item: {
          doc: 'The item of this iteration.',
          type: 'object',
          members: {
            Index: { doc: 'Zero-based position of the item.', type: 'number', available: 'Map iterations' },
            Value: { doc: 'The item itself.', type: 'any', available: 'Map iterations' },
            Key: {
              doc: 'Name of the property, when iterating over an object.',
              type: 'string',
              available: 'Map iterations',
            },
            Source: {
              doc: 'Where the item comes from: `STATE_DATA`, or the S3 URI of the bucket or object.',
              type: 'string',
              available: 'Map iterations',
            },
          },
        },
      },
    },
  },
};

/**
 * Follows member names from the root of the context object. `unknownAt` is the index of the first name that does not exist; names
 * below a member of free content (`Execution.Input`, `Map.Item.Value`) are never unknown.
 */
export function contextMember(names: readonly string[]): {
  fact?: ContextFact;
  unknownAt?: number;
  siblings: string[];
} {
  let fact = CONTEXT_OBJECT;
  for (const [index, name] of names.entries()) {
    if (fact.type === 'any') return { fact, siblings: [] };
    const members = fact.members ?? {};
    const next = Object.hasOwn(members, name) ? members[name] : undefined;
    if (!next) return { unknownAt: index, siblings: Object.keys(members) };
    fact = next;
  }
  return { fact, siblings: Object.keys(fact.members ?? {}) };
}

/** The first name that is not everywhere, with the place where it is; nothing when one of the names does not exist at all. */
export function contextPlace(
  names: readonly (string | undefined)[],
): { place: ContextPlace; index: number } | undefined {
  let found: { place: ContextPlace; index: number } | undefined;
  let members: ContextFact['members'] = CONTEXT_OBJECT.members;
  for (const [index, name] of names.entries()) {
    if (name === undefined || !members) return found;
    const fact: ContextFact | undefined = Object.hasOwn(members, name) ? members[name] : undefined;
    if (!fact) return undefined;
    if (fact.place) found ??= { place: fact.place, index };
    members = fact.members;
  }
  return found;
}
