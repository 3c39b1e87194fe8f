package routes.aggregator;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import routes.aws.ObjectLeases;
import routes.aws.Secrets;
import routes.lake.Contacts;
import routes.lake.Contacts.Index;
import routes.lake.Contacts.Queue;
import routes.lake.Contacts.Retention;
import routes.lake.Contacts.Table;
import routes.policy.TlsIdentity;

/** What the pipeline must find outside, taken from its settings. */
public final class AggregatorContacts {
    /** Waiting for NiFi costs a delivery receives; SQS allows no more of them. */
    private static final int RECEIVES_OF_DELIVERIES = 1000;

    private AggregatorContacts() {}

    /** Both buckets, both queues, both tables, and NiFi with its secret if it has one. */
    public static Contacts of(AggregatorSettings settings) {
        Map<String, List<List<String>>> secrets = new HashMap<>();
        settings.nifi()
                .secret()
                .ifPresent(name -> secrets.put(
                        name, List.of(List.of("username", "password"), List.of("certificate", "private_key"))));
        return new Contacts(
                List.of(settings.landingBucket(), settings.archiveBucket()),
                List.of(
                        Queue.of(settings.eventsQueue())
                                .keeping(
                                        retention(settings, settings.retention().events(), "events-retention"),
                                        retention(settings, settings.retention().parked(), "dlq-retention")),
                        Queue.of(settings.deliveriesQueue()).patient(RECEIVES_OF_DELIVERIES)),
                List.of(
                        new Table(
                                settings.table(),
                                List.of("id"),
                                Optional.of(
                                        new Index(ObjectLeases.INDEX, List.of(ObjectLeases.OPEN, ObjectLeases.SINCE))),
                                Optional.of(settings.ttlAttribute())),
                        new Table(settings.circuit().table(), List.of("service"), Optional.empty(), Optional.empty())),
                secrets,
                Map.of("aggregator.nifi-url", settings.nifi().url()));
    }

    /** Who we are to NiFi, and whom we trust there. */
    public static TlsIdentity identity(Secrets secrets, AggregatorSettings settings) {
        return new NifiCredentials(secrets, settings.nifi().secret());
    }

    private static Retention retention(AggregatorSettings settings, Duration longest, String key) {
        return new Retention(
                longest,
                "aggregator." + key,
                "aggregator.idempotency-ttl (" + settings.kept().toDays()
                        + "d) was found long enough for that, and an event that outlives it is bundled twice");
    }
}
