package routes.runtime.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import routes.aws.DeadLetters;
import routes.aws.ObjectListing;
import routes.lake.Days;
import routes.lake.Names;
import routes.lake.SourceDay;
import routes.lake.Trail;
import routes.policy.RunId;
import routes.runtime.Assembly;
import routes.runtime.Pipeline;

/** What is known of a run or of an object, gathered from the ledger, the bucket and the dead-letter queues. */
final class Trace {
    private static final String FIRST = "0000";
    private static final String LAST = "9999-12-31T23:59:59Z";

    private final Assembly assembly;
    private final ObjectListing objects;
    private final DeadLetters dead;
    private final int most;

    /** @param most objects, and parked messages of a queue, that are looked at */
    Trace(Assembly assembly, int most) {
        this.assembly = assembly;
        this.objects = assembly.lake().reader().listing();
        this.dead = new DeadLetters(assembly.clients()::sqs, assembly.lake().queues());
        this.most = most;
    }

    /** What is known of a thing by that name, whatever it is. */
    Map<String, Object> follow(String name) {
        for (Pipeline.Plan plan : assembly.plans().values()) {
            Optional<Trail> trail = plan.trail(name, most, assembly.lake(), objects);
            if (trail.isPresent()) {
                List<Map<String, String>> parked = parked(plan, trail.get().letters());
                Map<String, Object> found = new LinkedHashMap<>(trail.get().facts());
                found.put("found", trail.get().found() || !parked.isEmpty());
                found.put("parked", parked);
                return found;
            }
        }
        if (name.contains("/")) {
            return object(name);
        }
        if (RunId.isSafe(name)) {
            return run(name);
        }
        throw CommandFailure.usage("argument is '" + name
                + "', expected a run id (letters, digits, dashes), a bundle id or an object's key or address");
    }

    /** Rows, objects and parked messages of a run. */
    private Map<String, Object> run(String runId) {
        List<Map<String, String>> rows = new ArrayList<>();
        List<String> keys = new ArrayList<>();
        List<Map<String, String>> parked = new ArrayList<>();
        boolean cut = false;
        for (Pipeline.Plan plan : assembly.plans().values()) {
            Days days = plan.days(assembly.lake(), objects);
            List<String> candidates = new ArrayList<>();
            for (String run : days.ledgerRuns()) {
                assembly.lake().ledger().rows(run, FIRST, LAST).stream()
                        .filter(row -> runId.equals(row.get("run_id")))
                        .forEach(row -> {
                            rows.add(new TreeMap<>(row));
                            days.ofLedger(row.get("run"), row.get("at"))
                                    .ifPresent(day -> candidates(days, day, candidates));
                        });
            }
            cut |= candidates.size() > most;
            candidates.stream()
                    .limit(most)
                    .filter(key -> wrote(runId, days.bucket(), key))
                    .forEach(key -> keys.add("s3://" + days.bucket() + "/" + key));
            parked.addAll(parked(plan, (body, attributes) -> runId.equals(attributes.get("run_id"))));
        }
        Map<String, Object> found = new LinkedHashMap<>();
        found.put("run_id", runId);
        found.put("found", !rows.isEmpty() || !parked.isEmpty());
        found.put("ledger", rows);
        found.put("objects", keys);
        found.put("objects_cut", cut);
        found.put("parked", parked);
        if (rows.isEmpty()) {
            found.put("note", "no day was planned last by this run: a later run may have planned its days again");
        }
        return found;
    }

    private void candidates(Days days, SourceDay day, List<String> candidates) {
        try (Stream<String> keys = objects.keys(days.bucket(), days.prefix(day))) {
            keys.limit(most + 1L - Math.min(most + 1L, candidates.size())).forEach(candidates::add);
        }
    }

    private boolean wrote(String runId, String bucket, String key) {
        return objects.metadata(bucket, key)
                .map(metadata -> runId.equals(metadata.get("run-id")))
                .orElse(false);
    }

    private List<Map<String, String>> parked(Pipeline.Plan plan, Trail.Letters letters) {
        List<Map<String, String>> found = new ArrayList<>();
        for (String queue : plan.queues()) {
            dead.look(queue + assembly.lakeSettings().dlqSuffix(), most).stream()
                    .filter(message -> letters.isAboutIt(message.body(), message.attributes()))
                    .forEach(message -> {
                        Map<String, String> map = new LinkedHashMap<>();
                        map.put("queue", queue);
                        map.put("message_id", message.id());
                        map.put("error_kind", Replay.kind(message));
                        map.put("error", Names.oneLine(message.attributes().getOrDefault("error", "-"), 250));
                        found.add(map);
                    });
        }
        return found;
    }

    /** Metadata, versions and the ledger's row of an object. */
    private Map<String, Object> object(String address) {
        Map<String, Object> found = new LinkedHashMap<>();
        for (Pipeline.Plan plan : assembly.plans().values()) {
            Days days = plan.days(assembly.lake(), objects);
            String key = address.replaceFirst("^s3://[^/]+/", "");
            Optional<SourceDay> day = days.ofKey(key);
            if (day.isPresent() && (address.equals(key) || address.startsWith("s3://" + days.bucket() + "/"))) {
                Optional<Map<String, String>> metadata = objects.metadata(days.bucket(), key);
                List<ObjectListing.Version> versions = objects.versions(days.bucket(), key);
                found.put("object", "s3://" + days.bucket() + "/" + key);
                found.put("found", !versions.isEmpty() || metadata.isPresent());
                found.put(
                        "run_id",
                        metadata.map(fields -> fields.getOrDefault("run-id", "none"))
                                .orElse("none"));
                found.put("metadata", new TreeMap<>(metadata.orElse(Map.of())));
                found.put(
                        "versions",
                        versions.stream().map(ObjectListing.Version::asMap).toList());
                found.put(
                        "ledger",
                        new TreeMap<>(assembly.lake()
                                .ledger()
                                .row(
                                        days.ledgerRun(day.get().source()),
                                        day.get().day().toString())));
                return found;
            }
        }
        throw CommandFailure.usage("object is '" + address + "', expected a key that one of the pipelines "
                + assembly.plans().keySet().stream().map(Pipeline::title).toList() + " writes");
    }
}
