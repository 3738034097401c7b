import {
  type FieldFact,
  type ObjectKind,
  objectFact,
  type QueryLanguage,
} from '../../../../../runtime/src/asl/fields.ts';
import { STATE_KINDS } from '../position/fieldNames.ts';
import { choice, hole, type Sketch, text } from './sketch.ts';

/** What stands behind a field's name when it is inserted: the least that is right, with holes for the rest. */
export function fieldSketch(
  kind: ObjectKind,
  name: string,
  fact: FieldFact,
  language: QueryLanguage,
  depth = 0,
): Sketch {
  const isType = STATE_KINDS.includes(kind) && fact.required && fact.values?.length === 1;
  if (isType) return text(hole());
  if (fact.values) return valuesSketch(fact);
  if (fact.object) return depth > 2 ? {} : objectSketch(fact.object, language, depth + 1);
  if (fact.arrayOf) return depth > 2 ? [] : [objectSketch(fact.arrayOf, language, depth + 1)];
  return sketchByMeaning(name, fact, language);
}

/** An object with its required fields. */
export function objectSketch(kind: ObjectKind, language: QueryLanguage, depth = 0): Sketch {
  const required = Object.entries(objectFact(kind).fields).filter(
    ([, fact]) => fact.required && (fact.language === undefined || fact.language === language),
  );
  return Object.fromEntries(required.map(([name, fact]) => [name, fieldSketch(kind, name, fact, language, depth)]));
}

/** Whether a value of the field can be completed further, so that the list should open again. */
export function isCompletable(fact: FieldFact): boolean {
  const kinds = ['stateName', 'resource', 'readerResource', 'writerResource', 'errorNames', 'path', 'referencePath'];
  return (fact.holds !== undefined && kinds.includes(fact.holds)) || (fact.values?.length ?? 0) === 1;
}

function valuesSketch(fact: FieldFact): Sketch {
  const values = fact.values!;
  if (values.length === 1) return values[0]!;
  if (values.every((value) => typeof value === 'string')) return text(choice(values));
  return choice(values.map(String));
}

function sketchByMeaning(name: string, fact: FieldFact, language: QueryLanguage): Sketch {
  switch (fact.holds) {
    case 'errorNames':
      return [text(hole())];
    case 'stateMap':
    case 'assignments':
      return {};
    case 'path':
    case 'referencePath':
    case 'resultPath':
      return text('$', hole());
  }
  const [type] = fact.types;
  if (name.endsWith('.$')) return text('$', hole());
  if (type === 'boolean')
    return fact.expression && language === 'JSONata'
      ? expressionSketch()
      : fact.language
        ? choice(['true', 'false'])
        : true;
  if (type === 'object' || (type === 'any' && fact.template && language === 'JSONPath')) return {};
  if (language === 'JSONata' && (type === 'any' || type === 'array') && fact.expression) return expressionSketch();
  if (type === 'array') return [text(hole())];
  if (type === 'integer' || type === 'number') return hole(usefulDefault(fact) || String(fact.minimum ?? 0));
  return type === 'any' ? {} : text(hole());
}

/** The value the service assumes, unless that only means "no limit". */
export function usefulDefault({ assumed, maximum }: FieldFact): string {
  return assumed === undefined || assumed === maximum ? '' : String(assumed);
}

/** `{% … %}` */
export function expressionSketch(): Sketch {
  return text('{% ', hole(), ' %}');
}
