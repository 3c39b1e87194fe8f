package routes.runtime;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import routes.observe.Telemetry;

/** One of the two ways in which the aggregator runs: one process with its doors, or a Lambda for each queue. */
interface AggregatorDoor extends AutoCloseable {

    @Override
    void close();

    /** Which of them. */
    enum Kind {
        PROCESS {
            @Override
            AggregatorDoor open(AggregatorLake lake, CountingMeter meter, String... settings) throws Exception {
                return new CamelApplication(assembly(lake.values(settings), meter), true).start()::close;
            }
        },
        LAMBDA {
            @Override
            AggregatorDoor open(AggregatorLake lake, CountingMeter meter, String... settings) {
                EventSource bundle = new EventSource(
                        lake.lake(),
                        lake.events(),
                        LambdaRuntime.start("aggregator-bundle", assembly(lake.values(settings), meter)));
                EventSource deliver = new EventSource(
                        lake.lake(),
                        lake.deliveries(),
                        LambdaRuntime.start("aggregator-deliver", assembly(lake.values(settings), meter)));
                return () -> EventSource.close(bundle, deliver);
            }
        };

        /** Opens it; what it counts is found in the meter. */
        abstract AggregatorDoor open(AggregatorLake lake, CountingMeter meter, String... settings) throws Exception;

        AggregatorDoor open(AggregatorLake lake, String... settings) throws Exception {
            return open(lake, new CountingMeter(), settings);
        }

        private static Assembly assembly(Map<String, String> values, CountingMeter meter) {
            return Assembly.of(
                    TestLake.settings(values), List.of(Pipeline.AGGREGATOR), meter, Telemetry.off(), Clock.systemUTC());
        }
    }
}
