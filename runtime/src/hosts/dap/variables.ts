import type { DebugProtocol } from '@vscode/debugprotocol';
import { isObject, type Json } from '../../asl/json.ts';
import type { Debugger } from '../../debugger/debugger.ts';
import type { EditPlace, Entry, ScopeView } from '../../debugger/scopeView.ts';
import { type Settled, whenSettled } from '../../debugger/settled.ts';
import type { Step } from '../../debugger/step.ts';
import { pathText, type ValuePath, valueAt } from '../../debugger/valuePath.ts';
import { Handles } from './handles.ts';
import { exactPathIn, HIDDEN, type Redaction } from './redaction.ts';
import { decodedJson, typeText, valueText } from './valueText.ts';

/** Something whose members can be asked for: a JSON value, or entries of a scope. */
type Container =
  | {
      readonly kind: 'json';
      readonly read: () => Json | undefined;
      readonly evaluateName?: string;
      readonly edit?: ContainerEdit;
      /** Where it lies in the document that is shown. */
      readonly path?: ValuePath;
    }
  | { readonly kind: 'entries'; readonly entries: () => Settled<readonly Entry[]> };

/** Where the members of a container are stored. */
interface ContainerEdit extends EditPlace {
  readonly path: ValuePath;
}

/** Finds the step that has given a variable its value. */
interface Writer {
  readonly name: string;
  readonly find: () => Step | undefined;
}

/** Stands for a value that must not be shown. */
const HIDDEN_VALUE = {
  value: HIDDEN,
  variablesReference: 0,
  presentationHint: { attributes: ['readOnly'] },
};

/** Arrays longer than this are announced to the client, which then asks for them piece by piece. */
const PAGED_FROM = 100;

/** Scopes and values as the protocol's variables, made when somebody asks. */
export class Variables {
  private readonly handles = new Handles<Container>();
  private readonly writers = new Handles<Writer>();

  constructor(
    private readonly session: Debugger,
    private readonly longestValue: number,
    private readonly redaction: Redaction | undefined,
    /** What a text shows below it, when it holds JSON. */
    private readonly decoded: (text: Json | undefined) => Json | undefined = decodedJson,
  ) {}

  clear(): void {
    this.handles.clear();
    this.writers.clear();
  }

  scope(view: ScopeView): DebugProtocol.Scope {
    const { value, entries } = view;
    const container: Container = value
      ? {
          kind: 'json',
          read: this.reader(value.json, value.edit && { ...value.edit, path: [] }),
          ...value,
          edit: value.edit && { ...value.edit, path: [] },
        }
      : { kind: 'entries', entries: entries ?? (() => []) };
    const json = value && container.kind === 'json' ? container.read() : undefined;
    return {
      name: view.name,
      presentationHint: view.hint,
      // A scope is a list of members: a value without any shows itself as its only one.
      variablesReference: this.handles.add(value && !hasMembers(json) ? soleMember(view.name, value) : container),
      expensive: view.expensive ?? false,
      ...paging(json),
    };
  }

  /** A value on its own, for evaluate and the like. */
  value(json: Json, evaluateName?: string, edit?: ContainerEdit): Omit<DebugProtocol.Variable, 'name'> {
    return this.present(json, evaluateName, edit, evaluateName === undefined ? [] : exactPathIn(evaluateName));
  }

  /** The members of a container; undefined when the reference is stale. */
  list(args: DebugProtocol.VariablesArguments): Settled<readonly DebugProtocol.Variable[]> | undefined {
    const container = this.handles.get(args.variablesReference);
    if (!container) return undefined;
    if (container.kind === 'entries') {
      return whenSettled(container.entries(), (entries) => page(entries, args).map((entry) => this.entry(entry)));
    }
    const json = container.read();
    if (Array.isArray(json)) {
      if (args.filter === 'named') return [];
      const start = args.start ?? 0;
      return page(json, args).map((item, i) => this.member(container, start + i, item));
    }
    if (!isObject(json) || args.filter === 'indexed') return [];
    return page(Object.entries(json), args).map(([name, member]) => this.member(container, name, member));
  }

