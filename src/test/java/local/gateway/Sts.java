package local.gateway;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import local.gateway.Operations.Operation;

/** Says who the caller is, and hands out credentials that open nothing but the local cloud. */
final class Sts {
    private Sts() {}

    static Map<String, Operation> operations() {
        return Map.of("GetCallerIdentity", input -> callerIdentity(), "AssumeRole", Sts::assumeRole);
    }

    private static ObjectNode callerIdentity() {
        return Tree.object("UserId", "LOCAL", "Account", Aws.ACCOUNT, "Arn", "arn:aws:iam::" + Aws.ACCOUNT + ":root");
    }

    private static ObjectNode assumeRole(ObjectNode input) {
        String role = Tree.text(input, "RoleArn").replaceFirst(".*role/", "");
        String session = Tree.text(input, "RoleSessionName");
        long seconds = input.path("DurationSeconds").asLong(3600);
        return Tree.object(
                "Credentials",
                Tree.object(
                        "AccessKeyId", "ASIALOCAL00000000000",
                        "SecretAccessKey", "local",
                        "SessionToken", "local",
                        "Expiration", Instant.now().plus(Duration.ofSeconds(seconds))),
                "AssumedRoleUser",
                Tree.object(
                        "AssumedRoleId", "AROALOCAL:" + session,
                        "Arn", "arn:aws:sts::" + Aws.ACCOUNT + ":assumed-role/" + role + "/" + session));
    }
}
