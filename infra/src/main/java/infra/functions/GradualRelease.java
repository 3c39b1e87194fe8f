package infra.functions;

import infra.environment.Deployment;
import infra.environment.Naming;
import infra.product.Step;
import infra.rights.Right;
import infra.rights.Rights;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.CfnAlarm;
import software.amazon.awscdk.services.cloudwatch.ComparisonOperator;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.amazon.awscdk.services.cloudwatch.TreatMissingData;
import software.amazon.awscdk.services.codedeploy.AutoRollbackConfig;
import software.amazon.awscdk.services.codedeploy.LambdaApplication;
import software.amazon.awscdk.services.codedeploy.LambdaDeploymentConfig;
import software.amazon.awscdk.services.codedeploy.LambdaDeploymentGroup;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.lambda.Alias;
import software.constructs.Construct;

/**
 * A new version gets a tenth of all calls for five minutes, then all of them, and none any more as soon as it fails.
 * The weights of the alias are CodeDeploy's: nobody else sets them.
 */
final class GradualRelease extends Construct {
    private final Step step;
    private final Deployment deployment;

    GradualRelease(StepFunction scope, Step step, Deployment deployment, Alias alias, LambdaApplication application) {
        super(scope, "Release");
        this.step = step;
        this.deployment = deployment;
        LambdaDeploymentGroup.Builder.create(this, "Group")
                .application(application)
                .deploymentGroupName(deployment.naming().function(step))
                .alias(alias)
                .role(role().withoutPolicyUpdates())
                .deploymentConfig(LambdaDeploymentConfig.CANARY_10_PERCENT_5_MINUTES)
                .alarms(List.of(alarm("Errors"), alarm("Throttles")))
                .autoRollback(AutoRollbackConfig.builder()
                        .failedDeployment(true)
                        .stoppedDeployment(true)
                        .deploymentInAlarm(true)
                        .build())
                .build();
    }

    /** Rings while the alias fails even once in a minute: only CodeDeploy listens, and people by the other alarms. */
    private Alarm alarm(String metric) {
        Naming naming = deployment.naming();
        String function = naming.function(step);
        Alarm alarm = Alarm.Builder.create(this, metric)
                .alarmName(function + "-release-" + metric.toLowerCase(java.util.Locale.ROOT))
                .alarmDescription("A new version of " + function + " fails: CodeDeploy leads callers back. "
                        + "Look at its logs before it is deployed again.")
                .metric(Metric.Builder.create()
                        .namespace("AWS/Lambda")
                        .metricName(metric)
                        .dimensionsMap(Map.of("FunctionName", function, "Resource", function + ":" + Naming.LIVE))
                        .statistic("Sum")
                        .period(Duration.minutes(1))
                        .build())
                .threshold(1)
                .evaluationPeriods(1)
                .comparisonOperator(ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD)
                .treatMissingData(TreatMissingData.NOT_BREACHING)
                .build();
        ((CfnAlarm) alarm.getNode().getDefaultChild())
                .setAlarmActions(List.of(naming.topicArn(naming.of("lake-alerts"))));
        return alarm;
    }

    private Role role() {
        Naming naming = deployment.naming();
        return Rights.role(
                this,
                "Role",
                naming.role(step.title() + "-release"),
                new ServicePrincipal("codedeploy.amazonaws.com"),
                List.of(
                        Right.to(
                                        "ShiftCalls",
                                        "lambda:GetAlias",
                                        "lambda:UpdateAlias",
                                        "lambda:GetProvisionedConcurrencyConfig")
                                .on(naming.functionArn(step), naming.functionArn(step) + ":" + Naming.LIVE),
                        Right.to("LookAtAlarms", "cloudwatch:DescribeAlarms")
                                .onAll("CloudWatch lists alarms of the account, not single ones", "*")));
    }
}
