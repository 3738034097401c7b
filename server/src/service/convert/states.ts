import { fieldFact, type ObjectKind, objectFact } from '../../../../runtime/src/asl/fields.ts';
import type { Json, JsonObject } from '../../../../runtime/src/asl/json.ts';
import type {
  CatcherDefinition,
  ChoiceRuleDefinition,
  ChoiceStateDefinition,
  MapStateDefinition,
  ParallelStateDefinition,
  PassStateDefinition,
  StateDefinition,
  TaskStateDefinition,
} from '../../../../runtime/src/asl/model.ts';
import { stateKind } from '../../../../runtime/src/asl/states.ts';
import { conditionExpression } from './conditions.ts';
import { memberNames, nameStep, pathExpression } from './paths.ts';
import type { ConversionProblems } from './problems.ts';
import { asField, literalValue, templateExpression, templateValue, textExpression } from './templates.ts';

const INPUT = '$states.input';
const RESULT = '$states.result';
const ERROR_OUTPUT = '$states.errorOutput';

/** Fields of the JSONPath data flow; whatever they do is done by `Arguments`, `Items` and `Output` afterwards. */
type JsonPathFields = Pick<PassStateDefinition, 'InputPath' | 'OutputPath' | 'ResultPath' | 'Parameters' | 'Result'> &
  Pick<TaskStateDefinition, 'ResultSelector'> &
  Pick<MapStateDefinition, 'ItemsPath' | 'ItemSelector'>;

/** Converts one state that uses JSONPath. Scopes inside it are left alone. */
export function convertState(state: StateDefinition, problems: ConversionProblems): JsonObject {
  return new StateConverter(state, problems).convert();
}

class StateConverter {
  readonly #state: StateDefinition & JsonPathFields;
  readonly #problems: ConversionProblems;
  readonly #kind: ObjectKind;
  /** The expression of the input after InputPath. */
  readonly #effective: string;

  constructor(state: StateDefinition, problems: ConversionProblems) {
    this.#state = state as StateDefinition & JsonPathFields;
    this.#problems = problems;
    this.#kind = stateKind(state.Type);
    this.#effective = this.#inputExpression();
  }

  convert(): JsonObject {
    const { InputPath, OutputPath, ResultPath, Parameters, Result, ResultSelector, ItemsPath, ItemSelector, ...kept } =
      this.#state;
    const { Next, End, ...before } = this.#withoutPaths(
      kept as JsonObject,
      this.#kind,
      this.#effective,
    ) as JsonObject & {
      Next?: Json;
      End?: Json;
    };
    const own = { ...before, ...this.#workFields(), ...this.#outputFields(), ...this.#assignFields() };
    return { ...own, ...(Next === undefined ? {} : { Next }), ...(End === undefined ? {} : { End }) };
  }

  #inputExpression(): string {
    const { InputPath } = this.#state;
    if (InputPath === null) return '{}';
    return InputPath === undefined || InputPath === '$' ? INPUT : pathExpression(InputPath, INPUT, this.#problems);
  }

