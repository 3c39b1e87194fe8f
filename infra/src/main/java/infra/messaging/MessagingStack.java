package infra.messaging;

import infra.environment.Deployment;
import infra.environment.Environment;
import infra.environment.Naming;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.iam.PolicyDocument;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.kms.Key;
import software.amazon.awscdk.services.sns.CfnSubscription;
import software.amazon.awscdk.services.sns.CfnTopic;
import software.amazon.awscdk.services.sns.CfnTopicPolicy;
import software.amazon.awscdk.services.sqs.CfnQueue;
import software.amazon.awscdk.services.sqs.CfnQueuePolicy;
import software.constructs.Construct;

/** Queues, each with its dead-letter queue, and the topic of alerts; encrypted with a key of their own. */
public final class MessagingStack extends Stack {
    private static final int KEY_REUSE_SECONDS = 300;

    private final Deployment deployment;
    private final Key key;

    public MessagingStack(Construct scope, String id, StackProps props, Deployment deployment) {
        super(scope, id, props);
        this.deployment = deployment;
        this.key = makeKey();
        QueuePlan.of(deployment).forEach(this::queue);
        topic();
    }

    public Key key() {
        return key;
    }

    private Key makeKey() {
        Environment environment = deployment.environment();
        Key made = Key.Builder.create(this, "Key")
                .description("lake-routes " + environment.name() + ": queues and topics")
                .enableKeyRotation(true)
                .removalPolicy(environment.kept() ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY)
                .build();
        // Whoever puts a message into an encrypted queue or topic needs its key.
        for (String service : List.of("s3", "events", "cloudwatch", "sns")) {
            made.addToResourcePolicy(ServiceAccess.of(
                    "For" + Character.toUpperCase(service.charAt(0)) + service.substring(1),
                    service + ".amazonaws.com",
                    List.of("kms:Decrypt", "kms:GenerateDataKey"),
                    "*"));
        }
        return made;
    }

    private void queue(QueuePlan plan) {
        String suffix = deployment.get("lake.dlq-suffix");
        CfnQueue parked = CfnQueue.Builder.create(this, plan.id() + "Dlq")
                .queueName(plan.name() + suffix)
                .messageRetentionPeriod(
                        (int) deployment.environment().deadLetterRetention().toSeconds())
                .kmsMasterKeyId(key.getKeyArn())
                .kmsDataKeyReusePeriodSeconds(KEY_REUSE_SECONDS)
                .redriveAllowPolicy(Map.of(
                        "redrivePermission",
                        "byQueue",
                        "sourceQueueArns",
                        List.of(deployment.naming().queueArn(plan.name()))))
                .build();
        CfnQueue queue = CfnQueue.Builder.create(this, plan.id())
                .queueName(plan.name())
                .messageRetentionPeriod((int) plan.retention().toSeconds())
                .visibilityTimeout(
                        (int) plan.visibility(deployment.environment().shape(plan.step()))
                                .toSeconds())
                .receiveMessageWaitTimeSeconds(
                        (int) deployment.duration("lake.poll-wait").toSeconds())
                .kmsMasterKeyId(key.getKeyArn())
                .kmsDataKeyReusePeriodSeconds(KEY_REUSE_SECONDS)
                .redrivePolicy(Map.of("deadLetterTargetArn", parked.getAttrArn(), "maxReceiveCount", plan.receives()))
                .build();
        PolicyDocument parkedPolicy = new PolicyDocument();
        parkedPolicy.addStatements(ServiceAccess.onlyTls("sqs:*", parked.getAttrArn()));
        policy(plan.id() + "DlqPolicy", parked, parkedPolicy);
        PolicyDocument policy = new PolicyDocument();
        policy.addStatements(ServiceAccess.onlyTls("sqs:*", queue.getAttrArn()));
        plan.bucket().ifPresent(bucketKey -> policy.addStatements(notices(queue, deployment.get(bucketKey))));
        policy(plan.id() + "Policy", queue, policy);
        output(plan.id() + "Url", queue.getRef());
        output(plan.id() + "DlqUrl", parked.getRef());
    }

    private static PolicyStatement notices(CfnQueue queue, String bucket) {
        return ServiceAccess.of(
                "TakeNotices",
                "s3.amazonaws.com",
                List.of("sqs:SendMessage"),
                queue.getAttrArn(),
                Naming.bucketArn(bucket));
    }

    private void policy(String id, CfnQueue queue, PolicyDocument document) {
        CfnQueuePolicy.Builder.create(this, id)
                .queues(List.of(queue.getRef()))
                .policyDocument(document)
                .build();
    }

    private void topic() {
        String name = deployment.naming().of("lake-alerts");
        CfnTopic topic = CfnTopic.Builder.create(this, "Alerts")
                .topicName(name)
                .displayName("lake-routes " + deployment.environment().name())
                .kmsMasterKeyId(key.getKeyArn())
                .build();
        PolicyDocument policy = new PolicyDocument();
        policy.addStatements(
                ServiceAccess.onlyTls("sns:Publish", topic.getRef()),
                ServiceAccess.of("TakeAlarms", "cloudwatch.amazonaws.com", List.of("sns:Publish"), topic.getRef()));
        CfnTopicPolicy.Builder.create(this, "AlertsPolicy")
                .topics(List.of(topic.getRef()))
                .policyDocument(policy)
                .build();
        deployment
                .environment()
                .watching()
                .email()
                .ifPresent(address -> CfnSubscription.Builder.create(this, "AlertsEmail")
                        .topicArn(topic.getRef())
                        .protocol("email")
                        .endpoint(address)
                        .build());
        output("AlertsTopicArn", topic.getRef());
    }

    private void output(String id, String value) {
        CfnOutput.Builder.create(this, id).value(value).build();
    }
}
