package infra.functions;

import infra.environment.Environment;
import infra.messaging.ServiceAccess;
import java.util.List;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.kms.Key;
import software.constructs.Construct;

/** Keys of their own for logs and for environment variables. */
public final class FunctionKeys {
    private FunctionKeys() {}

    /** The key of log groups: CloudWatch Logs uses it for groups of this account. */
    public static Key logs(Construct scope, Environment environment) {
        Key key = key(scope, "LogsKey", "logs", environment);
        key.addToResourcePolicy(ServiceAccess.logs(environment.region()));
        return key;
    }

    /** The key of environment variables. */
    static Key variables(Construct scope, Environment environment) {
        Key key = key(scope, "VariablesKey", "environment variables", environment);
        key.addToResourcePolicy(ServiceAccess.of(
                "ForLambda", "lambda.amazonaws.com", List.of("kms:Decrypt", "kms:GenerateDataKey"), "*"));
        return key;
    }

    private static Key key(Construct scope, String id, String of, Environment environment) {
        return Key.Builder.create(scope, id)
                .description("lake-routes " + environment.name() + ": " + of)
                .enableKeyRotation(true)
                .removalPolicy(environment.kept() ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY)
                .build();
    }
}
