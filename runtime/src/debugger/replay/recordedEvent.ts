import { isObject, type Json, type JsonObject } from '../../asl/json.ts';

/** One event of GetExecutionHistory as it was read from a file. Its JSON texts become values when somebody asks for them. */
export class RecordedEvent {
  private readonly values = new Map<string, Json | undefined>();

  constructor(
    readonly id: number,
    readonly previousEventId: number,
    /** Milliseconds since the epoch. */
    readonly time: number,
    readonly type: string,
    private readonly details: JsonObject,
  ) {}

  /** A plain text of the details: `name`, `error`, `cause` ... */
  text(member: string): string | undefined {
    const value = this.details[member];
    return typeof value === 'string' ? value : undefined;
  }

  number(member: string): number | undefined {
    const value = this.details[member];
    return typeof value === 'number' ? value : undefined;
  }

  /**
   * The value of a member that holds JSON text: `input`, `output`, `parameters`. Undefined where it was not recorded: it was cut off
   * (`truncated`), or the execution data was left out (`includeExecutionData`).
   */
  json(member: 'input' | 'output' | 'parameters'): Json | undefined {
    if (!this.values.has(member)) this.values.set(member, this.read(member));
    return this.values.get(member);
  }

  /** Variables that the state assigned; undefined where none were, or where they were cut off. */
  get assigned(): JsonObject | undefined {
    const { assignedVariables: texts, assignedVariablesDetails: about } = this.details;
    if (!isObject(texts) || isTruncated(about)) return undefined;
    const assigned: Record<string, Json> = {};
    for (const [name, text] of Object.entries(texts)) {
      const value = parsed(text);
      if (value === undefined) return undefined;
      Object.defineProperty(assigned, name, { value, enumerable: true, writable: true, configurable: true });
    }
    return assigned;
  }

  private read(member: string): Json | undefined {
    return isTruncated(this.details[`${member}Details`]) ? undefined : parsed(this.details[member]);
  }
}

function isTruncated(about: Json | undefined): boolean {
  return isObject(about) && about.truncated === true;
}

function parsed(text: Json | undefined): Json | undefined {
  if (typeof text !== 'string') return undefined;
  try {
    return JSON.parse(text) as Json;
  } catch {
    // A text that was cut off without saying so.
    return undefined;
  }
}
