/** Wordings of the service that several rules share. */

/** Recorded on AWS. */
export function unrecognized(arn: string): string {
  return `The resource provided ${arn} is not recognized. The value is not a valid resource ARN, or the resource is not available in this region.`;
}
