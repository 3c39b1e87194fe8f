package routes.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import routes.OpenFiles;

/** What tests of the reader have in common: a spool directory that must be empty behind each of them. */
abstract class PageReaderSetting {
    static final long LIMIT = 64L << 20;
    static final List<JsonPointer> USUAL = pointers("/items", "/data");
    static final String GOOD = "{\"items\":[{\"id\":1},{\"id\":2}],\"has_more\":true}";

    @TempDir
    Path directory;

    @AfterEach
    void nothingIsLeftInTheSpoolDirectory() throws IOException {
        assertThat(OpenFiles.below(directory)).isEmpty();
    }

    Page page(String body) throws IOException {
        return page(body, USUAL);
    }

    Page page(String body, List<JsonPointer> where) throws IOException {
        return page(stream(body), where);
    }

    /** Read, and its content let go. */
    Page page(InputStream body, List<JsonPointer> where) throws IOException {
        Page page = reader(LIMIT).read(body, where);
        page.content().close();
        return page;
    }

    PageReader reader(long limit) {
        return new PageReader(limit, directory);
    }

    static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(UTF_8));
    }

    static List<JsonPointer> pointers(String... pointers) {
        return Stream.of(pointers).map(JsonPointer::compile).toList();
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
