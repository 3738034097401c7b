/** Services whose package is called otherwise than they are: the names of their APIs are longer. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  applicationdiscovery: 'application-discovery-service',
  config: 'config-service',
  costandusagereport: 'cost-and-usage-report-service',
  databasemigration: 'database-migration-service',
  directory: 'directory-service',
  elasticsearch: 'elasticsearch-service',
  lexmodelbuilding: 'lex-model-building-service',
  lexruntime: 'lex-runtime-service',
  marketplaceentitlement: 'marketplace-entitlement-service',
};

/** Packages with dashes in their names, which services lack: `cloudwatchlogs` is called by client-cloudwatch-logs. */
const DASHED = `
account-access acm-pca agent-registry agent-registry-control api-gateway application-auto-scaling application-insights application-signals
app-mesh arc-region-switch arc-zonal-shift auto-scaling auto-scaling-plans backup-gateway bcm-dashboards bcm-data-exports bcm-pricing-
calculator bcm-recommended-actions bedrock-agent bedrock-agentcore bedrock-agentcore-control bedrock-agent-runtime bedrock-data-automation
bedrock-data-automation-runtime bedrock-runtime chime-sdk-identity chime-sdk-media-pipelines chime-sdk-meetings chime-sdk-messaging chime-
sdk-voice cloudfront-keyvaluestore cloudhsm-v2 cloudsearch-domain cloudtrail-data cloudwatch-logs codeguru-reviewer codeguru-security
codestar-connections codestar-notifications cognito-identity cognito-identity-provider cognito-sync compute-optimizer compute-optimizer-
automation connect-contact-lens cost-explorer cost-optimization-hub customer-profiles data-pipeline device-farm devops-agent devops-guru
direct-connect directory-service-data docdb-elastic dynamodb-streams ec2-instance-connect ecr-public eks-auth elastic-beanstalk elastic-
load-balancing elastic-load-balancing-v2 emr-containers emr-serverless finspace-data geo-maps geo-places geo-routes global-accelerator iam-
toolbox inspector-scan iot-data-plane iot-jobs-data-plane iot-managed-integrations iot-wireless ivs-realtime kendra-ranking kinesis-
analytics kinesis-analytics-v2 kinesis-video kinesis-video-archived-media kinesis-video-media kinesis-video-signaling kinesis-video-webrtc-
storage lambda-core lambda-microvms lambda-web launch-wizard lex-models-v2 lex-runtime-v2 license-manager license-manager-linux-
subscriptions license-manager-user-subscriptions machine-learning managedblockchain-query marketplace-agreement marketplace-catalog
marketplace-commerce-analytics marketplace-deployment marketplace-discovery marketplace-metering marketplace-reporting mediapackage-vod
mediastore-data medical-imaging migration-hub migrationhub-config migration-hub-refactor-spaces mwaa-serverless neptune-graph network-
firewall network-security-manager nova-act partnercentral-account partnercentral-benefits partnercentral-channel partnercentral-revenue-
measurement partnercentral-selling payment-cryptography payment-cryptography-data pca-connector-ad pca-connector-scep personalize-events
personalize-runtime pinpoint-email pinpoint-sms-voice pinpoint-sms-voice-v2 pricing-plan-manager rds-data redshift-data redshift-serverless
resource-explorer-2 resource-groups resource-groups-tagging-api route-53 route-53-domains route53-recovery-cluster route53-recovery-control-
config route53-recovery-readiness s3-control sagemaker-a2i-runtime sagemaker-edge sagemaker-featurestore-runtime sagemaker-geospatial
sagemaker-metrics sagemaker-runtime secrets-manager security-ir service-catalog service-catalog-appregistry service-quotas signer-data snow-
device-management ssm-contacts ssm-guiconnect ssm-incidents ssm-quicksetup ssm-sap sso-admin sso-oidc storage-gateway support-app
timestream-influxdb timestream-query timestream-write voice-id vpc-lattice waf-regional workspaces-instances workspaces-thin-client
workspaces-web
`;

const BY_SERVICE: ReadonlyMap<string, string> = new Map([
  ...DASHED.trim()
    .split(/\s+/)
    .map((name) => [name.replaceAll('-', ''), name] as const),
  ...Object.entries(OTHER_NAMES),
]);

/** The package of the AWS SDK for JavaScript v3 that calls a service, as in `aws-sdk:<service>`. */
export function sdkPackage(service: string): string {
  return `@aws-sdk/client-${BY_SERVICE.get(service) ?? service}`;
}
