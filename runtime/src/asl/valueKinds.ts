/**
 * What the text in a field stands for, so that validation, completion, hover and references agree on it.
 *
 * - `stateName` names a state of the same `States` object
 * - `path` any JSONPath, also into the context object or a variable
 * - `referencePath` a JSONPath that selects exactly one node
 * - `resultPath` a reference path without context object and variables
 * - `pathOrIntrinsic` a path or an intrinsic function call that returns a string
 * - `resource` a Task's ARN; `readerResource`, `writerResource` those of a distributed Map
 * - `errorNames` an array of error names
 * - `texts` an array of strings
 * - `assignments` an object whose keys are variable names
 * - `timestamp` RFC 3339 text
 */
export type ValueKind =
  | 'stateName'
  | 'path'
  | 'referencePath'
  | 'resultPath'
  | 'pathOrIntrinsic'
  | 'resource'
  | 'readerResource'
  | 'writerResource'
  | 'errorNames'
  | 'texts'
  | 'assignments'
  | 'timestamp'
  | 'stateMap'
  | 'label'
  | 'stringMatch';
