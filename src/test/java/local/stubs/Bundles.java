package local.stubs;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The bundles that have come in, each in a file: the last of those that were accepted under an id. */
final class Bundles {
    private static final int CHUNK = 64 * 1024;

    private static final class Account {
        private int posts;
        private int successes;
        private Post last;
    }

    /**
     * One body that came in whole.
     *
     * @param claimed the SHA-256 that the caller told
     * @param faults what was wrong with the head, by the contract
     */
    record Post(Path file, Digest digest, String claimed, List<String> faults) {

        ObjectNode json() {
            ObjectNode json = digest.json();
            json.put("sha256_matches", digest.sha256().equals(claimed));
            faults.forEach(json.putArray("faults")::add);
            return json;
        }
    }

    private final Path directory;
    private final Map<String, Account> byId = new TreeMap<>();

    Bundles(Path directory) {
        this.directory = directory;
    }

    /** Reads a body to its end, into a file that belongs to the answer. */
    Post take(InputStream body, String claimed, List<String> faults) throws IOException {
        Path file = Files.createTempFile(directory, "nifi-", ".bundle");
        MessageDigest sha256 = Digest.hashing();
        long length = 0;
        try (OutputStream out = Files.newOutputStream(file)) {
            byte[] chunk = new byte[CHUNK];
            for (int count = body.read(chunk); count >= 0; count = body.read(chunk)) {
                out.write(chunk, 0, count);
                sha256.update(chunk, 0, count);
                length += count;
            }
        } catch (IOException broken) {
            Files.delete(file);
            throw broken;
        }
        return new Post(file, new Digest(length, HexFormat.of().formatHex(sha256.digest())), claimed, faults);
    }

    synchronized void refused(String id, Post post) throws IOException {
        byId.computeIfAbsent(id, name -> new Account()).posts++;
        Files.delete(post.file());
    }

    synchronized void accepted(String id, Post post) throws IOException {
        Account account = byId.computeIfAbsent(id, name -> new Account());
        account.posts++;
        account.successes++;
        if (account.last != null) {
            Files.delete(account.last.file());
        }
        account.last = post;
    }

    /** By bundle id: how often it came whole, how often it was accepted, and the digest of the last one that was. */
    synchronized ObjectNode list() {
        ObjectNode list = JsonNodeFactory.instance.objectNode();
        byId.forEach((id, account) -> {
            ObjectNode json = list.putObject(id);
            json.put("posts", account.posts).put("successes", account.successes);
            if (account.last != null) {
                json.setAll(account.last.json());
            }
        });
        return list;
    }

    /** The bytes of the bundle as they were last accepted. */
    synchronized Optional<InputStream> open(String id) throws IOException {
        Account account = byId.get(id);
        return account == null || account.last == null
                ? Optional.empty()
                : Optional.of(Files.newInputStream(account.last.file()));
    }

    synchronized void clear() {
        for (Account account : byId.values()) {
            if (account.last != null) {
                try {
                    Files.delete(account.last.file());
                } catch (IOException failure) {
                    throw new UncheckedIOException(account.last.file() + " could not be deleted", failure);
                }
            }
        }
        byId.clear();
    }
}
