package routes.aggregator;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import routes.aws.ObjectLeases;
import routes.aws.ObjectListing;
import routes.lake.ObjectVersion;
import routes.lake.S3Events;
import routes.lake.Trail;
import routes.lake.UnreadableEvent;
import routes.policy.Lake;

/** Follows an object to its bundle, a bundle to its objects, and a run to the bundles that it planned. */
public final class BundleTrail {
    private static final Pattern RUN = Pattern.compile("aggregator-(\\d{8}T\\d{6}Z)-[0-9a-f]{8}");
    private static final DateTimeFormatter RUN_TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final AggregatorSettings settings;
    private final BundleLedger ledger;
    private final ObjectListing objects;

    /** Over the lake's tables and what {@code objects} lists. */
    public BundleTrail(Lake lake, AggregatorSettings settings, ObjectListing objects) {
        this.settings = settings;
        this.ledger = AggregatorParts.ledger(lake, settings);
        this.objects = objects;
    }

    /**
     * Follows what a name means here: a bundle by its id or its address in the archive, an object by its address, a run by
     * its id.
     *
     * @param most bundles of a run that are looked at
     * @return empty when the name means nothing to this pipeline
     */
    public Optional<Trail> follow(String name, int most) {
        String archive = "s3://" + settings.archiveBucket() + "/";
        String landing = "s3://" + settings.landingBucket() + "/";
        Optional<String> archived = Optional.of(name.replace(archive, ""))
                .filter(key -> BundleKey.parse(key).isPresent());
        if (Bundle.isId(name) || archived.isPresent()) {
            return Optional.of(bundle(name, archived));
        }
        if (name.startsWith(landing)) {
            return Optional.of(object(name.substring(landing.length())));
        }
        return begun(name).map(time -> run(name, time, most));
    }

    /** When a run of this pipeline has begun; empty when the name is that of none. */
    private static Optional<Instant> begun(String name) {
        Matcher run = RUN.matcher(name);
        try {
            return run.matches() ? Optional.of(RUN_TIME.parse(run.group(1), Instant::from)) : Optional.empty();
        } catch (DateTimeParseException e) {
            // There is no such time.
            return Optional.empty();
        }
    }

    private Trail bundle(String name, Optional<String> archived) {
        String id = archived.flatMap(BundleKey::parse).map(BundleKey::id).orElse(name);
        Optional<Bundle> bundle = ledger.find(id);
        Optional<String> key = bundle.map(Bundle::key).or(() -> archived);
        Optional<Map<String, String>> metadata =
                key.flatMap(there -> objects.metadata(settings.archiveBucket(), there));
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("bundle", id);
        key.ifPresent(there -> facts.put("key", address(there)));
        facts.put("row", bundle.map(BundleTrail::row).orElse(Map.of()));
        facts.put("archived", new TreeMap<>(metadata.orElse(Map.of())));
        facts.put(
                "objects",
                bundle.map(Bundle::objects).orElse(List.of()).stream()
                        .map(ObjectVersion::id)
                        .toList());
        boolean found = bundle.isPresent() || metadata.isPresent();
        return new Trail(found, facts, (body, attributes) -> body.contains(id));
    }

    private Trail object(String key) {
        List<Map<String, Object>> versions = new ArrayList<>();
        for (ObjectListing.Version version : objects.versions(settings.landingBucket(), key)) {
            Map<String, Object> facts = new LinkedHashMap<>(version.asMap());
            // Without versions, an object's row is named by the sequencer of its event, which no key tells.
            facts.put("bundle", version.id().equals("null") ? "unknown, the bucket has no versions" : "none");
            ledger.holder(id(key, version)).ifPresent(id -> {
                facts.put("bundle", id);
                ledger.find(id).ifPresent(bundle -> facts.putAll(standing(bundle)));
            });
            versions.add(facts);
        }
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("object", "s3://" + settings.landingBucket() + "/" + key);
        facts.put("versions", versions);
        return new Trail(!versions.isEmpty(), facts, (body, attributes) -> tellsOf(key, body));
    }

    private Trail run(String runId, Instant begun, int most) {
        List<Map<String, Object>> bundles = new ArrayList<>();
        // What a run plans, it plans soon after it has begun: in the same hour, or in the next.
        Stream.of(begun, begun.plus(Duration.ofHours(1)))
                .flatMap(hour -> objects.keys(settings.archiveBucket(), Bundle.hourPrefix(hour)))
                .filter(key -> BundleKey.parse(key).isPresent())
                .limit(most)
                .filter(key -> isOf(runId, key))
                .forEach(key -> bundles.add(bundle(key, Optional.of(key)).facts()));
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("run_id", runId);
        facts.put("bundles", bundles);
        return new Trail(!bundles.isEmpty(), facts, (body, attributes) -> runId.equals(attributes.get("run_id")));
    }

    private boolean isOf(String runId, String key) {
        return objects.metadata(settings.archiveBucket(), key)
                .map(metadata -> runId.equals(metadata.get(Archiving.RUN_ID)))
                .orElse(false);
    }

    private String id(String key, ObjectListing.Version version) {
        return settings.landingBucket() + "/" + key + "/" + version.id();
    }

    /** Where the bundle of an object stands; what it is itself is asked by its own name. */
    private Map<String, String> standing(Bundle bundle) {
        Map<String, String> standing = new LinkedHashMap<>();
        standing.put("key", address(bundle.key()));
        Map<String, String> row = row(bundle);
        for (String name : List.of("state", "since", "attempts", "owner", "lease_until", "delivered_at")) {
            if (row.containsKey(name)) {
                standing.put(name, row.get(name));
            }
        }
        return standing;
    }

    private String address(String archived) {
        return "s3://" + settings.archiveBucket() + "/" + archived;
    }

    private static Map<String, String> row(Bundle bundle) {
        Map<String, String> row = BundleLedger.facts(bundle.state(), bundle.since());
        row.remove(ObjectLeases.OPEN);
        row.put("planned_at", bundle.plannedAt().toString());
        row.put("run_id", bundle.runId());
        return new TreeMap<>(row);
    }

    private boolean tellsOf(String key, String body) {
        try {
            return S3Events.records(body).stream()
                    .flatMap(record -> record.event().stream())
                    .anyMatch(event -> event.bucket().equals(settings.landingBucket())
                            && event.key().equals(key));
        } catch (UnreadableEvent e) {
            // What is no event tells of nothing.
            return false;
        }
    }
}
