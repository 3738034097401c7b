export type { AwsDiagnostic, ValidateRequest, ValidateResponse } from './aws.ts';
export { validateStateMachineDefinition } from './aws.ts';
export type { StateMachineType } from './context.ts';
export type { Diagnostic, FixData, RelatedPlace, Severity } from './diagnostic.ts';
export { PartMemory } from './partMemory.ts';
export type { Rule } from './rule.ts';
export { RULES } from './rules.ts';
export type { RuleSetting, ValidationOptions } from './validate.ts';
export { finished, runProblems, validate, validateInSteps } from './validate.ts';
