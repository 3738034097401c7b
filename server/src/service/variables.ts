import { jsonataFunction } from '../../../runtime/src/asl/jsonataFunctions.ts';
import type { SourceNode, SourceRange } from '../../../runtime/src/source/document.ts';
import type { ValidationContext } from '../../../runtime/src/validation/context.ts';
import type { ScopeContext, StateContext } from '../../../runtime/src/validation/model.ts';
import { type ExpressionSite, rangeInDocument } from './expressions/expressionSites.ts';
import { variableUses } from './expressions/variableReferences.ts';

/** One place that assigns or uses a variable. */
export interface VariableSite {
  readonly kind: 'assign' | 'use';
  /** Where the name is written, without dollar and without the `.$` of a key. */
  readonly range: SourceRange;
  readonly state: StateContext | undefined;
  /** The key that assigns, or the string that holds the expression. */
  readonly node: SourceNode;
}

/** A workflow variable. Variables of the same name in scopes that do not see each other are different ones. */
export interface Variable {
  readonly name: string;
  /** The scope that assigns it; undefined when none that is visible from its uses does. */
  readonly scope: ScopeContext | undefined;
  readonly sites: readonly VariableSite[];
}

/** A variable is visible in its own scope and in all inside it, except in the child executions of a distributed Map. */
export function variablesIn(context: ValidationContext, expressions: readonly ExpressionSite[]): Variable[] {
  const table = new VariableTable();
  for (const { fact, value, object } of context.fields) {
    if (fact.holds !== 'assignments' || !object.state) continue;
    for (const { key, keyNode } of value?.properties ?? []) {
      const name = key.replace(/\.\$$/, '');
      const range = keyNode.rangeOf(0, name.length);
      table.add(name, object.state.scope, { kind: 'assign', range, state: object.state, node: keyNode });
    }
  }
  for (const site of expressions) {
    for (const { name, start, end } of variableUses(site)) {
      const range = rangeInDocument(site, start + 1, end);
      const scope = table.scopeOf(name, site.state?.scope);
      // A function can be passed as a value: `$map(items, $uppercase)`.
      if (!scope && site.language === 'jsonata' && jsonataFunction(`$${name}`)) continue;
      table.add(name, scope, { kind: 'use', range, state: site.state, node: site.node });
    }
  }
  return table.variables();
}

class VariableTable {
  readonly #byName = new Map<string, Map<ScopeContext | undefined, VariableSite[]>>();

  add(name: string, scope: ScopeContext | undefined, site: VariableSite): void {
    let scopes = this.#byName.get(name);
    if (!scopes) {
      scopes = new Map();
      this.#byName.set(name, scopes);
    }
    const sites = scopes.get(scope);
    if (sites) sites.push(site);
    else scopes.set(scope, [site]);
  }

  /** The innermost scope around a place that assigns the name. */
  scopeOf(name: string, from: ScopeContext | undefined): ScopeContext | undefined {
    const scopes = this.#byName.get(name);
    for (let scope = from; scope && scopes; scope = scope.owner?.scope) {
      if (scopes.has(scope)) return scope;
      if (scope.isDistributed) return undefined;
    }
    return undefined;
  }

  variables(): Variable[] {
    return [...this.#byName].flatMap(([name, scopes]) => [...scopes].map(([scope, sites]) => ({ name, scope, sites })));
  }
}
