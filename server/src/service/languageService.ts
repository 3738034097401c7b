/** Everything the language service can do. Its functions take documents and offsets and answer in the types of the protocol. */
export { analyze, type DocumentAnalysis } from './analysis.ts';
export { type CallHierarchyData, callHierarchyItemsAt, incomingCalls, outgoingCalls } from './callHierarchy.ts';
export { CODE_ACTION_KINDS, type CodeActionOptions, codeActionsAt } from './codeActions/codeActions.ts';
export {
  COMPLETION_TRIGGERS,
  complete,
  type ItemOptions,
  resolveCompletion,
  type WorkspaceInput,
} from './completion/index.ts';
export { type DefinitionSources, definitionAt } from './definition.ts';
export { type DiagnosticOptions, diagnosticsInSteps, diagnosticsOf } from './diagnostics.ts';
export { documentLinksOf } from './documentLinks.ts';
export { foldingRangesOf } from './folding.ts';
export { type FormatOptions, formatDocument } from './formatting.ts';
export { graphsOf } from './graph/graph.ts';
export { hoverAt } from './hover.ts';
export { type InlayHintOptions, inlayHintsIn } from './inlayHints.ts';
export { toOffset, toOffsets } from './positions.ts';
export { highlightsAt, referencesAt } from './references.ts';
export { type RenameOutcome, renameAt, renameRangeAt } from './rename.ts';
export { selectionRangesAt } from './selectionRanges.ts';
export { SEMANTIC_TOKENS_LEGEND, semanticTokensOf } from './semanticTokens.ts';
export { SIGNATURE_TRIGGERS, signatureHelpAt } from './signatureHelp.ts';
export { documentSymbolsOf, workspaceSymbolsIn } from './symbols.ts';
export { machinesOfFile, type TemplateFile } from './templates.ts';
