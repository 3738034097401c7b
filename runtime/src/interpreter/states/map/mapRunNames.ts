import type { Random } from '../../environment.ts';
import type { Execution } from '../../execution.ts';

/** ARNs of a Map Run and of its children. AWS Step Functions Developer Guide, "Map Run" and "child workflow executions". */
export class MapRunNames {
  /** What the Map Run's ARN ends with, and what its files are named by. */
  readonly uuid: string;
  /** `<machine>/<label>`. */
  private readonly name: string;
  /** `arn:aws:states:<region>:<account>`. */
  private readonly region: string;
  private readonly random: Random;

  constructor({ stateMachineArn, environment }: Execution, label: string | undefined) {
    const parts = stateMachineArn.split(':');
    this.random = environment.random;
    this.region = parts.slice(0, 5).join(':');
    this.name = `${parts[6] ?? ''}/${label ?? this.random.uuid()}`;
    this.uuid = this.random.uuid();
  }

  get mapRunArn(): string {
    return `${this.region}:mapRun:${this.name}:${this.uuid}`;
  }

  get stateMachineArn(): string {
    return `${this.region}:stateMachine:${this.name}`;
  }

  /** ARN of a new child. One that takes the place of a former one keeps its name. */
  childArn(type: Execution['type'], former: Execution | undefined): string {
    const name = former?.executionArn.split(':')[7] ?? this.random.uuid();
    return type === 'EXPRESS'
      ? `${this.region}:express:${this.name}:${name}:${this.random.uuid()}`
      : `${this.region}:execution:${this.name}:${name}`;
  }
}
