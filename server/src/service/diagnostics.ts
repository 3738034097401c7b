import type { DiagnosticSeverity, DiagnosticTag, Diagnostic as LspDiagnostic } from 'vscode-languageserver';
import type { AslDocument } from '../../../runtime/src/source/document.ts';
import {
  type Diagnostic,
  type FixData,
  finished,
  type PartMemory,
  type RuleSetting,
  type Severity,
  type StateMachineType,
  validateInSteps,
} from '../../../runtime/src/validation/index.ts';
import type { DocumentAnalysis } from './analysis.ts';
import { toRange } from './positions.ts';

export const DIAGNOSTIC_SOURCE = 'stepwise';

/** What a diagnostic carries for the code actions; clients send it back. */
export interface DiagnosticData {
  readonly fix: FixData;
}

export interface DiagnosticOptions {
  readonly uri: string;
  /** Severities by rule id, instead of the rules' own. */
  readonly severities?: Readonly<Record<string, RuleSetting>>;
  /** Type of a state machine whose definition is this file, when a template tells. */
  readonly type?: StateMachineType;
  /** What was found in earlier versions of the text. */
  readonly memory?: PartMemory;
}

const SEVERITIES: Record<Severity, DiagnosticSeverity> = { error: 1, warning: 2, information: 3, hint: 4 };
const TAGS: Record<'unnecessary' | 'deprecated', DiagnosticTag> = { unnecessary: 1, deprecated: 2 };

/** What is wrong with the definitions of a document. */
export function diagnosticsOf(analysis: DocumentAnalysis, options: DiagnosticOptions): LspDiagnostic[] {
  return finished(diagnosticsInSteps(analysis, options));
}

/** As `diagnosticsOf`, but yields after every few states. Only for the newest version of a document. */
export function* diagnosticsInSteps(
  analysis: DocumentAnalysis,
  options: DiagnosticOptions,
): Generator<undefined, LspDiagnostic[]> {
  const { severities } = options;
  const diagnostics: LspDiagnostic[] = [];
  for (const { document, embedded } of analysis.definitions) {
    const type = embedded?.type ?? options.type;
    // A definition in a template is written in another text than its own.
    const memory = embedded || document.format !== 'json' ? undefined : options.memory;
    const found = yield* validateInSteps(document, { type, severities, memory });
    for (const diagnostic of found) diagnostics.push(toLspDiagnostic(diagnostic, document, options.uri));
  }
  return diagnostics;
}

function toLspDiagnostic(diagnostic: Diagnostic, document: AslDocument, uri: string): LspDiagnostic {
  const { related, tags, data } = diagnostic;
  return {
    range: toRange(document, diagnostic),
    severity: SEVERITIES[diagnostic.severity],
    code: diagnostic.rule,
    source: DIAGNOSTIC_SOURCE,
    message: diagnostic.message,
    ...(tags ? { tags: tags.map((tag) => TAGS[tag]) } : {}),
    ...(related
      ? {
          relatedInformation: related.map((place) => ({
            location: { uri, range: toRange(document, place) },
            message: place.message,
          })),
        }
      : {}),
    ...(data ? { data: { fix: data } satisfies DiagnosticData } : {}),
  };
}
