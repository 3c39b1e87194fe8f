package routes.runtime;

import java.time.Clock;
import java.util.List;
import routes.observe.Telemetry;

/** One of the two ways in which the messages of a queue reach a step. Closing it finishes the batch in hand. */
interface Door extends AutoCloseable {

    @Override
    void close();

    /** Which of them. */
    enum Kind {
        PROCESS {
            @Override
            Door open(TestLake lake, String... settings) throws Exception {
                return new CamelApplication(assembly(lake, settings), true).start()::close;
            }
        },
        LAMBDA {
            @Override
            Door open(TestLake lake, String... settings) {
                LambdaRuntime runtime = LambdaRuntime.start("ingest-fetch", assembly(lake, settings));
                return new EventSource(lake, lake.queue("api-a"), runtime);
            }
        };

        abstract Door open(TestLake lake, String... settings) throws Exception;

        private static Assembly assembly(TestLake lake, String... settings) {
            return Assembly.of(
                    lake.settings(settings),
                    List.of(Pipeline.INGEST),
                    new CountingMeter(),
                    Telemetry.off(),
                    Clock.systemUTC());
        }
    }
}
