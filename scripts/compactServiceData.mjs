// Rewrites facts about AWS services into the compact files under runtime/src/asl/data, which the bundles carry:
//   node scripts/compactServiceData.mjs SERVICES.json RESPONSE-MODELS.json
// SERVICES: {optimized: [{service, action, patterns, required, known, parametersSource, errorPrefix, notes}],
//            sdk: {prefix: {errorPrefix, genericError, actions, required: {action: [parameter]}, errors}}}
// RESPONSE-MODELS: {service: {operations: {Operation: shape|null}, shapes: {name: {t, m, req, l, k, v, enum, min, max}}}}
// The formats are described where they are read: runtime/src/asl/serviceData.ts and responseModels.ts.
import { readFileSync, writeFileSync } from 'node:fs';

const [servicesFile, modelsFile] = process.argv.slice(2);
if (!modelsFile) {
  console.error('Usage: node scripts/compactServiceData.mjs SERVICES.json RESPONSE-MODELS.json');
  process.exit(2);
}
const services = JSON.parse(readFileSync(servicesFile, 'utf8'));
const models = JSON.parse(readFileSync(modelsFile, 'utf8'));
write('optimizedIntegrations', services.optimized.map(compactIntegration));
write('sdkServices', compactSdk(services.sdk));
write('responseModels', compactModels(models));

function write(name, value) {
  const text = JSON.stringify(value, null, Array.isArray(value) ? 1 : 0);
  writeFileSync(new URL(`../runtime/src/asl/data/${name}.json`, import.meta.url), `${text}\n`);
  console.log(name, text.length);
}

function compactIntegration(entry) {
  const { service, action, patterns, required, known, errorPrefix } = entry;
  return {
    service,
    action,
    patterns: patterns.map((pattern) => (pattern === 'RequestResponse' ? '' : pattern)),
    required,
    parameters: known,
    // A curated list is complete: an unknown name is an error. The others are what the API takes.
    complete: entry.parametersSource.startsWith('curated'),
    errorPrefix,
  };
}

/** Parameter names are numbered by how often they occur, so that most numbers are short. */
function compactSdk(sdk) {
  const uses = new Map();
  for (const { required = {} } of Object.values(sdk)) {
    for (const name of Object.values(required).flat()) uses.set(name, (uses.get(name) ?? 0) + 1);
  }
  const names = [...uses.keys()].sort((a, b) => uses.get(b) - uses.get(a) || (a < b ? -1 : 1));
  const number = new Map(names.map((name, index) => [name, index.toString(36)]));
  const lines = Object.entries(sdk).map(
    ([prefix, { errorPrefix, genericError, actions, required = {}, errors = [] }]) => {
      const list = actions.map((action) =>
        [action, ...(required[action] ?? []).map((name) => number.get(name))].join(' '),
      );
      const ownErrors = errors.map((error) => error.slice(errorPrefix.length + 1).replace(/Exception$/, ''));
      return [
        prefix,
        errorPrefix,
        genericError.slice(errorPrefix.length + 1),
        ownErrors.join(' '),
        list.join(','),
      ].join('|');
    },
  );
  return { parameters: names.join(' '), services: lines.join('\n') };
}

/** Equal shapes become one: classes of shapes are refined until no member leads to different classes. */
function compactModels(models) {
  const aliases = {
    events: 'eventbridge',
    stepfunctions: 'sfn',
    logs: 'cloudwatchlogs',
    'cognito-idp': 'cognitoidentityprovider',
  };
  const shapes = [];
  const numberOf = new Map();
  for (const [service, model] of Object.entries(models)) {
    for (const [name, shape] of Object.entries(model.shapes)) {
      numberOf.set(`${service}#${name}`, shapes.length);
      shapes.push({ service, shape });
    }
  }
  let classes = refine(shapes.map(({ shape }) => own(shape)));
  for (let count = 0; count !== Math.max(...classes); ) {
    count = Math.max(...classes);
    const previous = classes;
    classes = refine(
      shapes.map(({ service, shape }) => `${own(shape)}#${links(service, shape, previous).map(([n, c]) => n + c)}`),
    );
  }
  const first = new Map();
  for (const [index, value] of classes.entries()) if (!first.has(value)) first.set(value, index);
  const used = new Map();
  const lines = [];
  const operations = Object.entries(models).map(([service, model]) => {
    const list = Object.entries(model.operations)
      .filter(([, shape]) => shape !== null)
      .map(([operation, shape]) => `${operation} ${visit(classes[numberOf.get(`${service}#${shape}`)])}`);
    return `${aliases[service] ?? service.replaceAll('-', '')}|${list.join(',')}`;
  });
  return { operations: operations.join('\n'), shapes: lines.join('\n') };

  function visit(value) {
    if (used.has(value)) return used.get(value).toString(36);
    const index = lines.push('') - 1;
    used.set(value, index);
    const { service, shape } = shapes[first.get(value)];
    const members = links(service, shape, classes).map(([name, target]) => `${name}${name && ' '}${visit(target)}`);
    lines[index] = [own(shape), ...(members.length ? [members.join(',')] : [])].join('|');
    return index.toString(36);
  }

  function links(service, shape, classOf) {
    const target = (name) => classOf[numberOf.get(`${service}#${name}`)];
    if (shape.m)
      return Object.entries(shape.m).map(([name, to]) => [
        pascal(name) + (shape.req?.includes(name) ? '!' : ''),
        target(to),
      ]);
    if (shape.l) return [['', target(shape.l)]];
    return shape.v ? [['', target(shape.v)]] : [];
  }

  function own(shape) {
    const letters = {
      structure: '{',
      list: '[',
      map: 'm',
      string: 's',
      timestamp: 's',
      blob: 's',
      boolean: 'b',
      integer: 'i',
      long: 'i',
      double: 'n',
      float: 'n',
    };
    return [letters[shape.t], shape.min ?? '', shape.max ?? '', (shape.enum ?? []).join(' ')]
      .join(';')
      .replace(/;+$/, '');
  }

  function refine(keys) {
    const seen = new Map();
    return keys.map((key) => {
      if (!seen.has(key)) seen.set(key, seen.size);
      return seen.get(key);
    });
  }

  function pascal(name) {
    return name[0].toUpperCase() + name.slice(1);
  }
}
