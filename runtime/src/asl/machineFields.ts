import { COMMENT, LONGEST_SECONDS, QUERY_LANGUAGE, SCOPE } from './commonFields.ts';
import type { ObjectFact } from './fieldFacts.ts';

/** Objects that hold a `States` map: the machine, a branch of a Parallel state, the processor of a Map state. */
export const MACHINE_OBJECTS = {
  stateMachine: {
    doc: 'A state machine: where it starts, its states, and defaults for all of them.',
    groups: [],
    fields: {
      ...COMMENT,
      ...QUERY_LANGUAGE,
      ...SCOPE,
      Version: {
        types: ['string'],
        values: ['1.0'],
        assumed: '1.0',
        doc: 'Version of the Amazon States Language. `1.0` is the only one.',
      },
      TimeoutSeconds: {
        types: ['integer'],
        minimum: 1,
        maximum: LONGEST_SECONDS,
        doc: 'Most seconds the whole execution may take. Beyond them it ends as `TIMED_OUT`; no Catch sees that.',
      },
    },
  },
  branch: {
    doc: 'One branch of a Parallel state: a machine of its own whose states cannot be reached from outside.',
    groups: [],
    fields: { ...COMMENT, ...SCOPE },
  },
  itemProcessor: {
    doc: 'The machine that runs once per item of a Map state.',
    groups: [],
    fields: {
      ...COMMENT,
      ...SCOPE,
      ProcessorConfig: {
        types: ['object'],
        object: 'processorConfig',
        doc: 'Whether iterations run inside this execution (`INLINE`) or as child executions (`DISTRIBUTED`).',
      },
    },
  },
  processorConfig: {
    doc: 'How the iterations of a Map state run.',
    groups: [],
    fields: {
      Mode: {
        types: ['string'],
        values: ['INLINE', 'DISTRIBUTED'],
        assumed: 'INLINE',
        doc: '`INLINE`: at most 40 iterations at once, inside this execution and its history. `DISTRIBUTED`: up to 10,000 child executions at once; Standard state machines only.',
      },
      ExecutionType: {
        types: ['string'],
        values: ['STANDARD', 'EXPRESS'],
        doc: 'Type of the child executions of a distributed Map. Needed with `DISTRIBUTED`, not allowed with `INLINE`.',
      },
    },
  },
} as const satisfies Partial<Record<string, ObjectFact>>;
