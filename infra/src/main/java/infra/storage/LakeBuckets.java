package infra.storage;

import infra.environment.Deployment;
import infra.environment.Naming;
import infra.messaging.ServiceAccess;
import io.github.cdklabs.cdknag.NagPackSuppression;
import io.github.cdklabs.cdknag.NagSuppressions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.CfnDeletionPolicy;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.CfnResource;
import software.amazon.awscdk.services.iam.AnyPrincipal;
import software.amazon.awscdk.services.iam.Effect;
import software.amazon.awscdk.services.iam.PolicyDocument;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.s3.CfnBucket;
import software.amazon.awscdk.services.s3.CfnBucketPolicy;
import software.constructs.Construct;

/** The buckets of the lake, and one for the log of who came to them. */
final class LakeBuckets {
    private static final int INCOMPLETE_DAYS = 7;
    private static final int REPLACED_DAYS = 30;
    private static final int LOG_DAYS = 90;

    private final Construct scope;
    private final Deployment deployment;
    private final String keyArn;

    LakeBuckets(Construct scope, Deployment deployment, String keyArn) {
        this.scope = scope;
        this.deployment = deployment;
        this.keyArn = keyArn;
    }

    void make() {
        String logs = logBucket();
        BucketPlan.of(deployment).forEach(plan -> bucket(plan, logs));
    }

    private String logBucket() {
        String name = deployment.naming().bucket("lake-access-logs");
        CfnBucket bucket = CfnBucket.Builder.create(scope, "AccessLogs")
                .bucketName(name)
                .publicAccessBlockConfiguration(closed())
                .ownershipControls(owner())
                .bucketEncryption(CfnBucket.BucketEncryptionProperty.builder()
                        .serverSideEncryptionConfiguration(List.of(CfnBucket.ServerSideEncryptionRuleProperty.builder()
                                .serverSideEncryptionByDefault(CfnBucket.ServerSideEncryptionByDefaultProperty.builder()
                                        .sseAlgorithm("AES256")
                                        .build())
                                .build()))
                        .build())
                .lifecycleConfiguration(CfnBucket.LifecycleConfigurationProperty.builder()
                        .rules(List.of(incomplete(), removed("", LOG_DAYS)))
                        .build())
                .build();
        kept(bucket);
        NagSuppressions.addResourceSuppressions(
                bucket,
                List.of(NagPackSuppression.builder()
                        .id("AwsSolutions-S1")
                        .reason("It holds the access logs of the others; a log of its own would log itself.")
                        .build()));
        PolicyDocument policy = new PolicyDocument();
        policy.addStatements(
                onlyTls(bucket),
                ServiceAccess.of(
                        "TakeLogs",
                        "logging.s3.amazonaws.com",
                        List.of("s3:PutObject"),
                        Naming.bucketArn(name) + "/*"));
        policy("AccessLogsPolicy", bucket, policy);
        return name;
    }

    private void bucket(BucketPlan plan, String logs) {
        List<CfnBucket.RuleProperty> rules = new ArrayList<>(List.of(incomplete(), replaced()));
        plan.ends().forEach(end -> rules.add(end.frozen() ? frozen(end) : removed(end.prefix(), end.days())));
        CfnBucket.Builder builder = CfnBucket.Builder.create(scope, plan.id())
                .bucketName(plan.name())
                .versioningConfiguration(CfnBucket.VersioningConfigurationProperty.builder()
                        .status("Enabled")
                        .build())
                .publicAccessBlockConfiguration(closed())
                .ownershipControls(owner())
                .bucketEncryption(encryption())
                .loggingConfiguration(CfnBucket.LoggingConfigurationProperty.builder()
                        .destinationBucketName(logs)
                        .logFilePrefix(plan.id().toLowerCase(java.util.Locale.ROOT) + "/")
                        .build())
                .lifecycleConfiguration(CfnBucket.LifecycleConfigurationProperty.builder()
                        .rules(rules)
                        .build());
        if (!plan.notices().isEmpty()) {
            builder.notificationConfiguration(CfnBucket.NotificationConfigurationProperty.builder()
                    .queueConfigurations(
                            plan.notices().stream().map(this::notice).toList())
                    .build());
        }
        CfnBucket bucket = builder.build();
        bucket.addResourceDependency((CfnResource) scope.getNode().findChild("AccessLogs"));
        kept(bucket);
        PolicyDocument policy = new PolicyDocument();
        policy.addStatements(onlyTls(bucket));
        if (plan.id().equals("Results")) {
            new ResultFolders(deployment).denials(plan.name()).forEach(policy::addStatements);
        }
        policy(plan.id() + "Policy", bucket, policy);
        CfnOutput.Builder.create(scope, plan.id() + "Bucket")
                .value(bucket.getRef())
                .build();
    }

