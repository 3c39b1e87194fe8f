package infra.observability;

import infra.environment.Deployment;
import infra.observability.Watch.Asked;
import infra.observability.Watch.Measure;
import infra.observability.Watch.One;
import infra.observability.Watch.Several;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.services.cloudwatch.CfnAlarm;
import software.constructs.Construct;

/** Watches as alarms, each of which tells the topic, also when it is over. */
final class Alarms {
    private static final String RUNBOOK = " Runbook: docs/how-to/runbook.md";

    private final Construct scope;
    private final Deployment deployment;
    private final List<String> topic;

    Alarms(Construct scope, Deployment deployment) {
        this.scope = scope;
        this.deployment = deployment;
        this.topic = List.of(deployment.naming().topicArn(deployment.naming().of("lake-alerts")));
    }

    void make(Watch watch) {
        CfnAlarm.Builder alarm = CfnAlarm.Builder.create(scope, id(watch.name()))
                .alarmName("lake-" + deployment.environment().name() + "-" + watch.name())
                .alarmDescription(watch.meaning() + RUNBOOK)
                .evaluationPeriods(watch.periods())
                .datapointsToAlarm(watch.periods())
                .comparisonOperator(watch.comparison().operator())
                .threshold(watch.threshold())
                .treatMissingData(watch.silenceIsBad() ? "breaching" : "notBreaching")
                .alarmActions(topic)
                .okActions(topic);
        looking(alarm, watch.measure(), (int) watch.period().toSeconds());
        alarm.build();
    }

    private static void looking(CfnAlarm.Builder alarm, Measure measure, int seconds) {
        if (measure instanceof One one) {
            alarm.namespace(one.namespace())
                    .metricName(one.metric())
                    .dimensions(dimensions(one))
                    .statistic(one.statistic())
                    .period(seconds);
        } else if (measure instanceof Several several) {
            alarm.metrics(several(several, seconds));
        } else if (measure instanceof Asked asked) {
            alarm.metrics(List.of(CfnAlarm.MetricDataQueryProperty.builder()
                    .id("q0")
                    .expression(asked.sql())
                    .period(seconds)
                    .returnData(true)
                    .build()));
        }
    }

    private static List<CfnAlarm.MetricDataQueryProperty> several(Several several, int seconds) {
        List<CfnAlarm.MetricDataQueryProperty> queries = new ArrayList<>();
        for (One one : several.metrics()) {
            queries.add(CfnAlarm.MetricDataQueryProperty.builder()
                    .id("m" + queries.size())
                    .metricStat(CfnAlarm.MetricStatProperty.builder()
                            .metric(CfnAlarm.MetricProperty.builder()
                                    .namespace(one.namespace())
                                    .metricName(one.metric())
                                    .dimensions(dimensions(one))
                                    .build())
                            .stat(one.statistic())
                            .period(seconds)
                            .build())
                    .returnData(false)
                    .build());
        }
        queries.add(CfnAlarm.MetricDataQueryProperty.builder()
                .id("value")
                .expression(several.expression())
                .returnData(true)
                .build());
        return queries;
    }

    private static List<CfnAlarm.DimensionProperty> dimensions(One one) {
        return new TreeMap<>(one.dimensions())
                .entrySet().stream()
                        .map((Map.Entry<String, String> entry) -> CfnAlarm.DimensionProperty.builder()
                                .name(entry.getKey())
                                .value(entry.getValue())
                                .build())
                        .toList();
    }

    /** {@code ingest-fetch-errors} as {@code IngestFetchErrors}. */
    private static String id(String name) {
        StringBuilder id = new StringBuilder();
        for (String part : name.split("-")) {
            id.append(Character.toUpperCase(part.charAt(0))).append(part.substring(1));
        }
        return id.toString();
    }
}
