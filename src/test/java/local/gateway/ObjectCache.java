package local.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/** Copies of objects in files, each fetched once for as long as its content stays the same. */
final class ObjectCache {
    private final LakeObjects objects;
    private final Path directory;

    ObjectCache(LakeObjects objects, Path directory) {
        this.objects = objects;
        this.directory = directory;
    }

    Path file(LakeObject object) throws IOException, InterruptedException {
        String identity = object.uri() + "\n" + object.etag() + "\n" + object.size();
        // DuckDB tells compression and format by the ending; the rest of a key may hold what no file name can.
        String key = object.address().key();
        String ending = key.endsWith(".gz") ? ".gz" : "";
        Path file = directory.resolve(UUID.nameUUIDFromBytes(identity.getBytes(StandardCharsets.UTF_8)) + ending);
        if (!Files.exists(file)) {
            Path arriving = directory.resolve(UUID.randomUUID() + ".part");
            try (InputStream content = objects.read(object.address())) {
                Files.copy(content, arriving);
            }
            Files.move(arriving, file, StandardCopyOption.ATOMIC_MOVE);
        }
        return file;
    }
}
