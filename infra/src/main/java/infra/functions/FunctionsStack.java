package infra.functions;

import infra.environment.Deployment;
import infra.environment.Environment;
import infra.messaging.QueuePlan;
import infra.product.Step;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.codedeploy.LambdaApplication;
import software.amazon.awscdk.services.lambda.CfnEventSourceMapping;
import software.constructs.Construct;

/** All steps as functions, with the clocks and queues that start them. */
public final class FunctionsStack extends Stack {
    private final Deployment deployment;
    private final Map<Step, StepFunction> functions = new EnumMap<>(Step.class);

    /**
     * @param dataKey ARN of the key of buckets and tables
     * @param messagingKey ARN of the key of queues and topics
     * @param securityGroup of the functions; empty without a network
     */
    public FunctionsStack(
            Construct scope,
            String id,
            StackProps props,
            Deployment deployment,
            FunctionZip zip,
            String dataKey,
            String messagingKey,
            String securityGroup) {
        super(scope, id, props);
        this.deployment = deployment;
        Environment environment = deployment.environment();
        FunctionSurroundings around = new FunctionSurroundings(
                zip.code(),
                dataKey,
                messagingKey,
                FunctionKeys.logs(this, environment),
                FunctionKeys.variables(this, environment),
                application(),
                securityGroup);
        for (Step step : Step.values()) {
            functions.put(step, new StepFunction(this, step, deployment, around));
        }
        functions.forEach((step, function) -> Schedule.make(this, step, deployment, function));
        QueuePlan.of(deployment).forEach(this::source);
    }

    private Optional<LambdaApplication> application() {
        return deployment.environment().release().gradual()
                ? Optional.of(LambdaApplication.Builder.create(this, "Application")
                        .applicationName(deployment.naming().of("lake-routes"))
                        .build())
                : Optional.empty();
    }

    /** A queue that its function receives from; what the function reports as failed comes again. */
    private void source(QueuePlan plan) {
        CfnEventSourceMapping source = CfnEventSourceMapping.Builder.create(this, plan.id() + "Source")
                .functionName(deployment.naming().calledArn(plan.step()))
                .eventSourceArn(deployment.naming().queueArn(plan.name()))
                .batchSize(plan.batch())
                .maximumBatchingWindowInSeconds((int) plan.window().toSeconds())
                .functionResponseTypes(List.of("ReportBatchItemFailures"))
                .scalingConfig(CfnEventSourceMapping.ScalingConfigProperty.builder()
                        .maximumConcurrency(plan.concurrency())
                        .build())
                .build();
        source.getNode().addDependency(functions.get(plan.step()));
    }
}
