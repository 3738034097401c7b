import fc from 'fast-check';
import type { Json } from '../../runtime/src/asl/json.ts';

/** Names that the documents and the expressions share, so that paths meet something. */
const NAMES = ['a', 'b', 'c', 'items', 'v', 'name', 'n0'];
const VARIABLES = ['count', 'list', 'doc', 'text', 'sum'];

/** Small JSON documents with many arrays, singletons, empty ones and nested arrays. */
export const document: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.constantFrom<Json>(null, true, false, 0, 1, -1, 2, 1.5, 0.1, 100, '', 'x', 'abc', 'a b', '12', '1e3', 'ü😀'),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...NAMES), tie('value'), { maxKeys: 4 }),
    fc.array(fc.dictionary(fc.constantFrom(...NAMES), tie('value'), { maxKeys: 3 }), { maxLength: 3 }),
  ),
})).value;

/** JSONata texts of the part of the language that is evaluated without the package, right and wrong ones. */
export const expression: fc.Arbitrary<string> = fc.letrec<{
  e: string;
  path: string;
  step: string;
  filter: string;
  call: string;
}>((tie) => ({
  e: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    fc.constantFrom(
      '1',
      '0',
      '-1',
      '2.5',
      "'x'",
      "'abc'",
      "''",
      "'12'",
      'true',
      'false',
      'null',
      '[]',
      '{}',
      '1e308',
      '0.1',
    ),
    tie('path'),
    tie('path'),
    tie('call'),
    fc
      .tuple(
        tie('e'),
        fc.constantFrom('+', '-', '*', '/', '%', '&', '=', '!=', '<', '<=', '>', '>=', 'and', 'or', 'in'),
        tie('e'),
      )
      .map(([left, operator, right]) => `(${left} ${operator} ${right})`),
    fc
      .tuple(tie('e'), tie('e'), tie('e'))
      .map(([condition, then, otherwise]) => `(${condition} ? ${then} : ${otherwise})`),
    fc.tuple(tie('e'), tie('e')).map(([condition, then]) => `(${condition} ? ${then})`),
    fc.array(tie('e'), { maxLength: 3 }).map((items) => `[${items.join(', ')}]`),
    fc.constantFrom('[1..3]', '[2..2]', '[3..1]', '[$count..3]', '[1..2, 5, [6..7]]'),
    fc
      .array(fc.tuple(fc.constantFrom("'a'", "'b'", "'10'", "'2'", '$text', 'a', '$string($count)'), tie('e')), {
        maxLength: 3,
      })
      .map((pairs) => `{${pairs.map(([key, value]) => `${key}: ${value}`).join(', ')}}`),
    tie('e').map((operand) => `-${operand.startsWith('-') ? `(${operand})` : operand}`),
    fc.tuple(tie('e'), tie('e')).map(([bound, body]) => `($x := ${bound}; ${body})`),
    fc.tuple(tie('e'), tie('e')).map(([bound, body]) => `($y := ${bound}; [$y, ${body}, $y.a])`),
    fc.tuple(tie('e'), tie('filter')).map(([value, filter]) => `(${value})${filter}`),
    fc
      .tuple(tie('e'), fc.constantFrom('$count', '$string', '$sum', '$keys', '$reverse()', '$append(1)', '$distinct()'))
      .map(([value, call]) => `(${value} ~> ${call})`),
  ),
  path: fc
    .tuple(
      fc.constantFrom(
        '$states.input',
        '$states.context',
        '$list',
        '$doc',
        '$text',
        '$none',
        '$count',
        '$x',
        '$states',
        '$',
      ),
      fc.array(tie('step'), { maxLength: 4 }),
    )
    .map(([start, steps]) => start + steps.join('')),
  step: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom(...NAMES).map((name) => `.${name}`),
    fc.constantFrom(...NAMES).map((name) => `.${name}`),
    fc.constantFrom('[0]', '[-1]', '[1]', '[0.9]', '[[0,1]]', '[]', '.*', '.**'),
    tie('filter'),
    tie('e').map((inner) => `.(${inner})`),
    tie('e').map((inner) => `.[${inner}]`),
    tie('e').map((inner) => `.{'k': ${inner}, 'a': v}`),
    tie('e').map((inner) => `{'g': ${inner}}`),
    fc.constantFrom(
      '.$string()',
      '.$uppercase(name)',
      '.$count($)',
      '.$string(v)',
      '.$',
      '.$keys()',
      '{name: v}',
      '{a: $count(v)}',
    ),
  ),
  filter: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom('[v > 1]', '[a]', "[name = 'x']", '[$ > 1]', '[v = 1 or a]', '[$count(items) > 0]', '[$]'),
    tie('e').map((inner) => `[${inner}]`),
  ),
  call: fc.oneof(
    { maxDepth: 4 },
    fc
      .tuple(
        fc.constantFrom(
          'sum',
          'count',
          'max',
          'min',
          'average',
          'string',
          'length',
          'uppercase',
          'lowercase',
          'trim',
          'number',
          'abs',
          'floor',
          'ceil',
          'round',
          'sqrt',
          'boolean',
          'not',
          'exists',
          'keys',
          'merge',
          'spread',
          'type',
          'reverse',
          'distinct',
          'sort',
          'join',
          'parse',
          'hash',
          'base64encode',
          'base64decode',
        ),
        tie('e'),
      )
      .map(([name, argument]) => `$${name}(${argument})`),
    fc
      .tuple(
        fc.constantFrom(
          'append',
          'lookup',
          'join',
          'split',
          'contains',
          'substring',
          'substringBefore',
          'substringAfter',
          'power',
          'round',
          'partition',
          'pad',
          'hash',
          'string',
          'sum',
        ),
        tie('e'),
        tie('e'),
      )
      .map(([name, first, second]) => `$${name}(${first}, ${second})`),
    fc
      .tuple(fc.constantFrom('substring', 'range', 'replace', 'split', 'pad'), tie('e'), tie('e'), tie('e'))
      .map(([name, first, second, third]) => `$${name}(${first}, ${second}, ${third})`),
    fc.tuple(tie('path'), fc.integer({ min: -2, max: 3 })).map(([path, at]) => `$substring($string(${path}), ${at})`),
  ),
})).e;

/** Variables of a scope. */
export const variables: fc.Arbitrary<Record<string, Json>> = fc.dictionary(fc.constantFrom(...VARIABLES), document, {
  maxKeys: 6,
});
