package routes.aggregator;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import routes.lake.BundleFormat;
import routes.lake.ObjectVersion;
import routes.lake.Sha256;

/**
 * Objects that become one archive and one delivery. What it is called depends on the objects that were planned alone,
 * and does not change when some of them turn out to be gone.
 *
 * @param id {@code bundle-} and the first 32 hexadecimal digits of the SHA-256 over the sorted ids of its objects
 * @param plannedAt when it was planned; its hour is part of its key
 * @param format how its members are put together
 * @param runId of the batch that planned it
 * @param objects that were planned, in the order of their ids; once it is archived, those that it holds
 * @param state where it stands
 * @param since when it came there
 * @param version counts the changes of its row
 */
record Bundle(
        String id,
        Instant plannedAt,
        BundleFormat format,
        String runId,
        List<ObjectVersion> objects,
        BundleState state,
        Instant since,
        long version) {
    private static final Pattern ID = Pattern.compile("bundle-[0-9a-f]{32}");
    private static final DateTimeFormatter HOUR =
            DateTimeFormatter.ofPattern("yyyy/MM/dd/HH/", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** Where bundles lie in the archive. */
    static final String PREFIX = "bundles/";

    private static final String MANIFEST = ".manifest.json";

    Bundle {
        objects = List.copyOf(objects);
        if (!isId(id)) {
            throw new IllegalArgumentException("id of a bundle is '" + id + "', expected bundle- and 32 hex digits");
        }
    }

    static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    /** What a bundle of these objects is called, in whatever order they come. */
    static String idOf(Collection<ObjectVersion> objects) {
        StringBuilder ids = new StringBuilder();
        // Without the line's end, two sets whose ids join to the same text would have one name.
        objects.stream()
                .map(ObjectVersion::id)
                .sorted()
                .forEach(id -> ids.append(id).append('\n'));
        return "bundle-" + Sha256.ofText(ids.toString()).substring(0, 32);
    }

    /** Its key in the archive. */
    String key() {
        return hourPrefix(plannedAt) + id + "." + format.extension();
    }

    /** The key of its list of members. */
    String manifestKey() {
        return hourPrefix(plannedAt) + id + MANIFEST;
    }

    /** Where the bundles of an hour lie. */
    static String hourPrefix(Instant hour) {
        return PREFIX + HOUR.format(hour);
    }

    /** The same bundle, without objects that it turned out not to hold. */
    Bundle without(Collection<ObjectVersion> struck) {
        List<ObjectVersion> left =
                objects.stream().filter(object -> !struck.contains(object)).toList();
        return new Bundle(id, plannedAt, format, runId, left, state, since, version);
    }

    /** The same bundle, changed. */
    Bundle in(BundleState next, Instant now, long nextVersion) {
        return new Bundle(id, plannedAt, format, runId, objects, next, now, nextVersion);
    }
}
