package infra.messaging;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.services.iam.AnyPrincipal;
import software.amazon.awscdk.services.iam.Effect;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.ServicePrincipal;

/** What AWS's own services may do with our queues, topics and keys, in the name of this account alone. */
public final class ServiceAccess {
    private ServiceAccess() {}

    /** A service may do something as long as it works for this account. */
    public static PolicyStatement of(String sid, String service, List<String> actions, String resource) {
        return statement(sid, service, actions, resource)
                .conditions(Map.of("StringEquals", Map.of("aws:SourceAccount", Aws.ACCOUNT_ID)))
                .build();
    }

    /** A service may do something for one thing of ours. */
    public static PolicyStatement of(
            String sid, String service, List<String> actions, String resource, String sourceArn) {
        return statement(sid, service, actions, resource)
                .conditions(Map.of(
                        "StringEquals", Map.of("aws:SourceAccount", Aws.ACCOUNT_ID),
                        "ArnEquals", Map.of("aws:SourceArn", sourceArn)))
                .build();
    }

    /** CloudWatch Logs of a region may use a key for groups of this account. */
    public static PolicyStatement logs(String region) {
        return statement(
                        "ForLogs",
                        "logs." + region + ".amazonaws.com",
                        List.of(
                                "kms:Encrypt",
                                "kms:Decrypt",
                                "kms:ReEncryptFrom",
                                "kms:ReEncryptTo",
                                "kms:GenerateDataKey",
                                "kms:DescribeKey"),
                        "*")
                .conditions(Map.of(
                        "ArnLike",
                        Map.of(
                                "kms:EncryptionContext:aws:logs:arn",
                                "arn:" + Aws.PARTITION + ":logs:" + region + ":" + Aws.ACCOUNT_ID + ":log-group:*")))
                .build();
    }

    /** Nobody may come without TLS. */
    public static PolicyStatement onlyTls(String actions, String... resources) {
        return PolicyStatement.Builder.create()
                .sid("OnlyTls")
                .effect(Effect.DENY)
                .principals(List.of(new AnyPrincipal()))
                .actions(List.of(actions))
                .resources(List.of(resources))
                .conditions(Map.of("Bool", Map.of("aws:SecureTransport", "false")))
                .build();
    }

    private static PolicyStatement.Builder statement(
            String sid, String service, List<String> actions, String resource) {
        return PolicyStatement.Builder.create()
                .sid(sid)
                .effect(Effect.ALLOW)
                .principals(List.of(new ServicePrincipal(service)))
                .actions(actions)
                .resources(List.of(resource));
    }
}
