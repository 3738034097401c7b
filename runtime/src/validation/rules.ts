import type { Rule } from './rule.ts';
import { allErrorsPosition } from './rules/allErrorsPosition.ts';
import { assignName } from './rules/assignName.ts';
import { choiceRuleTest } from './rules/choiceRuleTest.ts';
import { contextAvailability } from './rules/contextAvailability.ts';
import { contextMember } from './rules/contextMember.ts';
import { credentials } from './rules/credentials.ts';
import { deprecatedField } from './rules/deprecatedField.ts';
import { distributedOnly } from './rules/distributedOnly.ts';
import { duplicateKey } from './rules/duplicateKey.ts';
import { duplicateStateName } from './rules/duplicateStateName.ts';
import { errorName } from './rules/errorName.ts';
import { exclusiveFields } from './rules/exclusiveFields.ts';
import { express } from './rules/express.ts';
import { fieldRange } from './rules/fieldRange.ts';
import { fieldType } from './rules/fieldType.ts';
import { fieldValue } from './rules/fieldValue.ts';
import { foreignExpression } from './rules/foreignExpression.ts';
import { heartbeatTimeout } from './rules/heartbeatTimeout.ts';
import { httpTask } from './rules/httpTask.ts';
import { integrationPattern } from './rules/integrationPattern.ts';
import { intrinsicArgument } from './rules/intrinsicArgument.ts';
import { itemBatcher } from './rules/itemBatcher.ts';
import { itemReader } from './rules/itemReader.ts';
import { jsonataContextMember } from './rules/jsonataContextMember.ts';
import { jsonataFunctionCall } from './rules/jsonataFunctionCall.ts';
import { jsonataReference } from './rules/jsonataReference.ts';
import { jsonataSyntax } from './rules/jsonataSyntax.ts';
import { jsonComment } from './rules/jsonComment.ts';
import { mapLabel } from './rules/mapLabel.ts';
import { missingDelimiters } from './rules/missingDelimiters.ts';
import { missingDollar } from './rules/missingDollar.ts';
import { missingField } from './rules/missingField.ts';
import { missingParameter } from './rules/missingParameter.ts';
import { missingPath } from './rules/missingPath.ts';
import { missingTaskToken } from './rules/missingTaskToken.ts';
import { missingTerminalState } from './rules/missingTerminalState.ts';
import { outerVariable } from './rules/outerVariable.ts';
import { pathSyntax } from './rules/pathSyntax.ts';
import { processorMode } from './rules/processorMode.ts';
import { queryLanguageDowngrade } from './rules/queryLanguageDowngrade.ts';
import { resourceArn } from './rules/resourceArn.ts';
import { resultWriter } from './rules/resultWriter.ts';
import { retryDelay } from './rules/retryDelay.ts';
import { stateName } from './rules/stateName.ts';
import { stateType } from './rules/stateType.ts';
import { staticResult } from './rules/staticResult.ts';
import { syntax } from './rules/syntax.ts';
import { templateDuplicate } from './rules/templateDuplicate.ts';
import { templateValue } from './rules/templateValue.ts';
import { timestampFormat } from './rules/timestampFormat.ts';
import { transitionTarget } from './rules/transitionTarget.ts';
import { uncatchableError } from './rules/uncatchableError.ts';
import { undefinedVariable } from './rules/undefinedVariable.ts';
import { unknownField } from './rules/unknownField.ts';
import { unknownIntegration } from './rules/unknownIntegration.ts';
import { unknownParameter } from './rules/unknownParameter.ts';
import { unknownSdkAction } from './rules/unknownSdkAction.ts';
import { unreachableState } from './rules/unreachableState.ts';
import { unusedErrorEntry } from './rules/unusedErrorEntry.ts';
import { wrongQueryLanguage } from './rules/wrongQueryLanguage.ts';

/** Every rule. Adding one means one file and one line here. */
export const RULES: readonly Rule[] = [
  syntax,
  jsonComment,
  duplicateKey,
  stateType,
  missingField,
  unknownField,
  exclusiveFields,
  wrongQueryLanguage,
  queryLanguageDowngrade,
  fieldType,
  fieldRange,
  fieldValue,
  deprecatedField,
  transitionTarget,
  missingTerminalState,
  unreachableState,
  duplicateStateName,
  stateName,
  choiceRuleTest,
  timestampFormat,
  allErrorsPosition,
  errorName,
  uncatchableError,
  unusedErrorEntry,
  retryDelay,
  heartbeatTimeout,
  pathSyntax,
  templateValue,
  templateDuplicate,
  missingDollar,
  missingPath,
  staticResult,
  contextMember,
  contextAvailability,
  jsonataSyntax,
  jsonataReference,
  jsonataFunctionCall,
  jsonataContextMember,
  assignName,
  outerVariable,
  undefinedVariable,
  resourceArn,
  unknownIntegration,
  unknownSdkAction,
  integrationPattern,
  missingParameter,
  unknownParameter,
  credentials,
  express,
  processorMode,
  distributedOnly,
  mapLabel,
  itemReader,
  itemBatcher,
  resultWriter,
  foreignExpression,
  missingDelimiters,
  intrinsicArgument,
  missingTaskToken,
  httpTask,
];
