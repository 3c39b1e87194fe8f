package infra.storage;

import infra.environment.Deployment;
import infra.environment.Environment;
import infra.messaging.ServiceAccess;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.kms.Key;
import software.constructs.Construct;

/** Buckets and tables, encrypted with one key of their own. */
public final class StorageStack extends Stack {
    private final String keyArn;

    public StorageStack(Construct scope, String id, StackProps props, Deployment deployment) {
        super(scope, id, props);
        this.keyArn = deployment.environment().dataKey().orElseGet(() -> key(deployment.environment()));
        new LakeBuckets(this, deployment, keyArn).make();
        new LakeTables(this, deployment, keyArn).make();
        CfnOutput.Builder.create(this, "DataKeyArn").value(keyArn).build();
    }

    /** The key of buckets and tables. */
    public String keyArn() {
        return keyArn;
    }

    private String key(Environment environment) {
        Key key = Key.Builder.create(this, "Key")
                .description("lake-routes " + environment.name() + ": buckets and tables")
                .enableKeyRotation(true)
                .removalPolicy(environment.kept() ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY)
                .build();
        // Logs of the crawler are encrypted with it.
        key.addToResourcePolicy(ServiceAccess.logs(environment.region()));
        return key.getKeyArn();
    }
}
