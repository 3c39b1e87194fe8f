package routes.runtime;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import routes.observe.Telemetry;

/**
 * One of the ways in which exports are asked for: one process with a queue and a port, or a Lambda for each, behind one of
 * the two kinds of gateways. Closing it finishes what is in hand.
 */
interface ExportDoor extends AutoCloseable {
    String KEY = "open-sesame";

    /**
     * What a caller over HTTP is told.
     *
     * @param headers names in lower case
     */
    record Answer(int status, Map<String, String> headers, String body) {

        Map<String, Object> json() {
            return ExportLake.json(body);
        }

        Map<?, ?> apiResult() {
            return (Map<?, ?>) json().get("apiResult");
        }

        String exportId() {
            return headers.containsKey("x-export-id") ? headers.get("x-export-id") : (String) json().get("exportId");
        }
    }

    /** Asks over HTTP; headers have names in lower case. */
    Answer get(String path, Map<String, String> query, Map<String, String> headers) throws Exception;

    /** Asks for customers, with the key; parameters come as name, value, name, value. */
    default Answer export(String... parameters) throws Exception {
        return export(Map.of(), parameters);
    }

    /** The same with more headers. */
    default Answer export(Map<String, String> headers, String... parameters) throws Exception {
        Map<String, String> all = new TreeMap<>(headers);
        all.putIfAbsent("x-api-key", KEY);
        Map<String, String> query = new LinkedHashMap<>(Map.of("table", ExportLake.TABLE));
        for (int i = 0; i < parameters.length; i += 2) {
            query.put(parameters[i], parameters[i + 1]);
        }
        return get("/export", query, all);
    }

    @Override
    void close();

    /** Which of them. */
    enum Kind {
        PROCESS {
            @Override
            ExportDoor open(ExportLake lake, CountingMeter meter, String... settings) throws Exception {
                return new ExportProcess(lake, meter, settings);
            }
        },
        LAMBDA_BEHIND_REST_API {
            @Override
            ExportDoor open(ExportLake lake, CountingMeter meter, String... settings) {
                return new ExportLambdas(lake, meter, false, settings);
            }
        },
        LAMBDA_BEHIND_HTTP_API {
            @Override
            ExportDoor open(ExportLake lake, CountingMeter meter, String... settings) {
                return new ExportLambdas(lake, meter, true, settings);
            }
        };

        /** Opens it; {@code settings} come as key, value, key, value, and what it counts is found in the meter. */
        abstract ExportDoor open(ExportLake lake, CountingMeter meter, String... settings) throws Exception;

        ExportDoor open(ExportLake lake, String... settings) throws Exception {
            return open(lake, new CountingMeter(), settings);
        }
    }

    /** The pipeline with these settings. */
    static Assembly assembly(Map<String, String> values, CountingMeter meter) {
        return Assembly.of(
                TestLake.settings(values), List.of(Pipeline.EXPORT), meter, Telemetry.off(), Clock.systemUTC());
    }
}
