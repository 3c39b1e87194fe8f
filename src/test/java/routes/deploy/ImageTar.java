package routes.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * An image as {@code docker load} takes it: a tar of a manifest, a configuration and layers.
 *
 * @param config what runs in it, and who that is
 * @param layers what each layer holds, in order
 */
record ImageTar(Path file, JsonNode config, List<List<Entry>> layers) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * One file of a layer.
     *
     * @param path absolute, as in the image
     * @param seconds since 1970, when it was last changed
     */
    record Entry(String path, long seconds, long owner, int mode) {}

    static ImageTar read(Path file) throws IOException {
        Map<String, JsonNode> documents = new LinkedHashMap<>();
        Map<String, List<Entry>> layers = new LinkedHashMap<>();
        eachPart(file, (name, content) -> {
            if (name.endsWith(".json")) {
                documents.put(name, JSON.readTree(content.readAllBytes()));
            } else {
                layers.put(name, entries(content));
            }
        });
        JsonNode manifest = documents.get("manifest.json").get(0);
        return new ImageTar(
                file,
                documents.get(manifest.path("Config").asText()),
                names(manifest).stream().map(layers::get).toList());
    }

    /** The files of all layers, a later one over an earlier one. */
    Map<String, Entry> files() {
        Map<String, Entry> files = new LinkedHashMap<>();
        layers.forEach(layer -> layer.forEach(entry -> files.put(entry.path(), entry)));
        return files;
    }

    /** Words of the configuration, such as {@code /config/Entrypoint}. */
    List<String> words(String pointer) {
        return StreamSupport.stream(config.at(pointer).spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    /** Lays the files of all layers below a directory, with their permissions. */
    Path unpackTo(Path root) throws IOException {
        Map<String, Path> kept = new LinkedHashMap<>();
        Path parts = Files.createTempDirectory(root.getParent(), "parts-");
        eachPart(file, (name, content) -> {
            if (name.endsWith(".tar.gz")) {
                Path part = parts.resolve(String.valueOf(kept.size()));
                Files.copy(content, part);
                kept.put(name, part);
            } else if (name.equals("manifest.json")) {
                JSON.readTree(content.readAllBytes());
            }
        });
        for (String name : layerNames()) {
            try (InputStream layer = new BufferedInputStream(Files.newInputStream(kept.get(name)))) {
                unpack(layer, root);
            }
        }
        return root;
    }

    private List<String> layerNames() throws IOException {
        List<String> names = new ArrayList<>();
        eachPart(file, (name, content) -> {
            if (name.equals("manifest.json")) {
                names.addAll(names(JSON.readTree(content.readAllBytes()).get(0)));
            }
        });
        return names;
    }

    private static List<String> names(JsonNode manifest) {
        return StreamSupport.stream(manifest.path("Layers").spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    private static void unpack(InputStream layer, Path root) throws IOException {
        TarArchiveInputStream tar = new TarArchiveInputStream(new GZIPInputStream(layer));
        for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
            Path to = root.resolve(entry.getName().replaceFirst("^/", "")).normalize();
            if (!to.startsWith(root) || entry.isSymbolicLink() || entry.isLink()) {
                throw new IOException(
                        "entry " + entry.getName() + " of a layer, expected a file or a directory below /");
            }
            if (entry.isDirectory()) {
                Files.createDirectories(to);
            } else {
                Files.createDirectories(to.getParent());
                Files.deleteIfExists(to);
                Files.copy(tar, to);
            }
            Files.setPosixFilePermissions(to, permissions(entry.getMode()));
            Files.setLastModifiedTime(to, entry.getLastModifiedTime());
        }
    }

    private static Set<PosixFilePermission> permissions(int mode) {
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        String all = "rwxrwxrwx";
        StringBuilder text = new StringBuilder();
        for (int bit = 0; bit < all.length(); bit++) {
            text.append((mode >> (all.length() - 1 - bit) & 1) == 1 ? all.charAt(bit) : '-');
        }
        permissions.addAll(PosixFilePermissions.fromString(text.toString()));
        return permissions;
    }

    private static List<Entry> entries(InputStream layer) throws IOException {
        List<Entry> entries = new ArrayList<>();
        TarArchiveInputStream tar = new TarArchiveInputStream(new GZIPInputStream(layer));
        for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
            String path = "/" + entry.getName().replaceFirst("^/", "").replaceFirst("/$", "");
            entries.add(new Entry(
                    path, entry.getLastModifiedTime().toMillis() / 1_000, entry.getLongUserId(), entry.getMode()));
        }
        return entries;
    }

    @FunctionalInterface
    private interface Part {
        void take(String name, InputStream content) throws IOException;
    }

    private static void eachPart(Path file, Part part) throws IOException {
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                part.take(entry.getName(), tar);
            }
        }
    }
}
