package infra;

import infra.api.ApiStack;
import infra.catalogue.CatalogueStack;
import infra.environment.Deployment;
import infra.environment.Environment;
import infra.environment.Naming;
import infra.environment.Network;
import infra.environment.Runtime;
import infra.functions.FunctionZip;
import infra.functions.FunctionsStack;
import infra.lakeformation.LakeFormationStack;
import infra.messaging.MessagingStack;
import infra.network.NetworkStack;
import infra.observability.ObservabilityStack;
import infra.pods.PodsStack;
import infra.storage.StorageStack;
import io.github.cdklabs.cdknag.AwsSolutionsChecks;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awscdk.Aspects;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.TagProps;
import software.amazon.awscdk.Tags;
import software.constructs.Construct;

/**
 * The table of contents: one stack for each purpose, in the order in which they are deployed. Stacks find each other's
 * things by their names; only the keys are handed on.
 */
public final class Lake {
    private final Construct scope;
    private final Deployment deployment;
    private final Naming naming;

    private Lake(Construct scope, Deployment deployment) {
        this.scope = scope;
        this.deployment = deployment;
        this.naming = deployment.naming();
    }

    /** All stacks of a deployment, looked at by cdk-nag. */
    public static void in(Construct scope, Deployment deployment, Supplier<FunctionZip> zip) {
        new Lake(scope, deployment).make(zip);
        // CloudFormation takes tags of a dashboard only since lately, and cfn-lint does not know them yet.
        TagProps tagged = TagProps.builder()
                .excludeResourceTypes(List.of("AWS::CloudWatch::Dashboard"))
                .build();
        deployment.environment().tags().forEach((key, value) -> Tags.of(scope).add(key, value, tagged));
        Aspects.of(scope).add(new AwsSolutionsChecks());
    }

    private void make(Supplier<FunctionZip> zip) {
        Environment environment = deployment.environment();
        MessagingStack messaging = new MessagingStack(
                scope, naming.stack("messaging"), props("Queues and the topic of alerts"), deployment);
        StorageStack storage =
                new StorageStack(scope, naming.stack("storage"), props("Buckets and tables"), deployment);
        // S3 tries each queue that it shall tell before it takes the notification.
        storage.addStackDependency(messaging);
        CatalogueStack catalogue = new CatalogueStack(
                scope, naming.stack("catalogue"), props("Databases, tables, workgroups"), deployment, storage.keyArn());
        catalogue.addStackDependency(storage);
        Stack running =
                environment.runtime() == Runtime.LAMBDA ? functions(zip, storage, messaging) : pods(storage, messaging);
        if (environment.analysts().governed()) {
            LakeFormationStack governed = new LakeFormationStack(
                    scope, naming.stack("lake-formation"), props("Who may see what"), deployment, storage.keyArn());
            governed.addStackDependency(catalogue);
            // It grants to roles that must be there.
            governed.addStackDependency(running);
        }
        new ObservabilityStack(scope, naming.stack("observability"), props("Alarms and dashboards"), deployment)
                .addStackDependency(messaging);
    }

    private Stack pods(StorageStack storage, MessagingStack messaging) {
        PodsStack pods = new PodsStack(
                scope,
                naming.stack("pods"),
                props("Roles of pods"),
                deployment,
                storage.keyArn(),
                messaging.key().getKeyArn());
        pods.addStackDependency(storage);
        return pods;
    }

    private Stack functions(Supplier<FunctionZip> zip, StorageStack storage, MessagingStack messaging) {
        Optional<NetworkStack> network = deployment.environment().network().map(this::network);
        FunctionsStack functions = new FunctionsStack(
                scope,
                naming.stack("functions"),
                props("Functions, and what starts them"),
                deployment,
                zip.get(),
                storage.keyArn(),
                messaging.key().getKeyArn(),
                network.map(NetworkStack::securityGroup).orElse(""));
        functions.addStackDependency(storage);
        ApiStack api = new ApiStack(scope, naming.stack("api"), props("Exports over HTTP"), deployment);
        api.addStackDependency(functions);
        return functions;
    }

    private NetworkStack network(Network network) {
        return new NetworkStack(
                scope, naming.stack("network"), props("Ways out of the VPC"), network, deployment.ports());
    }

    private StackProps props(String description) {
        return StackProps.builder()
                .description("lake-routes " + deployment.environment().name() + ": " + description)
                .env(software.amazon.awscdk.Environment.builder()
                        .region(deployment.environment().region())
                        .build())
                .terminationProtection(deployment.environment().kept())
                .build();
    }
}
