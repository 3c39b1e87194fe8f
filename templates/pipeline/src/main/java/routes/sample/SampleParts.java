package routes.sample;

import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import java.util.random.RandomGenerator;
import routes.observe.Meter;
import routes.policy.Lake;
import routes.policy.Ticks;

/** The pipeline's plain classes, put together once; the routes decide in which order they act. */
public record SampleParts(
        Ticks ticks, SampleReport report, ExecutorService workers, Meter meter, Clock clock, RandomGenerator random) {

    /** Puts them together. */
    public static SampleParts of(Lake lake, SampleSettings settings, Path spoolDirectory) {
        return new SampleParts(
                new Ticks("sample-report", settings.schedule(), settings.catchUp(), lake.ledger(), lake.clock()),
                new SampleReport(
                        settings, lake.reader().listing(), lake.reader().small(), lake.objects(), spoolDirectory),
                lake.workers(),
                lake.meter(),
                lake.clock(),
                lake.random());
    }
}
