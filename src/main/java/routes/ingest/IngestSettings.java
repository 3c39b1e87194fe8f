package routes.ingest;

import com.fasterxml.jackson.core.JsonPointer;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import routes.policy.Backoff;
import routes.policy.HttpContact;
import routes.policy.Schedule;
import routes.settings.Settings;

/**
 * All that the pipeline is told from outside.
 *
 * @param sources by name, in the order configured
 * @param rawBucket where pages are stored
 * @param lookbackDays how many closed days a scheduled plan covers
 * @param schedule when plans are due, UTC
 * @param catchUp how far back a missed plan is made up for
 * @param backoff tries within one receive
 * @param messageBudget no try starts when a message has been worked on for longer
 * @param connectTimeout of a source
 * @param responseTimeout from request to the end of the response
 * @param maxBodyBytes a longer response is refused
 */
public record IngestSettings(
        Map<String, Source> sources,
        String rawBucket,
        int lookbackDays,
        Schedule schedule,
        Duration catchUp,
        Backoff backoff,
        Duration messageBudget,
        Duration connectTimeout,
        Duration responseTimeout,
        long maxBodyBytes) {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration DAY = Duration.ofDays(1);

    public IngestSettings {
        sources = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(sources));
    }

    /** Reads every key; what is wrong is collected in {@code settings}. */
    public static IngestSettings read(Settings settings) {
        Map<String, Source> sources = new LinkedHashMap<>();
        for (String name : settings.names("ingest.sources")) {
            sources.put(name, source(settings, name));
        }
        Duration cap = settings.duration("ingest.retry-cap", SECOND, Duration.ofMinutes(5));
        Backoff backoff = new Backoff(
                settings.number("ingest.max-attempts", 1, 20),
                settings.duration("ingest.retry-delay", Duration.ZERO, SECOND),
                cap);
        IngestSettings all = new IngestSettings(
                sources,
                settings.name("ingest.raw-bucket"),
                settings.number("ingest.lookback-days", 1, 31),
                settings.as(
                        "ingest.schedule",
                        "a Quartz cron expression such as 0 0 1 * * ?",
                        Schedule.parse("0 0 1 * * ?"),
                        Schedule::parse),
                settings.duration("ingest.catch-up", Duration.ZERO, Duration.ofDays(31)),
                backoff,
                settings.duration("ingest.message-budget", SECOND, Duration.ofHours(1)),
                settings.duration("ingest.connect-timeout", SECOND, Duration.ofMinutes(1)),
                settings.duration("ingest.response-timeout", SECOND, Duration.ofMinutes(10)),
                settings.size("ingest.max-body-bytes", 1, 1L << 30));
        if (all.messageBudget.plus(all.responseTimeout).compareTo(DAY.dividedBy(2)) >= 0) {
            settings.fault(
                    "ingest.message-budget is " + all.messageBudget + ", expected below 12h: SQS hides no longer");
        }
        return all;
    }

    private static Source source(Settings settings, String name) {
        String key = "ingest.sources." + name + ".";
        int maxPages = settings.number(key + "max-pages", 1, 999_999);
        return new Source(
                name,
                settings.url(key + "url"),
                settings.text(key + "queue"),
                settings.as(
                        key + "paging",
                        "follow or fixed:<pages>",
                        new Paging.Follow(1),
                        text -> Paging.parse(text, maxPages)),
                settings.number(key + "page-size", 0, 1_000_000),
                settings.as(key + "records", "JSON pointers separated by spaces", List.of(), IngestSettings::pointers),
                settings.rate(key + "rate"),
                settings.number(key + "concurrency", 1, 1000),
                authentication(settings, key));
    }

    private static Authentication authentication(Settings settings, String key) {
        return switch (settings.oneOf(key + "authentication", "none", "header", "oauth2")) {
            case "header" ->
                new Authentication.Header(settings.text(key + "authentication-header"), settings.text(key + "secret"));
            case "oauth2" -> {
                URI tokens = settings.url(key + "token-url");
                yield new Authentication.ClientCredentials(tokens, settings.text(key + "secret"));
            }
            default -> new Authentication.None();
        };
    }

    private static List<JsonPointer> pointers(String text) {
        List<JsonPointer> pointers = new ArrayList<>();
        for (String pointer : text.trim().split("\\s+")) {
            // The root itself is written as a dot: an empty pointer could not be seen in a list.
            pointers.add(JsonPointer.compile(pointer.equals(".") ? "" : pointer));
        }
        return List.copyOf(pointers);
    }

    /** The queues that pages to fetch wait on. */
    public List<String> queues() {
        return sources.values().stream().map(Source::queue).distinct().toList();
    }

    /** How sources are spoken to. */
    public HttpContact contact() {
        return HttpContact.reading("ingest-http", connectTimeout, responseTimeout);
    }

    /** The source of that name. */
    Optional<Source> source(String name) {
        return Optional.ofNullable(sources.get(name));
    }
}
