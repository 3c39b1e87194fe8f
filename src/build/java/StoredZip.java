import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Makes the Lambda package of a directory: a deflated zip of jars whose entries are stored, for a JVM reads those faster
 * and the zip becomes smaller. A directory below {@code lib} becomes a jar of its name. The same content gives the same
 * bytes: entries are sorted and bear one fixed time.
 *
 * <p>Run by the build: {@code java StoredZip.java <directory with lib> <zip>}
 */
final class StoredZip {
    private static final LocalDateTime TIME = LocalDateTime.of(2026, 1, 1, 0, 0);

    private StoredZip() {}

    public static void main(String[] arguments) throws IOException {
        Map<String, byte[]> jars = new TreeMap<>();
        try (Stream<Path> lib = Files.list(Path.of(arguments[0], "lib"))) {
            for (Path jar : lib.toList()) {
                jars.put("lib/" + jar.getFileName(), stored(Files.isDirectory(jar) ? tree(jar) : entries(jar)));
            }
        }
        try (OutputStream out = Files.newOutputStream(Path.of(arguments[1]));
                ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.setLevel(9);
            write(jars, ZipEntry.DEFLATED, zip);
        }
    }

    private static Map<String, byte[]> entries(Path jar) throws IOException {
        Map<String, byte[]> entries = new TreeMap<>();
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            for (ZipEntry entry : (Iterable<ZipEntry>) zip.stream().map(ZipEntry.class::cast)::iterator) {
                try (InputStream content = zip.getInputStream(entry)) {
                    entries.put(entry.getName(), content.readAllBytes());
                }
            }
        }
        return entries;
    }

    private static Map<String, byte[]> tree(Path root) throws IOException {
        Map<String, byte[]> entries = new TreeMap<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                entries.put(root.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
            }
        }
        return entries;
    }

    private static byte[] stored(Map<String, byte[]> entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream jar = new ZipOutputStream(bytes)) {
            write(entries, ZipEntry.STORED, jar);
        }
        return bytes.toByteArray();
    }

    private static void write(Map<String, byte[]> entries, int method, ZipOutputStream out) throws IOException {
        for (Map.Entry<String, byte[]> each : entries.entrySet()) {
            byte[] content = each.getValue();
            ZipEntry entry = new ZipEntry(each.getKey());
            entry.setTimeLocal(TIME);
            entry.setMethod(method);
            if (method == ZipEntry.STORED) {
                CRC32 checksum = new CRC32();
                checksum.update(content);
                entry.setCrc(checksum.getValue());
                entry.setSize(content.length);
            }
            out.putNextEntry(entry);
            out.write(content);
            out.closeEntry();
        }
    }
}
