package infra.pods;

import infra.environment.Cluster;
import infra.environment.Deployment;
import infra.environment.Naming;
import infra.messaging.QueuePlan;
import infra.product.Pipeline;
import infra.rights.Right;
import infra.rights.Rights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.eks.CfnPodIdentityAssociation;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.ssm.CfnParameter;
import software.constructs.Construct;

/**
 * What a process in EKS may do: a role for the pods of each pipeline, one for those that run all pipelines, and one for
 * what scales them by their queues.
 */
public final class PodsStack extends Stack {
    private static final String SERVICE = "pods.eks.amazonaws.com";
    private static final String ALL = "all";

    private final Deployment deployment;
    private final Cluster cluster;

    public PodsStack(
            Construct scope, String id, StackProps props, Deployment deployment, String dataKey, String messagingKey) {
        super(scope, id, props);
        this.deployment = deployment;
        this.cluster = deployment.environment().cluster().orElseThrow();
        Right keys = Rights.keys(dataKey, messagingKey);
        for (Pipeline pipeline : Pipeline.values()) {
            process(pipeline.title(), Rights.of(pipeline, deployment), keys);
            configuration(pipeline.title(), pipeline.title(), deployment.saidTo(pipeline));
        }
        process(ALL, Rights.ofAll(deployment), keys);
        configuration(
                ALL,
                Arrays.stream(Pipeline.values()).map(Pipeline::title).collect(Collectors.joining(",")),
                deployment.said());
        associate("Scaler", "pod-scaler", List.of(scaling()), "keda", "keda-operator");
    }

    private void process(String title, List<Right> needs, Right keys) {
        List<Right> rights = new ArrayList<>(needs);
        rights.add(keys);
        associate(
                Character.toUpperCase(title.charAt(0)) + title.substring(1),
                "pod-" + title,
                rights,
                cluster.namespace(),
                cluster.serviceAccountPrefix() + "-" + title);
    }

    /** Pods of this account in this namespace get this role. */
    private void associate(String id, String name, List<Right> rights, String namespace, String serviceAccount) {
        Naming naming = deployment.naming();
        Role role = Rights.role(
                this, id + "Role", naming.role(name), new ServicePrincipal(SERVICE).withSessionTags(), rights);
        CfnPodIdentityAssociation.Builder.create(this, id + "Association")
                .clusterName(cluster.name())
                .namespace(namespace)
                .serviceAccount(serviceAccount)
                .roleArn(role.getRoleArn())
                .build();
        CfnOutput.Builder.create(this, id + "RoleArn").value(role.getRoleArn()).build();
    }

    /** What a process has to be told, as a file of properties: its ConfigMap is made of it. */
    private void configuration(String title, String pipelines, Map<String, String> said) {
        StringBuilder properties = new StringBuilder();
        properties.append("lake.pipelines=").append(pipelines).append('\n');
        properties.append("lake.region=").append(getRegion()).append('\n');
        said.forEach(
                (key, value) -> properties.append(key).append('=').append(value).append('\n'));
        CfnParameter.Builder.create(this, "Configuration" + title)
                .name("/lake-routes/" + deployment.environment().name() + "/" + title)
                .description("lake-routes.properties of " + title)
                .type("String")
                .tier(title.equals(ALL) ? "Advanced" : "Standard")
                .value(properties.toString())
                .build();
    }

    private Right scaling() {
        List<String> queues = QueuePlan.of(deployment).stream()
                .map(plan -> deployment.naming().queueArn(plan.name()))
                .toList();
        return Right.to("CountMessages", "sqs:GetQueueAttributes", "sqs:GetQueueUrl")
                .on(queues);
    }
}
