package infra.pods;

import infra.environment.Cluster;
import infra.environment.Deployment;
import infra.environment.Naming;
import infra.messaging.QueuePlan;
import infra.product.Pipeline;
import infra.rights.Right;
import infra.rights.Rights;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.eks.CfnPodIdentityAssociation;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.ssm.CfnParameter;
import software.constructs.Construct;

/** What a process in EKS may do: a role for the pods of each pipeline, and one for what scales them by their queues. */
public final class PodsStack extends Stack {
    private static final String SERVICE = "pods.eks.amazonaws.com";

    private final Deployment deployment;
    private final Cluster cluster;

    public PodsStack(
            Construct scope, String id, StackProps props, Deployment deployment, String dataKey, String messagingKey) {
        super(scope, id, props);
        this.deployment = deployment;
        this.cluster = deployment.environment().cluster().orElseThrow();
        for (Pipeline pipeline : Pipeline.values()) {
            List<Right> rights = new ArrayList<>(Rights.of(pipeline, deployment));
            rights.add(Rights.keys(dataKey, messagingKey));
            String title = pipeline.title();
            associate(
                    Character.toUpperCase(title.charAt(0)) + title.substring(1),
                    "pod-" + title,
                    rights,
                    cluster.namespace(),
                    cluster.serviceAccountPrefix() + "-" + title);
            configuration(pipeline);
        }
        associate("Scaler", "pod-scaler", List.of(scaling()), "keda", "keda-operator");
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

    /** What the process has to be told, as a file of properties: its ConfigMap is made of it. */
    private void configuration(Pipeline pipeline) {
        StringBuilder properties = new StringBuilder();
        properties.append("lake.pipelines=").append(pipeline.title()).append('\n');
        properties.append("lake.region=").append(getRegion()).append('\n');
        deployment
                .saidTo(pipeline)
                .forEach((key, value) ->
                        properties.append(key).append('=').append(value).append('\n'));
        CfnParameter.Builder.create(this, "Configuration" + pipeline.title())
                .name("/lake-routes/" + deployment.environment().name() + "/" + pipeline.title())
                .description("lake-routes.properties of " + pipeline.title())
                .type("String")
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
