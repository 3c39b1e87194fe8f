package routes.ingest;

import com.fasterxml.jackson.core.JsonPointer;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import routes.policy.Backoff;
import routes.policy.Schedule;
import routes.settings.Rate;

/** Settings that tests of the pipeline have in common. */
final class Samples {

    private Samples() {}

    static Source source(String name, Paging paging, int pageSize) {
        return new Source(
                name,
                URI.create("http://source.example/" + name),
                "ingest-" + name,
                paging,
                pageSize,
                List.of(JsonPointer.compile("/items"), JsonPointer.compile("/data")),
                new Rate(20, Duration.ofSeconds(1)),
                4,
                new Authentication.None());
    }

    static IngestSettings settings(Source... sources) {
        Map<String, Source> byName = new LinkedHashMap<>();
        for (Source source : sources) {
            byName.put(source.name(), source);
        }
        return new IngestSettings(
                byName,
                "lake-raw",
                1,
                Schedule.parse("0 0 1 * * ?"),
                Duration.ofDays(7),
                new Backoff(5, Duration.ofMillis(500), Duration.ofSeconds(20)),
                Duration.ofSeconds(90),
                Duration.ofSeconds(5),
                Duration.ofSeconds(20),
                64L << 20);
    }
}
