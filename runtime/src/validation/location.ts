import type { SourceNode } from '../source/node.ts';

/** The service's name of a place: `/States/C/Choices[0]/Next`, `/` for the root of the definition. */
export function awsLocation(node: SourceNode, root: SourceNode | undefined): string {
  const parts: string[] = [];
  for (let current = node; current !== root && current.parent; current = current.parent) {
    const { keyInParent } = current;
    parts.push(typeof keyInParent === 'number' ? `[${keyInParent}]` : `/${keyInParent}`);
  }
  return parts.length === 0 ? '/' : parts.reverse().join('');
}
