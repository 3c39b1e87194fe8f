package infra.observability;

import infra.environment.Deployment;
import infra.environment.Naming;
import infra.messaging.QueuePlan;
import infra.product.Pipeline;
import infra.product.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.Dashboard;
import software.amazon.awscdk.services.cloudwatch.GraphWidget;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.IWidget;
import software.amazon.awscdk.services.cloudwatch.MathExpression;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.constructs.Construct;

/** A dashboard of each pipeline, and one of them all. */
final class Dashboards {
    private static final int THIRD = 8;

    private final Construct scope;
    private final Deployment deployment;
    private final Naming naming;

    Dashboards(Construct scope, Deployment deployment) {
        this.scope = scope;
        this.deployment = deployment;
        this.naming = deployment.naming();
    }

    void make() {
        List<List<IWidget>> overview = new ArrayList<>();
        for (Pipeline pipeline : Pipeline.values()) {
            List<IWidget> first = List.of(done(pipeline), errors(pipeline), ages(pipeline));
            overview.add(first);
            dashboard(
                    title(pipeline.title()) + "Dashboard",
                    pipeline.title(),
                    List.of(
                            first,
                            List.of(parked(pipeline), durations(pipeline), concurrency(pipeline)),
                            own(pipeline)));
        }
        dashboard("OverviewDashboard", "overview", overview);
    }

    private void dashboard(String id, String name, List<List<IWidget>> rows) {
        Dashboard.Builder.create(scope, id)
                .dashboardName("lake-" + deployment.environment().name() + "-" + name)
                .widgets(rows)
                .build();
    }

    private IWidget done(Pipeline pipeline) {
        if (pipeline == Pipeline.EVENTLOG) {
            return graph("eventlog: done, failed", List.of(searched("EventsProcessed"), searched("EventsFailed")));
        }
        return graph(
                pipeline.title() + ": done, failed",
                List.of(own(pipeline, "EventsProcessed", "Sum"), own(pipeline, "EventsFailed", "Sum")));
    }

    private IWidget errors(Pipeline pipeline) {
        return graph(
                pipeline.title() + ": errors, throttles", lambdas(pipeline, List.of("Errors", "Throttles"), "Sum"));
    }

    private IWidget durations(Pipeline pipeline) {
        return graph(pipeline.title() + ": duration", lambdas(pipeline, List.of("Duration"), "p99"));
    }

    private IWidget concurrency(Pipeline pipeline) {
        return graph(
                pipeline.title() + ": at the same time", lambdas(pipeline, List.of("ConcurrentExecutions"), "Maximum"));
    }

    private IWidget ages(Pipeline pipeline) {
        return graph(pipeline.title() + ": oldest message", queues(pipeline, "", "ApproximateAgeOfOldestMessage"));
    }

    private IWidget parked(Pipeline pipeline) {
        return graph(
                pipeline.title() + ": parked",
                queues(pipeline, deployment.get("lake.dlq-suffix"), "ApproximateNumberOfMessagesVisible"));
    }

    /** What only this pipeline counts. */
    private List<IWidget> own(Pipeline pipeline) {
        return switch (pipeline) {
            case INGEST ->
                List.of(
                        graph("pages", sources(List.of("pages_ingested", "pages_unchanged", "pages_changed"), "Sum")),
                        graph("latency of sources", sources(List.of("api_latency"), "p99")),
                        graph("cut off, removed", sources(List.of("pages_cut_off", "pages_removed"), "Sum")));
            case AGGREGATOR ->
                List.of(
                        graph("bundles", all(pipeline, "Sum", "bundles", "deliveries", "duplicates")),
                        graph("NiFi", all(pipeline, "p99", "nifi_latency", "delivery_latency")),
                        graph(
                                "circuit, pending",
                                all(pipeline, "Maximum", "CircuitBreakerOpen", "pending_deliveries")));
            case EXPORT ->
                List.of(
                        graph("records", all(pipeline, "Sum", "RecordsExported", "Truncated")),
                        graph("batches", all(pipeline, "Sum", "BatchesSent", "BatchesFailed", "TokensFetched")),
                        graph("queries", all(pipeline, "p99", "QueryTime", "api_latency")));
            case EVENTLOG ->
                List.of(
                        graph("files", all(pipeline, "Sum", "FilesRead", "events_ignored")),
                        graph("checkpoints", List.of(searched("CheckpointsSaved"), searched("CheckpointSaveFailures"))),
                        graph("time", all(pipeline, "p99", "ExecutionTime")));
            case FLIGHTS ->
                List.of(
                        graph("quality", List.of(flights(FlightsMetrics.SCORE, "Average"))),
                        graph(
                                "checks",
                                List.of(flights("PassedChecks", "Average"), flights("FailedChecks", "Average"))),
                        graph("records", List.of(flights(FlightsMetrics.VALIDATED, "Sum"))));
        };
    }

    private List<IMetric> sources(List<String> names, String statistic) {
        List<IMetric> metrics = new ArrayList<>();
        for (String source : deployment.list("ingest.sources")) {
            names.forEach(name ->
                    metrics.add(metric(Pipeline.INGEST.namespace(), name, Map.of("source", source), statistic)));
        }
        return metrics;
    }

    private static List<IMetric> all(Pipeline pipeline, String statistic, String... names) {
        return List.of(names).stream()
                .map(name -> own(pipeline, name, statistic))
                .toList();
    }

    private static IMetric own(Pipeline pipeline, String name, String statistic) {
        return metric(pipeline.namespace(), name, Map.of("pipeline", pipeline.title()), statistic);
    }

    private static IMetric flights(String name, String statistic) {
        return metric(FlightsMetrics.QUALITY, name, FlightsMetrics.DIMENSIONS, statistic);
    }

    /** A metric of every group of eventlog, whose names nobody knows before. */
    private static IMetric searched(String name) {
        return MathExpression.Builder.create()
                .expression("SUM(SEARCH('{" + Pipeline.EVENTLOG.namespace() + ",datatype,pipeline,study} MetricName=\""
                        + name + "\"', 'Sum', 300))")
                .usingMetrics(Map.of())
                .label(name)
                .period(Duration.minutes(5))
                .build();
    }

    private List<IMetric> lambdas(Pipeline pipeline, List<String> names, String statistic) {
        List<IMetric> metrics = new ArrayList<>();
        for (Step step : pipeline.steps()) {
            names.forEach(name ->
                    metrics.add(metric("AWS/Lambda", name, Map.of("FunctionName", naming.function(step)), statistic)));
        }
        return metrics;
    }

    private List<IMetric> queues(Pipeline pipeline, String suffix, String name) {
        return QueuePlan.of(deployment).stream()
                .filter(plan -> plan.step().pipeline() == pipeline)
                .map(plan -> metric("AWS/SQS", name, Map.of("QueueName", plan.name() + suffix), "Maximum"))
                .toList();
    }

    private static IMetric metric(String namespace, String name, Map<String, String> dimensions, String statistic) {
        return Metric.Builder.create()
                .namespace(namespace)
                .metricName(name)
                .dimensionsMap(dimensions)
                .statistic(statistic)
                .period(Duration.minutes(5))
                .build();
    }

    private static IWidget graph(String title, List<? extends IMetric> metrics) {
        return GraphWidget.Builder.create()
                .title(title)
                .width(THIRD)
                .left(metrics)
                .build();
    }

    private static String title(String name) {
        return Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }
}
