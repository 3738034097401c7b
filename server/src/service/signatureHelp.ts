import type { SignatureHelp } from 'vscode-languageserver';
import { type IntrinsicFact, intrinsic } from '../../../runtime/src/asl/intrinsics.ts';
import { type JsonataFunctionFact, jsonataFunction } from '../../../runtime/src/asl/jsonataFunctions.ts';
import type { DocumentAnalysis } from './analysis.ts';
import { type CompletionContext, contextAt } from './completion/context/completionContext.ts';
import { intrinsicCursor } from './completion/expression/intrinsicText.ts';
import { jsonataCall } from './completion/expression/jsonataText.ts';
import { signatureOf } from './completion/knowledge/documentation.ts';
import { acceptsIntrinsic } from './completion/position/paths.ts';

/** Characters after which a client should ask. */
export const SIGNATURE_TRIGGERS: readonly string[] = ['(', ','];

/** Signatures depend on nothing but the language. */
const NO_WORKSPACE = { uri: '', templates: [], sampleInputs: [] };

/** The parameters of the function whose parentheses hold an offset: JSONata functions and intrinsic functions. */
export function signatureHelpAt(analysis: DocumentAnalysis, offset: number): SignatureHelp | undefined {
  const context = contextAt(analysis, offset, NO_WORKSPACE);
  const call = context && callAt(context);
  return call && help(call.fact, call.argument);
}

interface Call {
  readonly fact: JsonataFunctionFact | IntrinsicFact;
  readonly argument: number;
}

function callAt({ place, position, value }: CompletionContext): Call | undefined {
  if (value?.is !== 'value') return undefined;
  const { content, cursor } = position.token;
  if (place.language === 'JSONata') {
    const call = jsonataCall(content, cursor);
    const fact = call && jsonataFunction(call.name);
    return fact && { fact, argument: call.argument };
  }
  if (!acceptsIntrinsic(place, value, position.key)) return undefined;
  const { call } = intrinsicCursor(content, cursor);
  const fact = call && intrinsic(call.name);
  return fact && { fact, argument: call.argument };
}

function help(fact: JsonataFunctionFact | IntrinsicFact, argument: number): SignatureHelp {
  const { parameters } = fact;
  const last = parameters.length - 1;
  const isOpen = parameters[last]?.startsWith('...') ?? false;
  const active = isOpen ? Math.min(argument, last) : argument;
  return {
    signatures: [
      {
        label: signatureOf(fact),
        documentation: { kind: 'markdown', value: fact.doc },
        parameters: parameters.map((label) => ({ label })),
      },
    ],
    activeSignature: 0,
    activeParameter: active,
  };
}
