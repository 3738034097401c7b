import { RULES, type RuleSetting } from '../../runtime/src/validation/index.ts';

/** The settings below `stepwise` that the server looks at. */
export interface Settings {
  /** Whether problems are reported at all. */
  readonly validate: boolean;
  readonly severities: Readonly<Record<string, RuleSetting>>;
  readonly inlayHints: { readonly retryDelays: boolean; readonly defaults: boolean };
  readonly format: boolean;
  /** Glob patterns of templates. */
  readonly templates: readonly string[];
}

export const DEFAULT_SETTINGS: Settings = {
  validate: true,
  severities: {},
  inlayHints: { retryDelays: false, defaults: false },
  format: true,
  templates: ['**/template.{json,yaml,yml}', '**/*.template.{json,yaml,yml}', '**/*template*.sam.{yaml,yml}'],
};

const SEVERITIES: ReadonlySet<unknown> = new Set(['error', 'warning', 'information', 'hint', 'off']);

/** Reads what a client sent for the section `stepwise`. Whatever is missing or malformed has its default. */
export function readSettings(section: unknown): Settings {
  const validation = member(section, 'validation');
  const hints = member(section, 'inlayHints');
  const templates = member(member(section, 'templates'), 'files');
  return {
    validate: boolean(member(validation, 'enabled'), DEFAULT_SETTINGS.validate),
    severities: severitiesIn(member(validation, 'rules')),
    inlayHints: {
      retryDelays: boolean(member(hints, 'retryDelays'), DEFAULT_SETTINGS.inlayHints.retryDelays),
      defaults: boolean(member(hints, 'defaults'), DEFAULT_SETTINGS.inlayHints.defaults),
    },
    format: boolean(member(member(section, 'format'), 'enabled'), DEFAULT_SETTINGS.format),
    templates: Array.isArray(templates)
      ? templates.filter((glob) => typeof glob === 'string')
      : DEFAULT_SETTINGS.templates,
  };
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

function boolean(value: unknown, otherwise: boolean): boolean {
  return typeof value === 'boolean' ? value : otherwise;
}

function severitiesIn(value: unknown): Record<string, RuleSetting> {
  const severities: Record<string, RuleSetting> = {};
  for (const { id } of RULES) {
    const setting = member(value, id);
    if (SEVERITIES.has(setting)) severities[id] = setting as RuleSetting;
  }
  return severities;
}
