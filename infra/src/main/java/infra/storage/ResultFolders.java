package infra.storage;

import infra.environment.Deployment;
import infra.environment.Naming;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.services.iam.AnyPrincipal;
import software.amazon.awscdk.services.iam.Effect;
import software.amazon.awscdk.services.iam.PolicyStatement;

/**
 * Where the results of each analyst role's queries lie: what one role has asked, no other role can read, whatever it is
 * allowed elsewhere.
 */
public final class ResultFolders {
    /** The roles of analysts, each with a workgroup and a folder of its own. */
    public static final List<String> ROLES = List.of("core-analyst", "pii-analyst");

    private final Naming naming;

    public ResultFolders(Deployment deployment) {
        this.naming = deployment.naming();
    }

    /** The folder of a role's results in the bucket of results. */
    public static String folder(String role) {
        return "workgroups/" + role + "/";
    }

    List<PolicyStatement> denials(String bucket) {
        return ROLES.stream().map(role -> denial(bucket, role)).toList();
    }

    private PolicyStatement denial(String bucket, String role) {
        return PolicyStatement.Builder.create()
                .sid("Only" + (role.startsWith("core") ? "Core" : "Pii") + "Analysts")
                .effect(Effect.DENY)
                .principals(List.of(new AnyPrincipal()))
                .actions(List.of("s3:GetObject", "s3:GetObjectVersion"))
                .resources(List.of(Naming.bucketArn(bucket) + "/" + folder(role) + "*"))
                .conditions(Map.of("ArnNotEquals", Map.of("aws:PrincipalArn", naming.roleArn(naming.role(role)))))
                .build();
    }
}
