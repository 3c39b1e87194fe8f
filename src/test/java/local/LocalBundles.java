package local;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import routes.aws.DeadLetters;
import routes.aws.Queues;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Objects for the aggregator, and what has become of them, read back from S3, the queues and NiFi. */
final class LocalBundles {
    private static final String LANDING = "lake-landing";
    private static final String ARCHIVE = "lake-archive";
    private static final String EVENTS = "aggregator-events";
    private static final String DELIVERIES = "aggregator-deliveries";

    /** The first of them twice: two versions of one key are two objects. */
    private static final List<String> KEYS = List.of(
            "data/orders/day=1/order 001.json",
            "data/orders/day=1/order 001.json",
            "data/orders/day=1/order 002.json",
            "data/orders/day=1/order 003.json",
            "data/orders/day=2/50% off + more.json",
            "data/orders/day=2/a&b=c.json",
            "data/people/M\u00fcller, J\u00fcrgen.txt",
            "data/people/\u5c71\u7530 \u592a\u90ce.txt",
            "data/people/${sysenv.HOME}.txt",
            "data/empty",
            "data/deep/er/and/deeper/file",
            "data/last");

    private static final String UNSAFE = "data/../../malicious_file.txt";

    private final LocalState state;
    private final List<String> expected = new ArrayList<>();

    LocalBundles(LocalState state) {
        this.state = state;
    }

    /**
     * A bundle as it lies in the archive, and as NiFi has it.
     *
     * @param members SHA-256 of each content, read from what NiFi received
     * @param bytes in the archive
     * @param posts how often NiFi received it
     * @param same whether NiFi has the bytes of the archive
     */
    private record Delivered(String key, List<String> members, long bytes, int posts, boolean same) {
        String id() {
            return key.replaceFirst(".*/(bundle-[0-9a-f]+)\\..*", "$1");
        }
    }

    /** Puts the objects into the landing bucket, as somebody who knows nothing of the aggregator. */
    void putObjects() {
        for (int i = 0; i < KEYS.size(); i++) {
            String content = KEYS.get(i).equals("data/empty") ? "" : ("{\"object\":" + i + "}\n").repeat(100 * i + 1);
            expected.add(sha256(content.getBytes(StandardCharsets.UTF_8)));
            put(KEYS.get(i), content);
        }
        put(UNSAFE, "evil");
    }

    private void put(String key, String content) {
        state.clients().s3().putObject(put -> put.bucket(LANDING).key(key), RequestBody.fromString(content));
    }

    /** Whether everything has arrived, or was parked. */
    boolean areDone() {
        boolean quiet = state.depth(EVENTS) == 0 && state.depth(DELIVERIES) == 0;
        return quiet && state.depth(EVENTS + "-dlq") == 1 && received(delivered()) == KEYS.size();
    }

    void print(PrintStream out) {
        List<Delivered> bundles = delivered();
        out.printf("%naggregator: what came in, what was archived and what NiFi received, read back%n%n");
        out.printf("  %-39s %8s %8s %6s %9s%n", "bundle", "members", "bytes", "posts", "verified");
        for (Delivered bundle : bundles) {
            out.printf(
                    "  %-39s %8d %8d %6d %9s%n",
                    bundle.id(), bundle.members().size(), bundle.bytes(), bundle.posts(), bundle.same() ? "yes" : "NO");
        }
        List<String> left = new ArrayList<>(expected);
        bundles.forEach(bundle -> bundle.members().forEach(left::remove));
        out.printf(
                "%n  put %d objects; NiFi received %d, %d of them with exactly the bytes that were put; parked %d%n",
                KEYS.size() + 1, received(bundles), expected.size() - left.size(), state.depth(EVENTS + "-dlq"));
        out.println("  verified: NiFi has the bytes that lie in the archive, by SHA-256.");
        out.println("  parked: " + parked());
        out.println();
        bundles.forEach(bundle -> out.printf("  s3://%s/%s%n", ARCHIVE, bundle.key()));
    }

    /** How to look at all this, a line each. */
    List<String> commands() {
        return List.of(
                state.aws() + " s3 cp s3://" + ARCHIVE + "/"
                        + delivered().get(0).key() + " - | tar tz",
                "curl " + state.stubs() + "/nifi/received");
    }

    private static int received(List<Delivered> bundles) {
        return bundles.stream().mapToInt(bundle -> bundle.members().size()).sum();
    }

    private List<Delivered> delivered() {
        JsonNode nifi = state.told("/nifi/received");
        List<Delivered> bundles = new ArrayList<>();
        state.clients().s3().listObjectsV2Paginator(list -> list.bucket(ARCHIVE)).contents().stream()
                .map(S3Object::key)
                .filter(key -> !key.endsWith(".manifest.json"))
                .forEach(key -> bundles.add(delivered(key, nifi)));
        return bundles;
    }

    private Delivered delivered(String key, JsonNode nifi) {
        byte[] archived = state.clients()
                .s3()
                .getObjectAsBytes(get -> get.bucket(ARCHIVE).key(key))
                .asByteArray();
        Delivered bundle = new Delivered(key, List.of(), archived.length, 0, false);
        JsonNode received = nifi.path(bundle.id());
        if (received.path("successes").asInt() == 0) {
            return bundle;
        }
        return new Delivered(
                key,
                members(bundle.id()),
                archived.length,
                received.path("posts").asInt(),
                received.path("sha256").asText().equals(sha256(archived)));
    }

    private List<String> members(String id) {
        try (InputStream bytes = state.open("/nifi/received/" + id);
                TarArchiveInputStream tar = new TarArchiveInputStream(new GZIPInputStream(bytes))) {
            List<String> members = new ArrayList<>();
            while (tar.getNextEntry() != null) {
                members.add(sha256(tar.readAllBytes()));
            }
            return members;
        } catch (IOException failure) {
            throw new UncheckedIOException("bundle " + id + " cannot be read back", failure);
        }
    }

    private String parked() {
        Queues queues = new Queues(state.clients()::sqs);
        return String.join(
                "; ",
                new DeadLetters(state.clients()::sqs, queues)
                        .look(EVENTS + "-dlq", 10).stream()
                                .map(letter -> letter.attributes().getOrDefault("error", "without a reason"))
                                .toList());
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
