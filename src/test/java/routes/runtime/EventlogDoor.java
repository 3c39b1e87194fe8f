package routes.runtime;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import routes.observe.Telemetry;

/** One of the two ways in which eventlog takes events: one process with its doors, or a Lambda for its queue. */
interface EventlogDoor extends AutoCloseable {
    /** A schedule by which no sweep is due while tests run. */
    String NEVER = "0 0 3 1 1 ? 2099";

    @Override
    void close();

    /** Which of them. */
    enum Kind {
        PROCESS {
            @Override
            EventlogDoor open(EventlogLake lake, Map<String, String> values, CountingMeter meter) throws Exception {
                return new CamelApplication(assembly(values, meter), true).start()::close;
            }
        },
        LAMBDA {
            @Override
            EventlogDoor open(EventlogLake lake, Map<String, String> values, CountingMeter meter) {
                LambdaRuntime runtime = LambdaRuntime.start("eventlog-collect", assembly(values, meter));
                return new EventSource(lake.lake(), lake.events(), runtime)::close;
            }
        };

        /** Opens it; what it counts is found in the meter. */
        abstract EventlogDoor open(EventlogLake lake, Map<String, String> values, CountingMeter meter) throws Exception;

        /** Opens it with settings as key, value, key, value; no sweep is due. */
        EventlogDoor open(EventlogLake lake, String... settings) throws Exception {
            Map<String, String> values = lake.values("eventlog.sweep-schedule", NEVER);
            values.putAll(lake.values(settings));
            return open(lake, values, new CountingMeter());
        }

        private static Assembly assembly(Map<String, String> values, CountingMeter meter) {
            return Assembly.of(
                    TestLake.settings(values), List.of(Pipeline.EVENTLOG), meter, Telemetry.off(), Clock.systemUTC());
        }
    }
}
