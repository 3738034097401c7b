/** Who we are where the caller does not say: the usual AWS environment variables. */
export function awsIdentity(): { readonly region: string; readonly accountId: string } {
  const { AWS_REGION, AWS_DEFAULT_REGION, AWS_ACCOUNT_ID } = process.env;
  return { region: AWS_REGION ?? AWS_DEFAULT_REGION ?? 'us-east-1', accountId: AWS_ACCOUNT_ID ?? '123456789012' };
}
