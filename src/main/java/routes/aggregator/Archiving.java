package routes.aggregator;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import routes.aggregator.BundleMaker.Made;
import routes.aws.ObjectStore;
import routes.lake.BundleLimits;
import routes.lake.BundleMember;
import routes.lake.Manifest;
import routes.lake.MemberNames;
import routes.lake.ObjectVersion;
import routes.lake.Spool;
import routes.policy.Transient;

/**
 * Puts a made bundle and its manifest into the archive. What is stored first counts: when another worker was faster, his
 * bytes and his members are the bundle's, and ours are forgotten.
 */
final class Archiving {
    private static final Logger LOG = LoggerFactory.getLogger(Archiving.class);
    static final String RUN_ID = "run-id";
    static final String MEMBER_COUNT = "member-count";
    /** Which of the planned objects, in the order of their ids, the bundle holds: a bit each, hexadecimal. */
    private static final String MEMBERS = "members";

    private static final int MANIFEST_IN_MEMORY = 1 << 20;

    private final ObjectStore store;
    private final String bucket;
    private final Path spoolDirectory;

    Archiving(ObjectStore store, String bucket, Path spoolDirectory) {
        this.store = store;
        this.bucket = bucket;
        this.spoolDirectory = spoolDirectory;
    }

    /**
     * A bundle that lies in the archive.
     *
     * @param archive what was stored
     * @param held ids of the objects that it holds
     * @param ours whether we have stored it
     */
    record Stored(Archive archive, Set<String> held, boolean ours) {}

    /** Stores the bundle, or finds it stored, and sees to its manifest. */
    Stored store(Bundle bundle, Made made) {
        Set<String> read = BundleMaker.read(made.readings());
        String sha256 = made.content().sha256();
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put(ObjectStore.CONTENT_SHA256, sha256);
        metadata.put(MEMBER_COUNT, Integer.toString(read.size()));
        metadata.put(MEMBERS, bits(bundle.objects(), read));
        metadata.put(RUN_ID, bundle.runId());
        Optional<ObjectStore.Stored> before = store.create(
                bucket, bundle.key(), made.content(), bundle.format().contentType(), metadata);
        Stored stored = before.map(there -> there(bundle, there))
                .orElseGet(() -> new Stored(new Archive(sha256, made.content().length(), read.size()), read, true));
        putManifest(bundle, stored, made);
        return stored;
    }

    private static Stored there(Bundle bundle, ObjectStore.Stored there) {
        LOG.atInfo().addKeyValue("objectKey", bundle.key()).log("bundle was archived before, what is stored counts");
        Set<String> held = held(bundle.objects(), there.metadata().getOrDefault(MEMBERS, ""));
        return new Stored(
                new Archive(there.metadata().getOrDefault(ObjectStore.CONTENT_SHA256, ""), there.length(), held.size()),
                held,
                false);
    }

    private void putManifest(Bundle bundle, Stored stored, Made made) {
        SortedMap<String, ObjectVersion> held = new TreeMap<>(MemberNames.of(bundle.objects()));
        held.values().removeIf(object -> !stored.held().contains(object.id()));
        boolean known =
                held.values().stream().allMatch(object -> made.readings().get(object.id()) instanceof Reading.Read);
        Map<String, BundleMember> digests = known ? Map.of() : readBack(bundle, held);
        SortedMap<String, Manifest.Member> members = new TreeMap<>();
        held.forEach((name, object) -> {
            BundleMember written = made.readings().get(object.id()) instanceof Reading.Read read
                    ? new BundleMember(name, read.size(), read.sha256())
                    : digests.get(name);
            members.put(name, Manifest.Member.of(object, written));
        });
        Manifest manifest = new Manifest(
                bundle.id(), bundle.key(), bundle.format(), stored.archive().sha256(), members);
        try (Spool text = Spool.withSha256(MANIFEST_IN_MEMORY, spoolDirectory)) {
            manifest.writeTo(text);
            store.put(
                    bucket,
                    bundle.manifestKey(),
                    text,
                    "application/json",
                    Map.of(ObjectStore.CONTENT_SHA256, text.sha256()));
        } catch (IOException e) {
            throw new UncheckedIOException("manifest of " + bundle.id() + " cannot be written", e);
        }
    }

    /** The members of a stored bundle, some of whose objects could not be read (any more) by us. */
    private Map<String, BundleMember> readBack(Bundle bundle, SortedMap<String, ObjectVersion> held) {
        SortedMap<String, Long> sizes = new TreeMap<>();
        held.forEach((name, object) -> sizes.put(name, object.size().orElse(0)));
        Map<String, BundleMember> members = new HashMap<>();
        try (InputStream content = store.open(bucket, bundle.key())
                .orElseThrow(() -> new Transient(bundle.id() + " was archived and is gone again", (Duration) null))) {
            bundle.format()
                    .members(content, sizes, new BundleLimits(held.size(), Long.MAX_VALUE))
                    .forEach(member -> members.put(member.name(), member));
        } catch (IOException e) {
            throw new UncheckedIOException("archived " + bundle.id() + " cannot be read back", e);
        }
        if (!members.keySet().equals(held.keySet())) {
            throw new IllegalStateException("archived " + bundle.id() + " holds other members than its metadata says");
        }
        return members;
    }

    static String bits(List<ObjectVersion> objects, Set<String> held) {
        BitSet bits = new BitSet();
        for (int i = 0; i < objects.size(); i++) {
            bits.set(i, held.contains(objects.get(i).id()));
        }
        return HexFormat.of().formatHex(bits.toByteArray());
    }

    static Set<String> held(List<ObjectVersion> objects, String bits) {
        BitSet set = BitSet.valueOf(HexFormat.of().parseHex(bits));
        Set<String> held = new HashSet<>();
        set.stream().forEach(i -> held.add(objects.get(i).id()));
        return held;
    }
}