  /** Fields that read their value from a path become expressions; objects in the state are treated the same. */
  #withoutPaths(object: JsonObject, kind: ObjectKind, root: string): JsonObject {
    const twins = new Map(
      Object.entries(objectFact(kind).fields).flatMap(([name, { pathTwin }]) => (pathTwin ? [[pathTwin, name]] : [])),
    );
    const members = Object.entries(object).map(([key, value]): [string, Json] => {
      const twin = twins.get(key);
      if (twin) return [twin, asField(textExpression(String(value), root, this.#problems))];
      const fact = fieldFact(kind, key);
      const isInner = fact?.object && fact.object !== 'itemProcessor';
      return isInner && typeof value === 'object'
        ? this.#innerObject(key, value as JsonObject, fact.object!, root)
        : [key, value];
    });
    return Object.fromEntries(members);
  }

  /** Credentials, ItemReader, ItemBatcher, ResultWriter and what is inside them. */
  #innerObject(key: string, value: JsonObject, kind: ObjectKind, root: string): [string, Json] {
    if (fieldFact(this.#kind, key)?.template) return [key, templateValue(value, root, this.#problems)];
    const { Parameters, BatchInput, ...rest } = value as JsonObject &
      Pick<TaskStateDefinition, 'Parameters'> & { BatchInput?: JsonObject };
    const converted = {
      ...this.#withoutPaths(rest as JsonObject, kind, root),
      ...(Parameters ? { Arguments: templateValue(Parameters, root, this.#problems) } : {}),
      ...(BatchInput ? { BatchInput: templateValue(BatchInput, root, this.#problems) } : {}),
    };
    return [key, converted];
  }

  /** What the work of the state gets. */
  #workFields(): JsonObject {
    const { Type, Parameters } = this.#state;
    if (Type === 'Choice') return this.#choiceFields(this.#state as ChoiceStateDefinition);
    if (Type === 'Map') return { ...this.#itemFields(), ...this.#catchFields() };
    if (Type !== 'Task' && Type !== 'Parallel') return {};
    if (Parameters)
      return { Arguments: templateValue(Parameters, this.#effective, this.#problems), ...this.#catchFields() };
    if (this.#effective === INPUT) return this.#catchFields();
    return { Arguments: this.#effective === '{}' ? {} : asField(this.#effective), ...this.#catchFields() };
  }

  #itemFields(): JsonObject {
    const { ItemsPath, ItemSelector, Parameters } = this.#state;
    const items =
      ItemsPath === undefined ? this.#effective : pathExpression(ItemsPath, this.#effective, this.#problems);
    const selector = ItemSelector ?? Parameters;
    return {
      ...(items === INPUT ? {} : { Items: asField(items) }),
      ...(selector ? { ItemSelector: templateValue(selector, this.#effective, this.#problems) } : {}),
    };
  }

  #choiceFields({ Choices, InputPath, OutputPath }: ChoiceStateDefinition): JsonObject {
    if ((InputPath ?? '$') !== '$' || (OutputPath ?? '$') !== '$') {
      this.#problems.report('A Choice state that selects from its input has no counterpart.');
    }
    const rules = (Choices as readonly ChoiceRuleDefinition[]).map(
      ({ Next, Assign, Comment }, index): JsonObject => ({
        ...(Comment === undefined ? {} : { Comment }),
        Condition: asField(conditionExpression(Choices[index]!, this.#effective, this.#problems)),
        ...(Assign ? { Assign: templateValue(Assign, this.#effective, this.#problems) } : {}),
        Next,
      }),
    );
    return { Choices: rules };
  }

  /** A catcher puts the error output into the raw input; nothing else is applied on that way. */
  #catchFields(): JsonObject {
    const { Catch } = this.#state as ParallelStateDefinition;
    if (!Catch) return {};
    const catchers = (Catch as readonly CatcherDefinition[]).map(({ ResultPath, Assign, ...rest }): JsonObject => {
      const isDefault = ResultPath === undefined || ResultPath === '$';
      const output = ResultPath === null ? INPUT : isDefault ? '' : this.#merged(ResultPath!, ERROR_OUTPUT);
      return {
        ...(rest as JsonObject),
        ...(isDefault ? {} : { Output: asField(output) }),
        ...(Assign ? { Assign: templateValue(Assign, ERROR_OUTPUT, this.#problems) } : {}),
      };
    });
    return { Catch: catchers };
  }

  #outputFields(): JsonObject {
    const { ResultPath, OutputPath } = this.#state;
    if (this.#state.Type === 'Choice' || this.#state.Type === 'Fail') return {};
    const isWhole =
      (ResultPath === undefined || ResultPath === '$') && (OutputPath === undefined || OutputPath === '$');
    if (isWhole) return this.#wholeOutput();
    if (OutputPath === null) return { Output: {} };
    const result = this.#resultExpression();
    const combined =
      ResultPath === null ? INPUT : (ResultPath ?? '$') === '$' ? result : this.#merged(ResultPath!, result);
    const output = (OutputPath ?? '$') === '$' ? combined : pathExpression(OutputPath!, combined, this.#problems);
    return output === this.#defaultOutput() ? {} : { Output: asField(output) };
  }

  /** The result is the output: it can be written as a value with expressions in it. */
  #wholeOutput(): JsonObject {
    const { Type, Result, Parameters, ResultSelector } = this.#state;
    if (Type === 'Pass' && Result !== undefined) return { Output: literalValue(Result, this.#problems) };
    if (Type === 'Pass' && Parameters) return { Output: templateValue(Parameters, this.#effective, this.#problems) };
    if (ResultSelector) return { Output: templateValue(ResultSelector, RESULT, this.#problems) };
    const result = this.#resultExpression();
    return result === this.#defaultOutput() ? {} : { Output: result === '{}' ? {} : asField(result) };
  }

  #resultExpression(): string {
    const { Type, Result, Parameters, ResultSelector } = this.#state;
    if (ResultSelector) return templateExpression(ResultSelector, RESULT, this.#problems);
    if (this.#hasResult()) return RESULT;
    if (Type === 'Pass' && Result !== undefined) return JSON.stringify(Result);
    return Type === 'Pass' && Parameters
      ? templateExpression(Parameters, this.#effective, this.#problems)
      : this.#effective;
  }

  #defaultOutput(): string {
    return this.#hasResult() ? RESULT : INPUT;
  }

  #hasResult(): boolean {
    return fieldFact(this.#kind, 'Output' satisfies keyof TaskStateDefinition)?.sees === 'result';
  }

  /** Variables of Task, Parallel and Map states see the raw result, those of a Pass state its result. */
  #assignFields(): JsonObject {
    const { Assign } = this.#state as PassStateDefinition;
    if (!Assign) return {};
    const result = this.#hasResult() ? RESULT : this.#resultExpression();
    const root = /^[{["]/.test(result) ? `(${result})` : result;
    return { Assign: templateValue(Assign, root, this.#problems) };
  }

  /** The raw input with a value put at a place in it. */
  #merged(path: string, value: string): string {
    const put = (base: string, [name, ...rest]: readonly string[]): string => {
      if (name === undefined) return value;
      return `$merge([${base}, {${JSON.stringify(name)}: ${put(`${base}.${nameStep(name)}`, rest)}}])`;
    };
    return put(INPUT, memberNames(path, this.#problems));
  }
}
