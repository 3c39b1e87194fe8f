package routes.flights;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import routes.policy.Schedule;
import routes.settings.Settings;

/**
 * Where snapshots come from.
 *
 * @param baseUrl of the API; snapshots are at {@code states/all} below it
 * @param query which states
 * @param secret name of the secret with {@code client_id} and {@code client_secret}; empty: nobody in particular asks
 * @param tokenUrl where tokens are issued
 * @param dailyCredits that may be spent; 0: as many as one likes
 * @param connectTimeout to reach it
 * @param responseTimeout from a request to the end of its answer
 * @param mostBytes of an answer
 */
record SourceSettings(
        URI baseUrl,
        SkyQuery query,
        Optional<String> secret,
        URI tokenUrl,
        int dailyCredits,
        Duration connectTimeout,
        Duration responseTimeout,
        long mostBytes) {
    private static final Duration MILLISECOND = Duration.ofMillis(1);

    static SourceSettings read(Settings settings) {
        Optional<Area> area = settings.optionalText("flights.area")
                .map(text -> settings.as(
                        "flights.area",
                        "south,west,north,east in degrees, such as 45.8,5.9,47.8,10.5",
                        new Area(-90, -180, 90, 180),
                        Area::parse));
        SkyQuery everywhere = new SkyQuery(area, List.of(), settings.flag("flights.extended"));
        SkyQuery query = settings.optionalText("flights.icao24")
                .map(text -> settings.as(
                        "flights.icao24",
                        "addresses of six hexadecimal digits, separated by commas",
                        everywhere,
                        addresses -> new SkyQuery(
                                area,
                                Stream.of(addresses.split(",", -1))
                                        .map(String::trim)
                                        .toList(),
                                everywhere.extended())))
                .orElse(everywhere);
        return new SourceSettings(
                settings.url("flights.base-url"),
                query,
                secret(settings),
                settings.url("flights.token-url"),
                settings.number("flights.daily-credits", 0, 10_000_000),
                settings.duration("flights.connect-timeout", MILLISECOND, Duration.ofMinutes(1)),
                settings.duration("flights.response-timeout", MILLISECOND, Duration.ofMinutes(5)),
                settings.size("flights.max-body-bytes", 1, 1L << 30));
    }

    private static Optional<String> secret(Settings settings) {
        return settings.optionalText("flights.secret")
                .map(name -> name.replace("${lake.environment}", settings.name("lake.environment")));
    }

    /** The address of a snapshot, without its query. */
    URI url() {
        String base = baseUrl.toString();
        return URI.create((base.endsWith("/") ? base : base + "/") + "states/all");
    }

    /** How long one try may take: to reach the API, and until its answer has ended. */
    Duration longestTry() {
        return connectTimeout.plus(responseTimeout);
    }

    /** A schedule that asks more often than its credits allow would be refused for most of each day. */
    void expectEnoughCredits(Schedule schedule, Settings settings) {
        if (dailyCredits == 0 || !settings.areRight("flights.daily-credits", "flights.area", "flights.icao24")) {
            return;
        }
        int allowed = secret.isPresent() ? dailyCredits : Math.min(dailyCredits, SkyQuery.ANONYMOUS_CREDITS);
        int fetches = FlightsSettings.fetches(schedule);
        long needed = (long) fetches * query.credits();
        if (needed > allowed) {
            settings.fault("flights.schedule is '" + schedule + "', " + fetches + " calls a day of " + query.credits()
                    + " credits each, " + needed + " in all, expected at most "
                    + (secret.isPresent()
                            ? dailyCredits + " (flights.daily-credits)"
                            : allowed + ": without flights.secret the API gives no more than "
                                    + SkyQuery.ANONYMOUS_CREDITS + ", which is enough for every 15 minutes"));
        }
    }
}
