package routes.export;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import routes.policy.Backoff;
import routes.policy.Schedule;
import routes.settings.Settings;
import routes.settings.Units;

/** Reads the keys of the pipeline, each with what is expected of it. */
final class ExportKeys {
    private static final Duration MILLISECOND = Duration.ofMillis(1);
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);
    private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)+");

    private ExportKeys() {}

    static ExportSettings read(Settings settings) {
        String environment = settings.name("lake.environment");
        String output = settings.name("export.athena-output");
        ExportSettings all = new ExportSettings(
                environment,
                ExportTables.read(settings),
                settings.as("export.date-column", "a column: " + ExportTables.COLUMN_EXPECTED, "", ExportKeys::column),
                queries(settings, output),
                limits(settings),
                new ExportSettings.Objects(
                        settings.text("export.events-queue"),
                        settings.name("export.bucket"),
                        settings.duration("export.object-delay", SECOND, HOUR.multipliedBy(12))),
                timer(settings),
                api(settings, environment),
                settings.optionalText("export.results-bucket")
                        .map(own -> settings.name("export.results-bucket"))
                        .orElse(output),
                http(settings, environment));
        ExportContradictions.find(all, settings);
        return all;
    }

    private static ExportSettings.Queries queries(Settings settings, String output) {
        Duration reuse = settings.as("export.result-reuse", "0s or whole minutes up to 7d", Duration.ZERO, text -> {
            Duration age = Units.duration(text);
            if (age.toMillis() % MINUTE.toMillis() != 0 || age.compareTo(DAY.multipliedBy(7)) > 0) {
                throw new IllegalArgumentException("out of range");
            }
            return age;
        });
        return new ExportSettings.Queries(
                settings.text("export.athena-database"),
                settings.text("export.athena-workgroup"),
                output,
                settings.duration("export.query-timeout", SECOND, HOUR.multipliedBy(4)),
                settings.duration("export.poll-delay", MILLISECOND.multipliedBy(10), MINUTE),
                settings.duration("export.poll-cap", MILLISECOND.multipliedBy(10), MINUTE),
                Optional.of(reuse).filter(age -> !age.isZero()));
    }

    private static ExportSettings.Limits limits(Settings settings) {
        int cap = settings.number("export.cap", 0, 1_000_000_000);
        return new ExportSettings.Limits(
                settings.number("export.max-records", 1, 10_000_000),
                settings.number("export.default-limit", 1, 10_000_000),
                cap == 0 ? OptionalInt.empty() : OptionalInt.of(cap));
    }

    private static ExportSettings.Timer timer(Settings settings) {
        return new ExportSettings.Timer(
                settings.as(
                        "export.schedule",
                        "a Quartz cron expression such as 0 0 9 * * ?",
                        Schedule.parse("0 0 9 * * ?"),
                        Schedule::parse),
                settings.optionalText("export.schedule-table"),
                settings.as(
                        "export.schedule-date-filter",
                        DateFilter.WORDS,
                        DateFilter.YESTERDAY,
                        word -> DateFilter.named(word).orElseThrow(() -> new IllegalArgumentException("no filter"))),
                settings.optionalText("export.schedule-where"),
                settings.duration("export.catch-up", Duration.ZERO, DAY.multipliedBy(31)));
    }

    private static ExportSettings.Api api(Settings settings, String environment) {
        Duration first = settings.duration("export.retry-delay", Duration.ZERO, MINUTE.multipliedBy(5));
        Duration cap = settings.duration("export.retry-cap", Duration.ZERO, MINUTE.multipliedBy(5));
        boolean contradict = cap.compareTo(first) < 0;
        if (contradict && settings.areRight("export.retry-delay", "export.retry-cap")) {
            settings.fault("export.retry-cap is " + cap + ", expected at least " + first + " (export.retry-delay)");
        }
        Duration longest = contradict ? first : cap;
        Duration second = first.multipliedBy(2);
        Backoff backoff = new Backoff(
                settings.number("export.max-attempts", 1, 20),
                first,
                second.compareTo(longest) < 0 ? second : longest,
                longest,
                settings.duration("export.retry-after-cap", Duration.ZERO, MINUTE.multipliedBy(15)));
        return new ExportSettings.Api(
                secret(settings, "export.api-secret", environment),
                settings.as("export.api-hosts", ApiHosts.EXPECTED, new ApiHosts(List.of()), ApiHosts::parse),
                settings.as("export.path", "a path such as /api/data/ingest", "/", ExportKeys::path),
                settings.number("export.batch-size", 1, 10_000),
                settings.number("export.parallel", 1, 64),
                backoff,
                settings.duration("export.connect-timeout", MILLISECOND.multipliedBy(100), MINUTE),
                settings.duration("export.response-timeout", SECOND, MINUTE.multipliedBy(15)));
    }

    private static ExportSettings.Http http(Settings settings, String environment) {
        String secret = secret(settings, "export.http-key-secret", environment);
        boolean asksForKey =
                settings.oneOf("export.http-authorisation", "api-key", "none").equals("api-key");
        return new ExportSettings.Http(
                settings.duration("export.answer-within", SECOND, SECOND.multipliedBy(29)),
                asksForKey ? Optional.of(secret) : Optional.empty(),
                settings.rate("export.http-rate"),
                settings.size("export.http-max-query", 1, 1 << 20),
                settings.number("export.http-port", 0, 65_535),
                settings.text("export.http-host"));
    }

    /** The name of a secret, which may hold that of the environment: no default leads to another one. */
    private static String secret(Settings settings, String key, String environment) {
        return settings.text(key).replace("${lake.environment}", environment);
    }

    private static String path(String text) {
        if (!PATH.matcher(text).matches()) {
            throw new IllegalArgumentException("no path");
        }
        return text;
    }

    private static String column(String text) {
        if (!ExportTables.isColumn(text)) {
            throw new IllegalArgumentException("no name");
        }
        return text;
    }
}
