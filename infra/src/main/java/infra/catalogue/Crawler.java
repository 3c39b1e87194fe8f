package infra.catalogue;

import infra.environment.Deployment;
import infra.environment.Naming;
import infra.rights.Right;
import infra.rights.Rights;
import java.util.List;
import software.amazon.awscdk.services.glue.CfnCrawler;
import software.amazon.awscdk.services.glue.CfnSecurityConfiguration;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.constructs.Construct;

/**
 * Finds out which columns the pages of each source have, once a day behind the plan. It keeps tables of its own, and
 * marks one as deprecated when its objects are gone.
 */
final class Crawler {
    /** Two hours behind the usual plan at 01:00. */
    private static final String SCHEDULE = "cron(0 3 * * ? *)";

    private final Construct scope;
    private final Deployment deployment;
    private final Naming naming;
    private final String keyArn;

    Crawler(Construct scope, Deployment deployment, String keyArn) {
        this.scope = scope;
        this.deployment = deployment;
        this.naming = deployment.naming();
        this.keyArn = keyArn;
    }

    CfnCrawler make(String database) {
        String bucket = deployment.get("ingest.raw-bucket");
        CfnSecurityConfiguration security = CfnSecurityConfiguration.Builder.create(scope, "CrawlerSecurity")
                .name(naming.of("lake-crawler"))
                .encryptionConfiguration(CfnSecurityConfiguration.EncryptionConfigurationProperty.builder()
                        .cloudWatchEncryption(CfnSecurityConfiguration.CloudWatchEncryptionProperty.builder()
                                .cloudWatchEncryptionMode("SSE-KMS")
                                .kmsKeyArn(keyArn)
                                .build())
                        .s3Encryptions(List.of(CfnSecurityConfiguration.S3EncryptionProperty.builder()
                                .s3EncryptionMode("SSE-KMS")
                                .kmsKeyArn(keyArn)
                                .build()))
                        .build())
                .build();
        CfnCrawler.Builder crawler = CfnCrawler.Builder.create(scope, "RawCrawler")
                .name(naming.of("lake-raw"))
                .description("Columns of the pages of each source")
                .role(role(database, bucket).getRoleArn())
                .databaseName(database)
                .tablePrefix("crawled_")
                .crawlerSecurityConfiguration(security.getName())
                .targets(CfnCrawler.TargetsProperty.builder()
                        .s3Targets(List.of(CfnCrawler.S3TargetProperty.builder()
                                .path("s3://" + bucket + "/raw/")
                                .sampleSize(10)
                                .build()))
                        .build())
                .recrawlPolicy(CfnCrawler.RecrawlPolicyProperty.builder()
                        .recrawlBehavior("CRAWL_EVERYTHING")
                        .build())
                .schemaChangePolicy(CfnCrawler.SchemaChangePolicyProperty.builder()
                        .updateBehavior("UPDATE_IN_DATABASE")
                        .deleteBehavior("DEPRECATE_IN_DATABASE")
                        .build());
        if (deployment.environment().schedules().on()) {
            crawler.schedule(CfnCrawler.ScheduleProperty.builder()
                    .scheduleExpression(SCHEDULE)
                    .build());
        }
        CfnCrawler made = crawler.build();
        made.addResourceDependency(security);
        return made;
    }

    private Role role(String database, String bucket) {
        return Rights.role(
                scope,
                "CrawlerRole",
                naming.role("crawler"),
                new ServicePrincipal("glue.amazonaws.com"),
                List.of(
                        Right.to("ReadPages", "s3:GetObject")
                                .onAll(
                                        "objects have names that nobody knows before; the prefix bounds them",
                                        Naming.bucketArn(bucket) + "/raw/*"),
                        Right.to("ListPages", "s3:ListBucket", "s3:GetBucketLocation", "s3:GetBucketAcl")
                                .on(Naming.bucketArn(bucket)),
                        Right.to(
                                        "KeepTables",
                                        "glue:GetDatabase",
                                        "glue:GetTable",
                                        "glue:GetTables",
                                        "glue:CreateTable",
                                        "glue:UpdateTable",
                                        "glue:GetPartition",
                                        "glue:GetPartitions",
                                        "glue:BatchGetPartition",
                                        "glue:BatchCreatePartition",
                                        "glue:BatchUpdatePartition",
                                        "glue:BatchDeletePartition",
                                        "glue:UpdatePartition",
                                        "glue:GetSecurityConfiguration")
                                .onAll(
                                        "a crawler names the tables that it finds; database and prefix bound them",
                                        naming.glueArn("catalog"),
                                        naming.glueArn("database/" + database),
                                        naming.glueArn("table/" + database + "/crawled_*")),
                        Right.to(
                                        "WriteLogs",
                                        "logs:CreateLogGroup",
                                        "logs:CreateLogStream",
                                        "logs:PutLogEvents",
                                        "logs:AssociateKmsKey")
                                .onAll(
                                        "Glue makes the groups of its crawlers itself",
                                        naming.logGroupArn("/aws-glue/crawlers*")),
                        Right.to("UseKey", "kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey")
                                .on(keyArn)));
    }
}
