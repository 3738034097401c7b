import { parseResource } from '../../../../runtime/src/asl/resources.ts';
import type { SourceNode } from '../../../../runtime/src/source/document.ts';
import type { ValidationContext } from '../../../../runtime/src/validation/context.ts';
import { type StateContext, textOf } from '../../../../runtime/src/validation/model.ts';

/** What a state does, in a few words: the action of a task, the time of a wait, the error of a failure. */
export function stateDetail(state: StateContext, context: ValidationContext): string | undefined {
  const { fields } = state;
  switch (state.type) {
    case 'Task':
      return taskDetail(state);
    case 'Wait':
      return waitDetail(state);
    case 'Fail':
      return textOf(fields.Error?.valueNode) ?? textOf(fields.ErrorPath?.valueNode);
    case 'Map':
      return mapDetail(state, context);
    default:
      return undefined;
  }
}

function taskDetail({ fields }: StateContext): string | undefined {
  const arn = textOf(fields.Resource?.valueNode);
  const resource = arn === undefined ? undefined : parseResource(arn);
  switch (resource?.kind) {
    case 'lambda':
      return resource.functionName;
    case 'activity':
      return resource.activityName;
    case 'optimized':
    case 'aws-sdk':
    case 'http': {
      const name = calledName(fields.Parameters?.valueNode ?? fields.Arguments?.valueNode);
      return `${resource.service}:${resource.resource}${name ? ` ${name}` : ''}`;
    }
    default:
      return arn;
  }
}

/** The function or state machine that an integration calls: the last part of its name or ARN. */
function calledName(parameters: SourceNode | undefined): string | undefined {
  const name = ['FunctionName', 'StateMachineArn']
    .map((key) => textOf(parameters?.get(key)))
    .find((text) => text !== undefined);
  return name
    ?.replace(/:\$LATEST$/, '')
    .split(':')
    .at(-1);
}

function waitDetail({ fields }: StateContext): string | undefined {
  const seconds = fields.Seconds?.valueNode;
  if (seconds) return seconds.kind === 'number' ? `${seconds.value} s` : String(seconds.value);
  const timestamp = textOf(fields.Timestamp?.valueNode) ?? textOf(fields.TimestampPath?.valueNode);
  return timestamp === undefined ? textOf(fields.SecondsPath?.valueNode) : `until ${timestamp}`;
}

function mapDetail(state: StateContext, context: ValidationContext): string | undefined {
  const scope = state.inner[0];
  const items = textOf(state.fields.ItemsPath?.valueNode) ?? textOf(state.fields.Items?.valueNode);
  const reader = context.objects('itemReader').find((object) => object.state === state);
  const source = reader ? textOf(reader.fields.Resource?.valueNode)?.split(':::').at(-1) : items;
  return [scope?.isDistributed ? 'distributed' : '', source ?? ''].filter(Boolean).join(', ') || undefined;
}
