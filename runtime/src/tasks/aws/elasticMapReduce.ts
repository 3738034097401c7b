import { isObject, type Json, type JsonObject } from '../../asl/json.ts';

/** Calls an API action of the integration's service. */
export type Ask = (action: string, parameters: JsonObject) => Promise<JsonObject>;

/** The parameters of ModifyInstanceFleet, whose fleet the task names. */
export async function fleetByName({ ClusterId, InstanceFleetName, InstanceFleet }: JsonObject, ask: Ask) {
  const id = await idOf('InstanceFleet', ClusterId, InstanceFleetName, ask);
  return { ClusterId: ClusterId ?? null, InstanceFleet: { ...objectOf(InstanceFleet), InstanceFleetId: id } };
}

/** The parameters of ModifyInstanceGroups, whose group the task names. */
export async function groupByName({ ClusterId, InstanceGroupName, InstanceGroup }: JsonObject, ask: Ask) {
  const id = await idOf('InstanceGroup', ClusterId, InstanceGroupName, ask);
  return { ClusterId: ClusterId ?? null, InstanceGroups: [{ ...objectOf(InstanceGroup), InstanceGroupId: id }] };
}

/** Searches all pages of the cluster's fleets or groups. */
async function idOf(kind: string, ClusterId: Json = null, name: Json | undefined, ask: Ask): Promise<Json> {
  let page: JsonObject = {};
  do {
    page = await ask(`list${kind}s`, { ClusterId, ...(page.Marker === undefined ? {} : { Marker: page.Marker }) });
    const listed = page[`${kind}s`];
    const found = (Array.isArray(listed) ? listed : []).find((item) => isObject(item) && item.Name === name);
    if (isObject(found)) return found.Id ?? null;
  } while (page.Marker !== undefined);
  throw Object.assign(new Error(`The cluster ${String(ClusterId)} has no ${kind} with the name ${String(name)}.`), {
    name: 'InvalidRequestException',
    $metadata: { httpStatusCode: 400 },
  });
}

function objectOf(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}
