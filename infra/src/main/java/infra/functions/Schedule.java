package infra.functions;

import infra.environment.Deployment;
import infra.environment.Naming;
import infra.product.Cron;
import infra.product.Step;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.services.events.CfnRule;
import software.amazon.awscdk.services.lambda.CfnPermission;
import software.constructs.Construct;

/** When a clock starts a step, and what becomes of an event that its function cannot be given. */
final class Schedule {
    /** An event of EventBridge's own clock, with what is to be exported as its detail. */
    private static final String EXPORT_EVENT = "{\"source\":\"aws.events\",\"detail-type\":\"Scheduled Event\","
            + "\"time\":<time>,\"resources\":<rule>,\"detail\":{%s}}";

    private Schedule() {}

    /** The expression; empty when no clock starts the step here. */
    static Optional<String> of(Step step, Deployment deployment) {
        String expression =
                switch (step) {
                    case INGEST_TRIGGER -> cron(deployment, "ingest.schedule");
                    case AGGREGATOR_SWEEP ->
                        "rate("
                                + deployment
                                        .environment()
                                        .schedules()
                                        .sweepEvery()
                                        .toMinutes() + " minutes)";
                    case EXPORT_TRIGGER ->
                        deployment.optional("export.schedule-table").isEmpty()
                                ? ""
                                : cron(deployment, "export.schedule");
                    case EVENTLOG_TRIGGER -> cron(deployment, "eventlog.sweep-schedule");
                    case FLIGHTS_FETCH -> cron(deployment, "flights.schedule");
                    default -> "";
                };
        return Optional.of(expression).filter(text -> !text.isEmpty());
    }

    static String ruleArn(Step step, Deployment deployment) {
        return "arn:" + Aws.PARTITION + ":events:"
                + deployment.environment().region() + ":" + Aws.ACCOUNT_ID + ":rule/"
                + name(step, deployment);
    }

    static void make(Construct scope, Step step, Deployment deployment, StepFunction function) {
        of(step, deployment).ifPresent(expression -> rule(scope, step, deployment, function, expression));
    }

    private static void rule(
            Construct scope, Step step, Deployment deployment, StepFunction function, String expression) {
        Naming naming = deployment.naming();
        CfnRule.TargetProperty.Builder target = CfnRule.TargetProperty.builder()
                .id(step.title())
                .arn(naming.calledArn(step))
                .retryPolicy(CfnRule.RetryPolicyProperty.builder()
                        .maximumRetryAttempts(
                                deployment.environment().schedules().retries())
                        .maximumEventAgeInSeconds(
                                (int) deployment.environment().schedules().age().toSeconds())
                        .build())
                .deadLetterConfig(CfnRule.DeadLetterConfigProperty.builder()
                        .arn(function.deadLetterQueue().getAttrArn())
                        .build());
        if (step == Step.EXPORT_TRIGGER) {
            target.inputTransformer(CfnRule.InputTransformerProperty.builder()
                    .inputPathsMap(new TreeMap<>(Map.of("time", "$.time", "rule", "$.resources")))
                    .inputTemplate(String.format(EXPORT_EVENT, detail(deployment)))
                    .build());
        }
        CfnRule rule = CfnRule.Builder.create(scope, StepFunction.id(step) + "Rule")
                .name(name(step, deployment))
                .description("Starts " + step.title() + " of lake-routes")
                .scheduleExpression(expression)
                .state(deployment.environment().schedules().on() ? "ENABLED" : "DISABLED")
                .targets(List.of(target.build()))
                .build();
        CfnPermission permission = CfnPermission.Builder.create(scope, StepFunction.id(step) + "RulePermission")
                .action("lambda:InvokeFunction")
                .functionName(naming.calledArn(step))
                .principal("events.amazonaws.com")
                .sourceArn(rule.getAttrArn())
                .build();
        permission.getNode().addDependency(function);
        rule.getNode().addDependency(function);
    }

    private static String detail(Deployment deployment) {
        StringBuilder detail = new StringBuilder();
        detail.append("\"table\":\"").append(deployment.get("export.schedule-table"));
        detail.append("\",\"date_filter\":\"").append(deployment.get("export.schedule-date-filter"));
        String where = deployment.optional("export.schedule-where");
        if (!where.isEmpty()) {
            detail.append("\",\"where_clause\":\"")
                    .append(where.replace("\\", "\\\\").replace("\"", "\\\""));
        }
        return detail.append('"').toString();
    }

    private static String name(Step step, Deployment deployment) {
        return deployment.naming().function(step);
    }

    private static String cron(Deployment deployment, String key) {
        return Cron.eventBridge(deployment.get(key));
    }
}
