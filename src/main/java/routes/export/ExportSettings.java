package routes.export;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import routes.policy.Backoff;
import routes.policy.Schedule;
import routes.settings.Rate;
import routes.settings.Settings;

/**
 * All that the pipeline is told from outside.
 *
 * @param environment begins the name of each table that an object's key leads to
 * @param tables that may be exported, by name, in the order configured
 * @param dateColumn on which date filters act, a column of every table
 * @param queries how Athena is asked
 * @param limits how many rows at most
 * @param objects whose arrival in the lake is welcome
 * @param timer what the process exports by its own clock
 * @param api where records are sent
 * @param resultsBucket where batches lie that could not be sent
 * @param http how callers are answered
 */
public record ExportSettings(
        String environment,
        Map<String, ExportTable> tables,
        String dateColumn,
        Queries queries,
        Limits limits,
        Objects objects,
        Timer timer,
        Api api,
        String resultsBucket,
        Http http) {

    /**
     * How Athena is asked.
     *
     * @param database of the tables
     * @param workgroup that pays
     * @param outputBucket where results lie, below {@code athena/}
     * @param timeout after which a query is stopped
     * @param pollDelay first wait before a query is looked at; grows
     * @param pollCap the longest
     * @param reuse how old a result of the same query may be, in whole minutes; empty: every query runs
     */
    public record Queries(
            String database,
            String workgroup,
            String outputBucket,
            Duration timeout,
            Duration pollDelay,
            Duration pollCap,
            Optional<Duration> reuse) {

        /** Where Athena puts results. */
        String output() {
            return "s3://" + outputBucket + "/athena/";
        }
    }

    /**
     * How many rows at most.
     *
     * @param maxRecords that an HTTP request can ask for
     * @param standard for an HTTP request that names no limit
     * @param cap of schedules and objects, behind which an export fails; empty: none
     */
    public record Limits(int maxRecords, int standard, OptionalInt cap) {}

    /**
     * Objects of the lake.
     *
     * @param queue of their events
     * @param bucket whose events are welcome
     * @param delay before an object is looked for again whose rows are not there yet
     */
    public record Objects(String queue, String bucket, Duration delay) {}

    /**
     * What a process exports by its own clock.
     *
     * @param schedule when, UTC
     * @param table that it exports; empty: none
     * @param filter of its rows by date
     * @param where of its rows, as the text of a where clause; empty: all
     * @param catchUp how far back a missed time is made up for
     */
    public record Timer(
            Schedule schedule, Optional<String> table, DateFilter filter, Optional<String> where, Duration catchUp) {}

    /**
     * The other end.
     *
     * @param secret with its address and our credentials
     * @param hosts that the address may name
     * @param path below the address where batches are posted
     * @param batchSize records in a batch
     * @param parallel batches in flight
     * @param backoff tries of a batch, and the longest wait that it may ask for
     * @param connectTimeout to reach it
     * @param responseTimeout from a request to the end of its answer
     */
    public record Api(
            String secret,
            ApiHosts hosts,
            String path,
            int batchSize,
            int parallel,
            Backoff backoff,
            Duration connectTimeout,
            Duration responseTimeout) {}

    /**
     * How callers over HTTP are answered.
     *
     * @param answerWithin after which a caller is told to come back
     * @param keySecret secret with the key that callers name; empty: anybody may call
     * @param rate of requests that are welcome
     * @param maxQuery bytes of the names and values of a query, decoded
     * @param port that the process listens on; 0: none
     * @param host address that it listens on
     */
    public record Http(
            Duration answerWithin, Optional<String> keySecret, Rate rate, long maxQuery, int port, String host) {}

    /** Reads every key; what is wrong is collected in {@code settings}. */
    public static ExportSettings read(Settings settings) {
        return ExportKeys.read(settings);
    }
}
