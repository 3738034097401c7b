import type { ASL_OBJECTS, ObjectKind } from './fields.ts';
import type { Json, JsonObject } from './json.ts';
import type { StateType } from './states.ts';

/** TypeScript types of definitions, computed from the language table: there is no second list of fields to keep in step. */

type Facts<K extends ObjectKind> = (typeof ASL_OBJECTS)[K]['fields'];

interface LiteralTypes {
  string: string;
  integer: number;
  number: number;
  boolean: boolean;
  array: readonly Json[];
  object: JsonObject;
  null: null;
  any: Json;
}

type LiteralOf<F> = F extends { holds: 'stateMap' }
  ? Readonly<Record<string, StateDefinition>>
  : F extends { holds: 'errorNames' | 'texts' }
    ? readonly string[]
    : F extends { object: infer K extends ObjectKind }
      ? Definition<K>
      : F extends { arrayOf: infer K extends ObjectKind }
        ? readonly Definition<K>[]
        : F extends { values: readonly (infer V)[] }
          ? V
          : F extends { types: readonly (infer T extends keyof LiteralTypes)[] }
            ? LiteralTypes[T]
            : never;

type ValueOf<F> = LiteralOf<F> | (F extends { expression: true } ? string : never);

type RequiredFields<F> = { [N in keyof F]: F[N] extends { required: true; language?: undefined } ? N : never }[keyof F];

/** An object of the given kind, as a valid definition holds it. */
export type Definition<K extends ObjectKind> = {
  readonly [N in Exclude<keyof Facts<K>, RequiredFields<Facts<K>>>]?: ValueOf<Facts<K>[N]>;
} & { readonly [N in RequiredFields<Facts<K>>]: ValueOf<Facts<K>[N]> };

export type StateMachineDefinition = Definition<'stateMachine'>;
export type BranchDefinition = Definition<'branch'>;
export type ItemProcessorDefinition = Definition<'itemProcessor'>;

export type PassStateDefinition = Definition<'passState'>;
export type TaskStateDefinition = Definition<'taskState'>;
export type ChoiceStateDefinition = Definition<'choiceState'>;
export type WaitStateDefinition = Definition<'waitState'>;
export type SucceedStateDefinition = Definition<'succeedState'>;
export type FailStateDefinition = Definition<'failState'>;
export type ParallelStateDefinition = Definition<'parallelState'>;
export type MapStateDefinition = Definition<'mapState'>;

/** Any state; `Type` tells which. */
export type StateDefinition =
  | PassStateDefinition
  | TaskStateDefinition
  | ChoiceStateDefinition
  | WaitStateDefinition
  | SucceedStateDefinition
  | FailStateDefinition
  | ParallelStateDefinition
  | MapStateDefinition;

/** The state of a given type: `StateOf<'Task'>`. */
export type StateOf<T extends StateType> = Extract<StateDefinition, { readonly Type: T }>;

export type ChoiceRuleDefinition = Definition<'choiceRule'>;
export type ChoiceConditionDefinition = Definition<'choiceCondition'>;
export type RetrierDefinition = Definition<'retrier'>;
export type CatcherDefinition = Definition<'catcher'>;
export type ItemReaderDefinition = Definition<'itemReader'>;
export type ReaderConfigDefinition = Definition<'readerConfig'>;
export type ItemBatcherDefinition = Definition<'itemBatcher'>;
export type ResultWriterDefinition = Definition<'resultWriter'>;
