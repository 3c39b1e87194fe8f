package routes.aggregator;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import routes.aws.TripRule;
import routes.lake.BundleFormat;
import routes.settings.Settings;

/**
 * All that the pipeline is told from outside.
 *
 * @param landingBucket whose events are welcome
 * @param prefix of their keys
 * @param eventsQueue of S3 events
 * @param deliveriesQueue of bundles to be sent
 * @param archiveBucket where bundles lie
 * @param format of a bundle
 * @param batchSize messages that a door collects, at most
 * @param batchBytes of objects that a door collects, and that a bundle of more than one object holds, at most
 * @param batchTimeout how long a door waits for a batch to become full
 * @param maxObjectBytes a larger object is refused
 * @param retryDelay before a message comes again whose work has failed; doubles each time
 * @param table of objects and bundles
 * @param kept how long an object is known
 * @param retention how long its event may wait
 * @param ttlAttribute of the table
 * @param nifi where bundles are sent
 * @param circuit when sending pauses
 * @param maxAttempts after so many failed ones a delivery is parked
 * @param overdue how long a bundle may stand still before somebody looks after it
 */
public record AggregatorSettings(
        String landingBucket,
        String prefix,
        String eventsQueue,
        String deliveriesQueue,
        String archiveBucket,
        BundleFormat format,
        int batchSize,
        long batchBytes,
        Duration batchTimeout,
        long maxObjectBytes,
        Duration retryDelay,
        String table,
        Duration kept,
        Retention retention,
        String ttlAttribute,
        Nifi nifi,
        Circuit circuit,
        int maxAttempts,
        Duration overdue) {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration DAY = Duration.ofDays(1);

    /**
     * How long queues keep messages.
     *
     * @param events the queue of events
     * @param parked its dead-letter queue
     */
    public record Retention(Duration events, Duration parked) {}

    /**
     * The other end.
     *
     * @param url of its listener
     * @param secret with its credentials; empty: none
     * @param connectTimeout to reach it
     * @param timeout from the request to the end of the answer
     */
    public record Nifi(URI url, Optional<String> secret, Duration connectTimeout, Duration timeout) {}

    /**
     * The breaker that all workers share.
     *
     * @param table where it is
     * @param failureThreshold consecutive failures that open it
     * @param cooldown for which it stays open
     * @param cooldownCap the longest, as it grows with each probe that fails
     */
    public record Circuit(String table, int failureThreshold, Duration cooldown, Duration cooldownCap) {}

    /** Reads every key; what is wrong is collected in {@code settings}. */
    public static AggregatorSettings read(Settings settings) {
        AggregatorSettings all = new AggregatorSettings(
                settings.name("aggregator.landing-bucket"),
                settings.text("aggregator.prefix"),
                settings.text("aggregator.events-queue"),
                settings.text("aggregator.deliveries-queue"),
                settings.name("aggregator.archive-bucket"),
                settings.as("aggregator.format", "tar.gz, concat or zip", BundleFormat.TAR_GZ, BundleFormat::of),
                settings.number("aggregator.batch-size", 1, 10_000),
                settings.size("aggregator.batch-bytes", 1, 5L << 30),
                settings.duration("aggregator.batch-timeout", Duration.ofMillis(10), Duration.ofMinutes(5)),
                settings.size("aggregator.max-object-bytes", 1, 5L << 40),
                settings.duration("aggregator.retry-delay", Duration.ofMillis(10), Duration.ofHours(1)),
                settings.text("aggregator.idempotency-table"),
                settings.duration("aggregator.idempotency-ttl", DAY, DAY.multipliedBy(3650)),
                new Retention(
                        settings.duration("aggregator.events-retention", SECOND, DAY.multipliedBy(14)),
                        settings.duration("aggregator.dlq-retention", SECOND, DAY.multipliedBy(14))),
                settings.text("aggregator.ttl-attribute"),
                new Nifi(
                        settings.url("aggregator.nifi-url"),
                        settings.optionalText("aggregator.nifi-secret"),
                        settings.duration(
                                "aggregator.nifi-connect-timeout", Duration.ofMillis(100), Duration.ofMinutes(1)),
                        settings.duration("aggregator.nifi-timeout", SECOND, Duration.ofHours(1))),
                new Circuit(
                        settings.text("aggregator.circuit-table"),
                        settings.number("aggregator.failure-threshold", 1, TripRule.MOST),
                        settings.duration("aggregator.cooldown", SECOND, Duration.ofHours(12)),
                        settings.duration("aggregator.cooldown-cap", SECOND, Duration.ofHours(12))),
                settings.number("aggregator.max-attempts", 1, 1000),
                settings.duration("aggregator.overdue", SECOND, DAY));
        all.compare(settings);
        return all;
    }

    /** Looks for what is wrong with several keys together. */
    private void compare(Settings settings) {
        Duration needed = retention.events().plus(retention.parked());
        boolean told = settings.areRight(
                "aggregator.idempotency-ttl", "aggregator.events-retention", "aggregator.dlq-retention");
        if (told && kept.compareTo(needed) < 0) {
            settings.fault("aggregator.idempotency-ttl is " + kept + ", expected at least " + needed
                    + " (aggregator.events-retention + aggregator.dlq-retention): an event that was parked could be"
                    + " bundled twice");
        }
        if (landingBucket.equals(archiveBucket)
                && (prefix.startsWith(Bundle.PREFIX) || Bundle.PREFIX.startsWith(prefix))) {
            settings.fault("aggregator.prefix is '" + prefix + "', expected one that tells objects from bundles ("
                    + Bundle.PREFIX + "), which lie in the same bucket: they would be bundled again");
        }
        if (settings.areRight("aggregator.cooldown", "aggregator.cooldown-cap")
                && circuit.cooldownCap().compareTo(circuit.cooldown()) < 0) {
            settings.fault("aggregator.cooldown-cap is " + circuit.cooldownCap() + ", expected at least "
                    + circuit.cooldown() + " (aggregator.cooldown)");
        }
        if (settings.areRight("aggregator.nifi-url")
                && nifi.secret().isPresent()
                && !NifiCredentials.mayBeToldTo(nifi.url())) {
            settings.fault("aggregator.nifi-url is '" + nifi.url() + "', expected https, or http to this machine:"
                    + " aggregator.nifi-secret would be told to everybody on the way");
        }
    }

    /** Longer than an attempt can take, waiting for its turn in a batch included: nobody sends what is being sent. */
    Duration leaseOfDelivery() {
        return nifi.timeout().plus(nifi.connectTimeout()).plusSeconds(10);
    }
}
