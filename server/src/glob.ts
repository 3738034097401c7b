/** Whether a path (with slashes, relative to a folder) matches one of the glob patterns: `**`, `*`, `?` and `{a,b}` as in VS Code. */
export function globMatcher(patterns: readonly string[]): (path: string) => boolean {
  const expressions = patterns.map((pattern) => new RegExp(`^${source(pattern)}$`));
  return (path) => expressions.some((expression) => expression.test(path));
}

function source(pattern: string): string {
  let result = '';
  let braces = 0;
  for (let i = 0; i < pattern.length; i++) {
    const character = pattern[i]!;
    if (pattern.startsWith('**/', i)) {
      result += '(?:[^/]+/)*';
      i += 2;
    } else if (pattern.startsWith('**', i)) {
      result += '.*';
      i += 1;
    } else if (character === '*') result += '[^/]*';
    else if (character === '?') result += '[^/]';
    else if (character === '{' && pattern.includes('}', i)) {
      result += '(?:';
      braces++;
    } else if (character === '}' && braces > 0) {
      result += ')';
      braces--;
    } else if (character === ',' && braces > 0) result += '|';
    else result += character.replace(/[.+^$()[\]{}|\\]/, '\\$&');
  }
  return result + ')'.repeat(braces);
}
