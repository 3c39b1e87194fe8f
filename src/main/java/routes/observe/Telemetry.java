package routes.observe;

import io.opentelemetry.api.OpenTelemetry;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where spans go: to a collector that speaks OTLP over HTTP, or nowhere. Nowhere costs nothing: no class of the
 * OpenTelemetry SDK is loaded.
 */
public final class Telemetry implements AutoCloseable {
    private static final String ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private static final String HEADERS = "OTEL_EXPORTER_OTLP_HEADERS";
    private static final Telemetry OFF = new Telemetry(OpenTelemetry.noop(), null);

    private final OpenTelemetry openTelemetry;
    private final @Nullable OtlpTracing tracing;

    private Telemetry(OpenTelemetry openTelemetry, @Nullable OtlpTracing tracing) {
        this.openTelemetry = openTelemetry;
        this.tracing = tracing;
    }

    /** Nothing is traced. */
    public static Telemetry off() {
        return OFF;
    }

    /**
     * Every trace is sent.
     *
     * @param collector its base address, such as {@code http://localhost:4318}
     * @param headers go with each request, such as a key of the collector's
     */
    public static Telemetry to(URI collector, Map<String, String> headers) {
        OtlpTracing tracing = new OtlpTracing(collector, headers);
        return new Telemetry(tracing.openTelemetry(), tracing);
    }

    /** Every trace goes where somebody else's OpenTelemetry sends it. */
    public static Telemetry through(OpenTelemetry openTelemetry) {
        return new Telemetry(openTelemetry, null);
    }

    /**
     * As OpenTelemetry's own variables say: {@code OTEL_EXPORTER_OTLP_ENDPOINT}, without which it is off, and
     * {@code OTEL_EXPORTER_OTLP_HEADERS}.
     *
     * @throws IllegalArgumentException for an address that is not http or https, or headers that are not name=value
     */
    public static Telemetry from(Map<String, String> environment) {
        String endpoint = environment.getOrDefault(ENDPOINT, "");
        if (endpoint.isBlank()) {
            return off();
        }
        if (!endpoint.startsWith("http://") && !endpoint.startsWith("https://")) {
            throw new IllegalArgumentException(ENDPOINT + " is '" + endpoint + "', expected an http or https address");
        }
        return to(URI.create(endpoint), headers(environment.getOrDefault(HEADERS, "")));
    }

    /** Whether spans go anywhere; if not, nothing needs to be listened to. */
    public boolean isOn() {
        return this != OFF;
    }

    /** What spans are made with. */
    public OpenTelemetry openTelemetry() {
        return openTelemetry;
    }

    /**
     * Sends every span that has ended; a Lambda calls it before it replies, because it is frozen then.
     *
     * @return whether that was done in time; what the collector refuses is logged as a warning
     */
    public boolean flush(Duration atMost) {
        return tracing == null || tracing.flush(atMost);
    }

    /** Sends what is left, and stops. */
    @Override
    public void close() {
        if (tracing != null) {
            tracing.close();
        }
    }

    /** {@code name=value,name=value}, values percent-encoded. The values are secrets: no message names them. */
    private static Map<String, String> headers(String list) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String header : list.split(",")) {
            int equals = header.indexOf('=');
            if (equals > 0) {
                String value = header.substring(equals + 1).trim().replace("+", "%2B");
                headers.put(header.substring(0, equals).trim(), URLDecoder.decode(value, StandardCharsets.UTF_8));
            } else if (!header.isBlank()) {
                throw new IllegalArgumentException(HEADERS + " has a part without '=', expected name=value,name=value");
            }
        }
        return headers;
    }
}
