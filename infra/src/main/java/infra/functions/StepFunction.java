package infra.functions;

import infra.environment.Deployment;
import infra.environment.Environment;
import infra.environment.Naming;
import infra.environment.Shape;
import infra.environment.Start;
import infra.messaging.ServiceAccess;
import infra.product.Step;
import infra.rights.Right;
import infra.rights.Rights;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Size;
import software.amazon.awscdk.services.iam.IRole;
import software.amazon.awscdk.services.iam.PolicyDocument;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.lambda.Alias;
import software.amazon.awscdk.services.lambda.Architecture;
import software.amazon.awscdk.services.lambda.CfnEventInvokeConfig;
import software.amazon.awscdk.services.lambda.CfnFunction;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.lambda.LambdaInsightsVersion;
import software.amazon.awscdk.services.lambda.Runtime;
import software.amazon.awscdk.services.lambda.SnapStartConf;
import software.amazon.awscdk.services.lambda.Tracing;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.logs.RetentionDays;
import software.amazon.awscdk.services.sqs.CfnQueue;
import software.amazon.awscdk.services.sqs.CfnQueuePolicy;
import software.constructs.Construct;

/** One step as a function, with its role, its logs, its dead letters and the alias that callers call. */
final class StepFunction extends Construct {
    /** Lambda itself gives up an event after two more tries. */
    private static final int LAMBDA_RETRIES = 2;

    private final Deployment deployment;
    private final Step step;
    private final FunctionSurroundings around;
    private final CfnQueue deadLetters;
    private final Function function;

    StepFunction(Construct scope, Step step, Deployment deployment, FunctionSurroundings around) {
        super(scope, id(step));
        this.deployment = deployment;
        this.step = step;
        this.around = around;
        this.deadLetters = deadLetters();
        this.function = function();
        CfnOutput name = CfnOutput.Builder.create(this, "Name")
                .value(function.getFunctionName())
                .build();
        name.overrideLogicalId(id(step) + "Name");
        if (environment().release().versioned()) {
            release(alias());
        } else {
            invoking("$LATEST");
        }
    }

    /** {@code IngestFetch}. */
    static String id(Step step) {
        StringBuilder id = new StringBuilder();
        for (String part : step.title().split("-")) {
            id.append(Character.toUpperCase(part.charAt(0))).append(part.substring(1));
        }
        return id.toString();
    }

    CfnQueue deadLetterQueue() {
        return deadLetters;
    }

    private Environment environment() {
        return deployment.environment();
    }

    private CfnQueue deadLetters() {
        CfnQueue queue = CfnQueue.Builder.create(this, "DeadLetters")
                .queueName(deployment.naming().deadLetters(step))
                .messageRetentionPeriod(
                        (int) environment().deadLetterRetention().toSeconds())
                .kmsMasterKeyId(around.messagingKey())
                .kmsDataKeyReusePeriodSeconds(300)
                .build();
        PolicyDocument policy = new PolicyDocument();
        policy.addStatements(ServiceAccess.onlyTls("sqs:*", queue.getAttrArn()));
        if (Schedule.of(step, deployment).isPresent()) {
            policy.addStatements(ServiceAccess.of(
                    "TakeLateEvents",
                    "events.amazonaws.com",
                    List.of("sqs:SendMessage"),
                    queue.getAttrArn(),
                    Schedule.ruleArn(step, deployment)));
        }
        CfnQueuePolicy.Builder.create(this, "DeadLettersPolicy")
                .queues(List.of(queue.getRef()))
                .policyDocument(policy)
                .build();
        return queue;
    }

    private Function function() {
        Naming naming = deployment.naming();
        Shape shape = environment().shape(step);
        String name = naming.function(step);
        LogGroup logs = LogGroup.Builder.create(this, "Logs")
                .logGroupName("/aws/lambda/" + name)
                .retention(retention(environment().watching().logDays()))
                .encryptionKey(around.logsKey())
                .removalPolicy(environment().kept() ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY)
                .build();
        Function.Builder builder = Function.Builder.create(this, "Function")
                .functionName(name)
                .description(step.title() + " of lake-routes")
                .runtime(Runtime.JAVA_25)
                .architecture(Architecture.ARM_64)
                .handler(step.trigger().handler() + "::handleRequest")
                .code(around.code())
                .memorySize(shape.memory())
                .timeout(Duration.seconds(shape.timeout().toSeconds()))
                .ephemeralStorageSize(Size.mebibytes(shape.disk()))
                .environment(Variables.of(step, deployment))
                .environmentEncryption(around.variablesKey())
                .role(role(name))
                .logGroup(logs)
                .tracing(environment().watching().xray() ? Tracing.ACTIVE : Tracing.DISABLED);
        shape.reserved().ifPresent(builder::reservedConcurrentExecutions);
        if (shape.start() instanceof Start.Snapshot) {
            builder.snapStart(SnapStartConf.ON_PUBLISHED_VERSIONS);
        }
        if (environment().watching().insights()) {
            builder.insightsVersion(LambdaInsightsVersion.VERSION_1_0_333_0);
        }
        Function made = builder.build();
        CfnFunction raw = (CfnFunction) made.getNode().getDefaultChild();
        raw.setDeadLetterConfig(CfnFunction.DeadLetterConfigProperty.builder()
                .targetArn(deadLetters.getAttrArn())
                .build());
        environment()
                .network()
                .ifPresent(network -> raw.setVpcConfig(CfnFunction.VpcConfigProperty.builder()
                        .subnetIds(network.subnetIds())
                        .securityGroupIds(List.of(around.securityGroup()))
                        .build()));
        return made;
    }

    private IRole role(String name) {
        List<Right> rights = new ArrayList<>(RuntimeRights.of(
                step, deployment, "/aws/lambda/" + name, around.variablesKey().getKeyArn()));
        rights.add(Rights.keys(around.dataKey(), around.messagingKey()));
        rights.addAll(Rights.of(step, deployment));
        Role role = Rights.role(
                this,
                "Role",
                deployment.naming().role(step.title()),
                new ServicePrincipal("lambda.amazonaws.com"),
                rights);
        return role.withoutPolicyUpdates();
    }

    private Alias alias() {
        Alias.Builder builder =
                Alias.Builder.create(this, "Live").aliasName(Naming.LIVE).version(function.getCurrentVersion());
        if (environment().shape(step).start() instanceof Start.Warm warm) {
            builder.provisionedConcurrentExecutions(warm.processes());
        }
        return builder.build();
    }

    private void release(Alias alias) {
        invoking(Naming.LIVE).addResourceDependency((software.amazon.awscdk.CfnResource)
                alias.getNode().getDefaultChild());
        around.application().ifPresent(application -> new GradualRelease(this, step, deployment, alias, application));
    }

    /** How Lambda itself tries again what it was given without a caller. */
    private CfnEventInvokeConfig invoking(String qualifier) {
        return CfnEventInvokeConfig.Builder.create(this, "Invoking")
                .functionName(function.getFunctionName())
                .qualifier(qualifier)
                .maximumRetryAttempts(LAMBDA_RETRIES)
                .maximumEventAgeInSeconds((int) environment().schedules().age().toSeconds())
                .build();
    }

    private static RetentionDays retention(int days) {
        return switch (days) {
            case 1 -> RetentionDays.ONE_DAY;
            case 7 -> RetentionDays.ONE_WEEK;
            case 30 -> RetentionDays.ONE_MONTH;
            case 365 -> RetentionDays.ONE_YEAR;
            default -> throw new IllegalArgumentException("days of logs are " + days + ", expected 1, 7, 30 or 365");
        };
    }
}
