import { expect, test } from 'vitest';
import { globMatcher } from '../../server/src/glob.ts';
import { readSettings } from '../../server/src/settings.ts';

test.each([
  ['**/template.{json,yaml}', 'template.yaml', true],
  ['**/template.{json,yaml}', 'a/b/template.json', true],
  ['**/template.{json,yaml}', 'a/mytemplate.yaml', false],
  ['**/*.asl.{json,yaml,yml}', 'a/pay.asl.yml', true],
  ['infra/*.yaml', 'infra/a/b.yaml', false],
  ['infra/**', 'infra/a/b.yaml', true],
  ['a?.json', 'ab.json', true],
  ['a+(b).json', 'a+(b).json', true],
  ['a{b', 'a{b', true],
])('%s on %s: %s', (pattern, path, expected) => {
  expect(globMatcher([pattern])(path)).toBe(expected);
});

test('settings that make no sense have their defaults', () => {
  const defaults = readSettings(undefined);
  expect(
    readSettings({
      validation: { enabled: 'yes', rules: { nonsense: 'error', 'state-name': 'loud' } },
      inlayHints: 3,
      templates: { files: 'x' },
    }),
  ).toEqual(defaults);
  expect(
    readSettings({ validation: { rules: { 'state-name': 'hint' } }, inlayHints: { defaults: true } }),
  ).toMatchObject({
    severities: { 'state-name': 'hint' },
    inlayHints: { retryDelays: false, defaults: true },
  });
});
