package routes.flights;

import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;
import routes.aws.CircuitRules;
import routes.aws.TripRule;
import routes.policy.Backoff;
import routes.policy.HttpContact;
import routes.policy.Schedule;
import routes.settings.Settings;

/**
 * All that the pipeline is told from outside.
 *
 * @param source where snapshots come from
 * @param schedule of fetches
 * @param catchUp how old a scheduled time may be that is still made up for
 * @param fetchBudget no try starts when a fetch has taken longer; for so long the permit of a try holds
 * @param backoff between tries of a fetch
 * @param circuitTable of the breaker that all workers share
 * @param circuit when it opens, and when the API is asked again
 * @param rawBucket where responses are kept
 * @param processedBucket where Parquet, reports and quarantine are
 * @param rawQueue of the raw bucket's events
 * @param processedQueue of the processed bucket's events
 * @param rowGroupRows of a Parquet file
 * @param parallel snapshots that are worked on at the same time
 * @param rules of the checks
 * @param quarantineThreshold an overall score below leads to quarantine
 * @param alertsTopic ARN of the topic of alerts
 * @param alertWindow in which a cause is told once
 * @param executionsTable of what each run came to
 * @param executionsKept how long it tells
 * @param retryDelay before a message comes again whose work has failed; doubles each time
 */
public record FlightsSettings(
        SourceSettings source,
        Schedule schedule,
        Duration catchUp,
        Duration fetchBudget,
        Backoff backoff,
        String circuitTable,
        CircuitRules circuit,
        String rawBucket,
        String processedBucket,
        String rawQueue,
        String processedQueue,
        int rowGroupRows,
        int parallel,
        QualityRules rules,
        double quarantineThreshold,
        String alertsTopic,
        Duration alertWindow,
        String executionsTable,
        Duration executionsKept,
        Duration retryDelay) {
    /** Of the component that asks the API. */
    static final String COMPONENT = "flights-http";

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration MILLISECOND = Duration.ofMillis(1);
    private static final int DAYS = 7;
    private static final int SECONDS = 86_400;
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Pattern TOPIC = Pattern.compile("arn:aws[a-z-]*:sns:[a-z0-9-]+:\\d{12}:[A-Za-z0-9_-]{1,256}");

    /** Reads every key; what is wrong is collected in {@code settings}. */
    public static FlightsSettings read(Settings settings) {
        FlightsSettings all = new FlightsSettings(
                SourceSettings.read(settings),
                settings.as(
                        "flights.schedule",
                        "a Quartz cron expression",
                        Schedule.parse("0 0/5 * * * ?"),
                        Schedule::parse),
                settings.duration("flights.catch-up", SECOND, HOUR),
                settings.duration("flights.fetch-budget", SECOND, Duration.ofMinutes(15)),
                backoff(settings),
                settings.text("flights.circuit-table"),
                circuit(settings),
                settings.name("flights.raw-bucket"),
                settings.name("flights.processed-bucket"),
                settings.text("flights.raw-events-queue"),
                settings.text("flights.processed-events-queue"),
                settings.number("flights.row-group-rows", 100, Conversion.MOST_ROWS),
                settings.number("flights.parallel", 1, 100),
                RulesSettings.read(settings),
                RulesSettings.share(settings, "flights.quarantine-threshold"),
                settings.as("flights.alerts-topic", "the ARN of an SNS topic", "missing", FlightsSettings::topic),
                settings.duration("flights.alert-window", SECOND, Duration.ofDays(7)),
                settings.text("flights.executions-table"),
                settings.duration("flights.executions-kept", Duration.ofDays(1), Duration.ofDays(3650)),
                settings.duration("flights.retry-delay", Duration.ofMillis(10), HOUR));
        all.compare(settings);
        return all;
    }

    /** How the pipeline speaks to the API. */
    public HttpContact contact() {
        return HttpContact.reading(COMPONENT, source.connectTimeout(), source.responseTimeout());
    }

    private static Backoff backoff(Settings settings) {
        Duration first = settings.duration("flights.fetch-retry-delay", MILLISECOND, HOUR);
        Duration cap = settings.duration("flights.fetch-retry-cap", MILLISECOND, HOUR);
        int attempts = settings.number("flights.max-attempts", 1, 10);
        return new Backoff(attempts, first, cap.compareTo(first) < 0 ? first : cap);
    }

    private static CircuitRules circuit(Settings settings) {
        TripRule rate = new TripRule.Rate(
                settings.as("flights.circuit-error-rate", "a number from 0 to less than 1", 0.5, text -> {
                    double share = Double.parseDouble(text);
                    if (!(share >= 0 && share < 1)) {
                        throw new IllegalArgumentException("out of range");
                    }
                    return share;
                }),
                settings.number("flights.circuit-calls", 1, TripRule.MOST));
        Duration cooldown = settings.duration("flights.cooldown", SECOND, CircuitRules.LONGEST);
        Duration cap = settings.duration("flights.cooldown-cap", SECOND, CircuitRules.LONGEST);
        Duration lease = settings.duration("flights.fetch-budget", SECOND, Duration.ofMinutes(15));
        return new CircuitRules(rate, cooldown, cap.compareTo(cooldown) < 0 ? cooldown : cap, lease);
    }

    private static String topic(String arn) {
        if (!TOPIC.matcher(arn).matches()) {
            throw new IllegalArgumentException("no ARN of a topic");
        }
        return arn;
    }

    /** Looks for what is wrong with several keys together. */
    private void compare(Settings settings) {
        if (settings.areRight("flights.schedule")) {
            source.expectEnoughCredits(schedule, settings);
        }
        if (settings.areRight("flights.fetch-budget", "flights.connect-timeout", "flights.response-timeout")
                && fetchBudget.compareTo(source.longestTry()) < 0) {
            settings.fault("flights.fetch-budget is " + fetchBudget + ", expected at least " + source.longestTry()
                    + ", as long as one try may take (flights.connect-timeout and flights.response-timeout):"
                    + " else others ask the API again while a probe is still waiting for its answer");
        }
        if (settings.areRight("flights.raw-bucket", "flights.processed-bucket") && rawBucket.equals(processedBucket)) {
            settings.fault("flights.processed-bucket is '" + processedBucket
                    + "', expected another than flights.raw-bucket: both have events of keys that begin alike");
        }
    }

    /** How many fetches are due on a day: of a week that has the first of a month, on the day that has most. */
    static int fetches(Schedule schedule) {
        Instant midnight = Instant.parse("2026-01-01T00:00:00Z");
        int most = 0;
        for (int day = 0; day < DAYS; day++) {
            Instant begin = midnight.plus(Duration.ofDays(day));
            Instant end = begin.plus(Duration.ofDays(1));
            // The first second of a day is its own.
            most = Math.max(
                    most,
                    schedule.due(begin.minusSeconds(1), end.minusSeconds(1), SECONDS)
                            .size());
        }
        return most;
    }
}
