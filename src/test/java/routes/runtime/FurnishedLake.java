package routes.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;
import local.LocalCloud;
import routes.aws.Clients;
import software.amazon.awssdk.core.sync.RequestBody;

/** A local cloud of its own with everything by the names of the local run, and the settings of docs/events for it. */
final class FurnishedLake implements AutoCloseable {
    private static final Path EVENTS = Path.of("docs/events");

    private final LocalCloud cloud = LocalCloud.start();
    private final Clients clients = new Clients("us-east-1", Optional.of(cloud.endpoint()));

    FurnishedLake() {
        cloud.furnish();
    }

    URI endpoint() {
        return cloud.endpoint();
    }

    URI stubs() {
        return cloud.stubs();
    }

    Clients clients() {
        return clients;
    }

    /** What docs/events/local.properties says, with the addresses of this cloud. */
    Map<String, String> values() {
        Properties properties = new Properties();
        try (var reader = Files.newBufferedReader(EVENTS.resolve("local.properties"))) {
            properties.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, String> values = new TreeMap<>();
        properties
                .stringPropertyNames()
                .forEach(key -> values.put(
                        key,
                        properties
                                .getProperty(key)
                                .replace("127.0.0.1:4566", cloud.endpoint().getAuthority())
                                .replace("127.0.0.1:4570", cloud.stubs().getAuthority())));
        return values;
    }

    /** Puts the sample objects where they belong, as the guide does: the first part of a path is its bucket. */
    void putSampleObjects() throws IOException {
        Path objects = EVENTS.resolve("objects");
        try (Stream<Path> files = Files.walk(objects)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path place = objects.relativize(file);
                String key = place.subpath(1, place.getNameCount()).toString();
                clients.s3()
                        .putObject(
                                put -> put.bucket(place.getName(0).toString()).key(key), RequestBody.fromFile(file));
            }
        }
    }

    byte[] object(String bucket, String key) {
        return clients.s3().getObjectAsBytes(get -> get.bucket(bucket).key(key)).asByteArray();
    }

    @Override
    public void close() {
        clients.close();
        cloud.close();
    }
}
