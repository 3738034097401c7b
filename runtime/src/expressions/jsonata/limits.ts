/** Longest sequence: on AWS a range of this many items passes, one more does not. */
export const SEQUENCE_LIMIT = 873_782;
/** Most items that functions of one evaluation may make in one go, all together: some hundred megabytes. */
export const ITEMS_LIMIT = 40_000_000;
/** Longest evaluation in milliseconds; the service has such a limit, too, but does not tell it. */
export const TIME_LIMIT = 3_000;
/** Deepest nesting of calls of an expression's own functions, tail calls aside: on AWS 95 pass and 125 do not. */
export const CALL_LIMIT = 100;
/** Longest text, in characters, that a function may make in one go. */
export const TEXT_LIMIT = 4 * 1024 * 1024;
/** Most values in a result. One that refers to its parts many times over would otherwise be endless once it is written out. */
export const VALUES_LIMIT = 2_000_000;