  /** The place that a variable in a container is stored at; undefined when it cannot be changed, null when the reference is stale. */
  placeOf(reference: number, name: string): Settled<ContainerEdit | undefined | null> {
    const container = this.handles.get(reference);
    if (!container) return null;
    if (container.kind === 'json') {
      const json = container.read();
      const step = Array.isArray(json) ? Number(/^\[?(\d+)\]?$/.exec(name)?.[1] ?? Number.NaN) : name;
      return container.edit && { ...container.edit, path: [...container.edit.path, step] };
    }
    return whenSettled(container.entries(), (entries) => {
      const entry = entries.find((candidate) => candidate.name === name);
      return entry?.edit && { ...entry.edit, path: entryPath(entry) };
    });
  }

  /** What has made the value that a reference to a location is about; null when the reference is stale. */
  writerOf(reference: number): { readonly step: Step; readonly name: string } | undefined | null {
    const writer = this.writers.get(reference);
    if (!writer) return null;
    const step = writer.find();
    return step && { step, name: writer.name };
  }

  private member(container: Container & { kind: 'json' }, step: string | number, json: Json): DebugProtocol.Variable {
    const { edit, evaluateName } = container;
    const path = edit && { ...edit, path: [...edit.path, step] };
    const name = typeof step === 'number' ? `[${step}]` : step;
    const place = [...(container.path ?? []), step];
    return { name, ...this.present(json, evaluateName && `${evaluateName}${pathText([step])}`, path, place) };
  }

  private entry(entry: Entry): DebugProtocol.Variable {
    const { name, text, value, children, evaluateName } = entry;
    const place = exactPathIn(name.replace(/^[+~-] \$/, ''));
    if (this.redaction?.hides(place)) return { name, ...HIDDEN_VALUE };
    if (text !== undefined || children) {
      const reference = children ? this.handles.add({ kind: 'entries', entries: () => children }) : 0;
      return { name, value: text ?? '', variablesReference: reference, presentationHint: { attributes: ['readOnly'] } };
    }
    const edit = entry.edit && { ...entry.edit, path: entryPath(entry) };
    const location = entry.madeBy && this.writers.add({ name, find: entry.madeBy });
    return {
      name,
      ...this.present(value, evaluateName, edit, place),
      ...(location === undefined ? {} : { declarationLocationReference: location, valueLocationReference: location }),
    };
  }

  private present(
    json: Json | undefined,
    evaluateName: string | undefined,
    edit: ContainerEdit | undefined,
    path: ValuePath,
  ): Omit<DebugProtocol.Variable, 'name'> {
    if (this.redaction?.hides(path)) return HIDDEN_VALUE;
    const inner = hasMembers(json) ? json : this.decoded(json);
    const isDecoded = inner !== undefined && inner !== json;
    const reference = hasMembers(inner)
      ? this.handles.add({
          kind: 'json',
          read: isDecoded ? () => inner : this.reader(json!, edit),
          evaluateName: isDecoded ? undefined : evaluateName,
          edit: isDecoded ? undefined : edit,
          path,
        })
      : 0;
    return {
      value: valueText(this.redaction ? this.redaction.shown(json, path) : json, this.longestValue),
      type: typeText(json),
      variablesReference: reference,
      evaluateName,
      ...(reference === 0 ? {} : paging(inner)),
      ...(edit ? {} : { presentationHint: { attributes: ['readOnly'] } }),
    };
  }

  /** Values that can be changed are read anew each time: a change makes another step of the same number. */
  private reader(json: Json, edit: ContainerEdit | undefined): () => Json | undefined {
    if (!edit) return () => json;
    const { steps } = this.session.timeline;
    return () => valueAt(steps[edit.step.index]?.[edit.target], edit.path);
  }
}

function entryPath(entry: Entry): ValuePath {
  return entry.edit?.target === 'variables' ? [entry.name] : [];
}

function soleMember(name: string, value: NonNullable<ScopeView['value']>): Container {
  const entry: Entry = {
    name: name.toLowerCase(),
    value: value.json,
    evaluateName: value.evaluateName,
    edit: value.edit,
  };
  return { kind: 'entries', entries: () => [entry] };
}

function hasMembers(value: Json | undefined): boolean {
  return Array.isArray(value) ? value.length > 0 : isObject(value) && Object.keys(value).length > 0;
}

function paging(value: Json | undefined): { indexedVariables?: number; namedVariables?: number } {
  return Array.isArray(value) && value.length > PAGED_FROM ? { indexedVariables: value.length, namedVariables: 0 } : {};
}

function page<T>(all: readonly T[], { start = 0, count }: DebugProtocol.VariablesArguments): readonly T[] {
  return start === 0 && !count ? all : all.slice(start, count ? start + count : undefined);
}