    private CfnBucket.QueueConfigurationProperty notice(BucketPlan.Notice notice) {
        List<CfnBucket.FilterRuleProperty> rules = new ArrayList<>();
        rules.add(rule("prefix", notice.prefix()));
        if (!notice.suffix().isEmpty()) {
            rules.add(rule("suffix", notice.suffix()));
        }
        return CfnBucket.QueueConfigurationProperty.builder()
                .event("s3:ObjectCreated:*")
                .queue(deployment.naming().queueArn(notice.queue()))
                .filter(CfnBucket.NotificationFilterProperty.builder()
                        .s3Key(CfnBucket.S3KeyFilterProperty.builder()
                                .rules(rules)
                                .build())
                        .build())
                .build();
    }

    private static CfnBucket.FilterRuleProperty rule(String name, String value) {
        return CfnBucket.FilterRuleProperty.builder().name(name).value(value).build();
    }

    private CfnBucket.BucketEncryptionProperty encryption() {
        return CfnBucket.BucketEncryptionProperty.builder()
                .serverSideEncryptionConfiguration(List.of(CfnBucket.ServerSideEncryptionRuleProperty.builder()
                        .bucketKeyEnabled(true)
                        .serverSideEncryptionByDefault(CfnBucket.ServerSideEncryptionByDefaultProperty.builder()
                                .sseAlgorithm("aws:kms")
                                .kmsMasterKeyId(keyArn)
                                .build())
                        .build()))
                .build();
    }

    private static CfnBucket.PublicAccessBlockConfigurationProperty closed() {
        return CfnBucket.PublicAccessBlockConfigurationProperty.builder()
                .blockPublicAcls(true)
                .blockPublicPolicy(true)
                .ignorePublicAcls(true)
                .restrictPublicBuckets(true)
                .build();
    }

    private static CfnBucket.OwnershipControlsProperty owner() {
        return CfnBucket.OwnershipControlsProperty.builder()
                .rules(List.of(CfnBucket.OwnershipControlsRuleProperty.builder()
                        .objectOwnership("BucketOwnerEnforced")
                        .build()))
                .build();
    }

    private static CfnBucket.RuleProperty incomplete() {
        return CfnBucket.RuleProperty.builder()
                .id("incomplete-uploads")
                .status("Enabled")
                .abortIncompleteMultipartUpload(CfnBucket.AbortIncompleteMultipartUploadProperty.builder()
                        .daysAfterInitiation(INCOMPLETE_DAYS)
                        .build())
                .build();
    }

    /** Versions that another one has replaced are there for mistakes to be undone, and not for ever. */
    private static CfnBucket.RuleProperty replaced() {
        return CfnBucket.RuleProperty.builder()
                .id("replaced-versions")
                .status("Enabled")
                .noncurrentVersionExpiration(CfnBucket.NoncurrentVersionExpirationProperty.builder()
                        .noncurrentDays(REPLACED_DAYS)
                        .build())
                .expiredObjectDeleteMarker(true)
                .build();
    }

    private static CfnBucket.RuleProperty removed(String prefix, int days) {
        return CfnBucket.RuleProperty.builder()
                .id("removed-" + name(prefix))
                .status("Enabled")
                .prefix(prefix)
                .expirationInDays(days)
                .build();
    }

    private static CfnBucket.RuleProperty frozen(BucketPlan.End end) {
        return CfnBucket.RuleProperty.builder()
                .id("frozen-" + name(end.prefix()))
                .status("Enabled")
                .prefix(end.prefix())
                .transitions(List.of(CfnBucket.TransitionProperty.builder()
                        .storageClass("DEEP_ARCHIVE")
                        .transitionInDays(end.days())
                        .build()))
                .build();
    }

    private static String name(String prefix) {
        return prefix.isEmpty() ? "everything" : prefix.replaceAll("[^a-z]", "");
    }

    private void kept(CfnBucket bucket) {
        CfnDeletionPolicy policy =
                deployment.environment().kept() ? CfnDeletionPolicy.RETAIN : CfnDeletionPolicy.DELETE;
        bucket.getCfnOptions().setDeletionPolicy(policy);
        bucket.getCfnOptions().setUpdateReplacePolicy(CfnDeletionPolicy.RETAIN);
    }

    private static PolicyStatement onlyTls(CfnBucket bucket) {
        return PolicyStatement.Builder.create()
                .sid("OnlyTls")
                .effect(Effect.DENY)
                .principals(List.of(new AnyPrincipal()))
                .actions(List.of("s3:*"))
                .resources(List.of(bucket.getAttrArn(), bucket.getAttrArn() + "/*"))
                .conditions(Map.of("Bool", Map.of("aws:SecureTransport", "false")))
                .build();
    }

    private void policy(String id, CfnBucket bucket, PolicyDocument document) {
        CfnBucketPolicy.Builder.create(scope, id)
                .bucket(bucket.getRef())
                .policyDocument(document)
                .build();
    }
}
