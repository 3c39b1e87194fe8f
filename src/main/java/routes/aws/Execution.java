package routes.aws;

import java.time.Duration;

/** Where a query stands. */
public sealed interface Execution {

    /** It waits for its turn, or runs. */
    record Running() implements Execution {}

    /**
     * Its result is there.
     *
     * @param output {@code s3://} address of the result CSV
     * @param bytesScanned of the tables
     * @param took from its start to its end, waiting included
     */
    record Succeeded(String output, long bytesScanned, Duration took) implements Execution {
        public Succeeded {
            if (!output.startsWith("s3://")) {
                throw new IllegalArgumentException(
                        "output of a query is '" + output + "', expected s3://<bucket>/<key>");
            }
            if (bytesScanned < 0 || took.isNegative()) {
                throw new IllegalArgumentException(
                        "query scanned " + bytesScanned + " bytes in " + took + ", expected neither below 0");
            }
        }
    }

    /**
     * It has no result.
     *
     * @param cancelled somebody stopped it, else it failed
     * @param reason one line in Athena's words, which holds no values
     * @param mayPass whether the same query may succeed later
     */
    record Ended(boolean cancelled, String reason, boolean mayPass) implements Execution {
        public Ended {
            if (reason.isBlank()) {
                throw new IllegalArgumentException("reason of a query's end is empty, expected one line");
            }
        }
    }
}
