package routes.ingest;

import io.opentelemetry.api.OpenTelemetry;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import routes.aws.Alerts;
import routes.aws.Athena;
import routes.aws.ObjectReader;
import routes.aws.ObjectStore;
import routes.aws.Queues;
import routes.aws.RunLedger;
import routes.aws.Secrets;
import routes.aws.Tables;
import routes.observe.Meter;
import routes.observe.Spans;
import routes.policy.Lake;
import routes.policy.Parking;
import routes.settings.SettingsSources;

/** The pipeline's parts without any AWS behind them: a call that a test did not replace fails loudly. */
final class TestParts {

    private TestParts() {}

    static IngestSettings settings(String... more) {
        Map<String, String> values = new HashMap<>(Map.of(
                "ingest.sources", "api-a,api-b",
                "ingest.raw-bucket", "raw",
                "ingest.retry-delay", "1ms",
                "ingest.sources.api-a.url", "http://127.0.0.1:1/a",
                "ingest.sources.api-a.queue", "ingest-api-a",
                "ingest.sources.api-b.url", "http://127.0.0.1:1/b",
                "ingest.sources.api-b.queue", "ingest-api-b",
                "ingest.sources.api-b.paging", "fixed:3"));
        for (int i = 0; i < more.length; i += 2) {
            values.put(more[i], more[i + 1]);
        }
        Properties properties = new Properties();
        properties.putAll(values);
        var settings = SettingsSources.load(Optional.empty(), Map.of(), properties);
        IngestSettings read = IngestSettings.read(settings);
        settings.check();
        return read;
    }

    static IngestParts parts(IngestSettings settings, Meter meter, Clock clock) {
        Queues queues = new Queues(noAws());
        Lake lake = new Lake(
                queues,
                new ObjectStore(noAws()),
                new Athena.Account(noAws()),
                new Alerts.Account(
                        noAws(), new RunLedger(noAws(), "runs", "test", java.time.Duration.ofMinutes(5), clock), clock),
                new ObjectReader(noAws()),
                new RunLedger(noAws(), "runs", "test", java.time.Duration.ofMinutes(5), clock),
                new Tables(noAws(), "test", new SplittableRandom(2)::nextLong, clock),
                new Secrets(noAws(), java.time.Duration.ofMinutes(5), clock),
                new Parking(queues, "-dlq", 5),
                meter,
                new Spans(OpenTelemetry.noop()),
                Executors.newFixedThreadPool(4),
                clock,
                "test",
                java.time.Duration.ofMinutes(5),
                new SplittableRandom(1)::nextLong);
        return IngestParts.of(lake, settings, Path.of(System.getProperty("java.io.tmpdir")));
    }

    private static <T> Supplier<T> noAws() {
        return () -> {
            throw new IllegalStateException("this test has no AWS");
        };
    }
}
