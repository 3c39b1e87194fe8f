package infra.catalogue;

import infra.environment.Deployment;
import infra.storage.ResultFolders;
import software.amazon.awscdk.services.athena.CfnWorkGroup;
import software.constructs.Construct;

/**
 * Workgroups of Athena: each with a bound on what a query reads, and a place for results that the caller cannot choose.
 */
final class Workgroups {
    private final Construct scope;
    private final Deployment deployment;
    private final String keyArn;

    Workgroups(Construct scope, Deployment deployment, String keyArn) {
        this.scope = scope;
        this.deployment = deployment;
        this.keyArn = keyArn;
    }

    void make() {
        workgroup(
                "DefaultWorkgroup",
                deployment.naming().workgroup("default"),
                "For whoever has no other",
                "workgroups/default/");
        workgroup("ExportWorkgroup", deployment.get("export.athena-workgroup"), "Queries of exports", "athena/");
        for (String role : ResultFolders.ROLES) {
            workgroup(
                    role.startsWith("core") ? "CoreAnalystWorkgroup" : "PiiAnalystWorkgroup",
                    deployment.naming().workgroup(role),
                    "Queries of " + role + "s",
                    ResultFolders.folder(role));
        }
    }

    private void workgroup(String id, String name, String description, String folder) {
        CfnWorkGroup.Builder.create(scope, id)
                .name(name)
                .description(description)
                .state("ENABLED")
                .recursiveDeleteOption(!deployment.environment().kept())
                .workGroupConfiguration(CfnWorkGroup.WorkGroupConfigurationProperty.builder()
                        .enforceWorkGroupConfiguration(true)
                        .publishCloudWatchMetricsEnabled(true)
                        .requesterPaysEnabled(false)
                        .bytesScannedCutoffPerQuery(
                                deployment.environment().analysts().scanLimit())
                        .engineVersion(CfnWorkGroup.EngineVersionProperty.builder()
                                .selectedEngineVersion("Athena engine version 3")
                                .build())
                        .resultConfiguration(CfnWorkGroup.ResultConfigurationProperty.builder()
                                .outputLocation("s3://" + deployment.get("export.athena-output") + "/" + folder)
                                .encryptionConfiguration(CfnWorkGroup.EncryptionConfigurationProperty.builder()
                                        .encryptionOption("SSE_KMS")
                                        .kmsKey(keyArn)
                                        .build())
                                .build())
                        .build())
                .build();
    }
}
