package routes.runtime;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import routes.observe.Telemetry;

/** One of the two ways in which flights works: one process with its doors, or a Lambda for each step. */
interface FlightsDoor extends AutoCloseable {

    /** An order to the step that fetches; throws what it failed with. */
    Object order(Map<String, Object> event) throws Exception;

    @Override
    void close();

    /** Which of them. */
    enum Kind {
        PROCESS {
            @Override
            FlightsDoor open(FlightsLake lake, Map<String, String> values, CountingMeter meter) throws Exception {
                CamelApplication application = new CamelApplication(assembly(values, meter), true).start();
                return new FlightsDoor() {
                    @Override
                    public Object order(Map<String, Object> event) throws Exception {
                        var done = application
                                .context()
                                .createProducerTemplate()
                                .request(
                                        "direct:flights-fetch",
                                        sent -> sent.getMessage().setBody(event));
                        if (done.getException() != null) {
                            throw done.getException();
                        }
                        return Results.asJson(
                                Pipeline.FLIGHTS, done.getMessage().getBody());
                    }

                    @Override
                    public void close() {
                        application.close();
                    }
                };
            }
        },
        LAMBDA {
            @Override
            FlightsDoor open(FlightsLake lake, Map<String, String> values, CountingMeter meter) {
                LambdaRuntime fetch = LambdaRuntime.start("flights-fetch", assembly(values, meter));
                EventSource raw = new EventSource(
                        lake.lake(), lake.rawEvents(), LambdaRuntime.start("flights-convert", assembly(values, meter)));
                EventSource processed = new EventSource(
                        lake.lake(),
                        lake.processedEvents(),
                        LambdaRuntime.start("flights-validate", assembly(values, meter)));
                return new FlightsDoor() {
                    @Override
                    public Object order(Map<String, Object> event) throws Exception {
                        ByteArrayOutputStream answer = new ByteArrayOutputStream();
                        byte[] json = JSON.std.asString(event).getBytes(StandardCharsets.UTF_8);
                        new EventHandler(fetch)
                                .handleRequest(new ByteArrayInputStream(json), answer, EventSource.plentyOfTime());
                        return JSON.std.anyFrom(answer.toByteArray());
                    }

                    @Override
                    public void close() {
                        EventSource.close(raw, processed);
                        fetch.close();
                    }
                };
            }
        };

        /** Opens it; what it counts is found in the meter. */
        abstract FlightsDoor open(FlightsLake lake, Map<String, String> values, CountingMeter meter) throws Exception;

        /** Opens it with settings as key, value, key, value; no fetch is due. */
        FlightsDoor open(FlightsLake lake, String... settings) throws Exception {
            return open(lake, lake.values(settings), new CountingMeter());
        }

        private static Assembly assembly(Map<String, String> values, CountingMeter meter) {
            return Assembly.of(
                    TestLake.settings(values), List.of(Pipeline.FLIGHTS), meter, Telemetry.off(), Clock.systemUTC());
        }
    }
}
