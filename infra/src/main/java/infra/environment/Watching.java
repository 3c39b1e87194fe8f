package infra.environment;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * How one looks into the functions.
 *
 * @param logLevel DEBUG, INFO, WARN or ERROR
 * @param logDays how long logs are kept; one of CloudWatch's numbers
 * @param xray whether X-Ray follows invocations
 * @param collector of OpenTelemetry spans; empty: none are made
 * @param insights whether Lambda Insights measures memory, processor and network
 * @param alarms whether there are alarms
 * @param dashboards whether there are dashboards
 * @param email who hears of alarms; empty: whoever subscribes the topic by hand
 */
public record Watching(
        String logLevel,
        int logDays,
        boolean xray,
        Optional<URI> collector,
        boolean insights,
        boolean alarms,
        boolean dashboards,
        Optional<String> email) {
    private static final List<Integer> DAYS = List.of(
            1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653);

    public Watching {
        if (!List.of("DEBUG", "INFO", "WARN", "ERROR").contains(logLevel)) {
            throw new IllegalArgumentException("log level is '" + logLevel + "', expected DEBUG, INFO, WARN or ERROR");
        }
        if (!DAYS.contains(logDays)) {
            throw new IllegalArgumentException("days of logs are " + logDays + ", expected one of " + DAYS);
        }
        email.ifPresent(address -> {
            if (!address.matches("[^@\\s]+@[^@\\s]+\\.[^@\\s]+")) {
                throw new IllegalArgumentException(
                        "address of alarms is '" + address + "', expected an e-mail address");
            }
        });
    }
}
