package routes.runtime;

import java.time.Instant;

/** OpenSky as a test wants it, and what it was asked. */
record FlightsSky(TestLake lake) {

    /** Changes what OpenSky is like: members of a JSON object. */
    void set(String members) {
        lake.behave("{\"end\":\"opensky\",\"set\":{" + members + "}}");
    }

    /** The time of every snapshot from now on. */
    void time(Instant time) {
        set("\"time\":" + time.getEpochSecond());
    }

    /** Spoils answers: members of a JSON object. */
    void spoil(String members) {
        lake.behave("{\"end\":\"opensky\"," + members + "}");
    }

    /** Spoils what is said to somebody who asks for a token: members of a JSON object. */
    void spoilTokens(String members) {
        lake.behave("{\"end\":\"opensky-oauth\"," + members + "}");
    }

    /** It has a small fleet and no faults; what it was asked is forgotten. */
    void sound() {
        lake.reset();
        set("\"states\":" + FlightsLake.FLEET + ",\"time\":" + FlightsLake.TIME.getEpochSecond());
    }

    /** How often it was asked for a snapshot. */
    int asked() {
        return lake.received("opensky").size();
    }

    /** How often it was asked for a token. */
    int tokensAsked() {
        return lake.received("opensky-oauth").size();
    }
}
