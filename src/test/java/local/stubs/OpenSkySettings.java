package local.stubs;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import local.OpenSkyStates;

/**
 * What OpenSky is like, apart from misconduct. Two more settings are about {@linkplain #charge credits}.
 *
 * @param states how many of them a snapshot of the world has
 * @param seed of the fleet
 * @param time of every snapshot, in seconds; {@code null} in an order, and nothing here, is the clock's
 * @param tellsRemaining whether answers say what credits are left
 */
record OpenSkySettings(int states, long seed, OptionalLong time, boolean tellsRemaining) {
    static final OpenSkySettings DEFAULT = new OpenSkySettings(OpenSkyStates.GLOBAL, 1, OptionalLong.empty(), true);

    private static final int MOST = 1_000_000;
    private static final Set<String> KNOWN =
            new TreeSet<>(Set.of("states", "seed", "time", "tells_remaining", "credits", "renewal"));

    OpenSkySettings {
        if (time.orElse(0) < 0) {
            throw new IllegalArgumentException("time: " + time.getAsLong() + " is less than 0");
        }
    }

    OpenSkySettings with(JsonNode changes) {
        changes.fieldNames().forEachRemaining(name -> {
            if (!KNOWN.contains(name)) {
                throw new IllegalArgumentException("set: '" + name + "' is not known; expected one of " + KNOWN);
            }
        });
        return new OpenSkySettings(
                count(changes, "states", states),
                number(changes, "seed", seed),
                changed(changes),
                changes.path("tells_remaining").asBoolean(tellsRemaining));
    }

    private OptionalLong changed(JsonNode changes) {
        if (!changes.has("time")) {
            return time;
        }
        return changes.get("time").isNull() ? OptionalLong.empty() : OptionalLong.of(number(changes, "time", 0));
    }

    /** A fleet as the settings have it, not yet asked for. */
    Sky sky() {
        return new Sky(seed, states);
    }

    /**
     * Sets the account: {@code credits} is what is left to every caller until the renewal, {@code "daily"} for what
     * OpenSky gives a day, or {@code "unlimited"}; {@code renewal} is the number of seconds until there are the day's
     * credits again.
     */
    static void charge(Credits credits, JsonNode changes, Instant now) {
        switch (changes.path("credits").asText("")) {
            case "" -> {}
            case "unlimited" -> credits.unlimited();
            case "daily" -> credits.daily();
            default -> credits.leave(count(changes, "credits", 0), now);
        }
        if (changes.has("renewal")) {
            credits.renewIn(Duration.ofSeconds(number(changes, "renewal", 0)), now);
        }
    }

    private static int count(JsonNode changes, String name, int unsaid) {
        long number = number(changes, name, unsaid);
        if (number < 0 || number > MOST) {
            throw new IllegalArgumentException(name + ": " + number + " is not between 0 and " + MOST);
        }
        return (int) number;
    }

    private static long number(JsonNode changes, String name, long unsaid) {
        JsonNode value = changes.path(name);
        if (value.isMissingNode()) {
            return unsaid;
        }
        if (!value.canConvertToLong() || !value.isIntegralNumber()) {
            throw new IllegalArgumentException(name + ": " + value + " is not a whole number");
        }
        return value.asLong();
    }
}
