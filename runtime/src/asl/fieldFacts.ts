import type { ValueKind } from './valueKinds.ts';

/** The two ways to write dynamic values. A state uses exactly one of them. */
export type QueryLanguage = 'JSONPath' | 'JSONata';

/** JSON types as the language distinguishes them: an `integer` is a number without fraction, `any` admits every JSON value. */
export type JsonTypeName = 'string' | 'integer' | 'number' | 'boolean' | 'array' | 'object' | 'null' | 'any';

/** The kinds of JSON objects the language gives a field list to. */
export type ObjectKind =
  | 'stateMachine'
  | 'branch'
  | 'itemProcessor'
  | 'processorConfig'
  | StateKind
  | 'choiceRule'
  | 'choiceCondition'
  | 'retrier'
  | 'catcher'
  | 'credentials'
  | 'itemReader'
  | 'readerConfig'
  | 'itemBatcher'
  | 'resultWriter'
  | 'writerConfig';

/** The object kinds that are states. */
export type StateKind =
  | 'passState'
  | 'taskState'
  | 'choiceState'
  | 'waitState'
  | 'succeedState'
  | 'failState'
  | 'parallelState'
  | 'mapState';

/** All that is known of one field of one object kind. */
export interface FieldFact {
  /** JSON types of the literal form. */
  readonly types: readonly JsonTypeName[];
  /** Hover text in Markdown. */
  readonly doc: string;
  /** The field must be there (in states of `language`, when that is given). */
  readonly required?: true;
  /** The only query language in which the field exists; absent when both have it. */
  readonly language?: QueryLanguage;
  /** In a JSONata state the value may be a `{% %}` string instead of the literal. */
  readonly expression?: true;
  /** The value is a payload template: `.$` keys (JSONPath) or `{% %}` strings at any depth (JSONata) are replaced. */
  readonly template?: true;
  /** The sibling that reads the value from a path; such a pair excludes each other. */
  readonly pathTwin?: string;
  /** What a text value means: a state name, a path, an ARN ... */
  readonly holds?: ValueKind;
  /** The only ARNs that the value can be, the usual one first. */
  readonly arns?: readonly string[];
  /** The kind of the object that is the value. */
  readonly object?: ObjectKind;
  /** The kind of the objects in the array (or, for `States`, in the map) that is the value. */
  readonly arrayOf?: ObjectKind;
  /** The only values allowed. */
  readonly values?: readonly (string | boolean)[];
  /** Smallest number allowed. */
  readonly minimum?: number;
  /** Largest number allowed. */
  readonly maximum?: number;
  /** Fewest items, characters or members. */
  readonly minLength?: number;
  /** Most items, characters or members. */
  readonly maxLength?: number;
  /** The field that replaces this one. */
  readonly deprecated?: string;
  /** Only a Map state in DISTRIBUTED mode uses the field. */
  readonly distributedOnly?: true;
  /** Members of `$states` that exist here beside `input` and `context`. */
  readonly sees?: 'result' | 'errorOutput';
  /** With this value the field counts as absent: `"End": false`. */
  readonly absentWhen?: boolean;
  /** The value the service assumes when the field is absent. */
  readonly assumed?: string | number | boolean;
}

/** Fields of which at most one (or exactly one) may be there. */
export interface ExclusiveGroup {
  readonly members: readonly string[];
  /** One member must be there. */
  readonly required?: true;
}

/** One kind of object: its fields and the relations between them. */
export interface ObjectFact {
  readonly doc: string;
  readonly fields: Readonly<Record<string, FieldFact>>;
  readonly groups: readonly ExclusiveGroup[];
  /** Members beyond the listed fields are allowed. */
  readonly open?: true;
}
