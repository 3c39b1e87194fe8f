package deployed;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The way of one object through the aggregator: from the landing bucket into a bundle of the archive. */
final class Passage {
    private static final DateTimeFormatter HOUR =
            DateTimeFormatter.ofPattern("'bundles/'uuuu/MM/dd/HH/", Locale.ROOT).withZone(ZoneOffset.UTC);
    /** Clocks differ. */
    private static final Duration SLACK = Duration.ofMinutes(1);

    private final Outputs outputs;
    private final Ends ends;

    Passage(Outputs outputs, Ends ends) {
        this.outputs = outputs;
        this.ends = ends;
    }

    /** Puts an object below {@code data/<folder>/}, waits for a manifest that names it, and then removes it. */
    Finding of(String folder, Duration patience) throws InterruptedException {
        String key = "data/" + folder + "/" + UUID.randomUUID() + ".txt";
        Instant begin = Instant.now().minus(SLACK);
        ends.clients()
                .s3()
                .putObject(put -> put.bucket(outputs.bucket("Landing")).key(key), RequestBody.fromString(key));
        Optional<String> manifest = Patience.until(patience, () -> manifest(key, begin), Optional::isPresent);
        if (manifest.isPresent()) {
            ends.clients()
                    .s3()
                    .deleteObject(
                            delete -> delete.bucket(outputs.bucket("Landing")).key(key));
        }
        return new Finding(
                "object " + key,
                manifest.isPresent(),
                manifest.orElse("in no bundle after " + patience.toSeconds() + " s"));
    }

    private Optional<String> manifest(String key, Instant begin) {
        return Stream.of(begin, Instant.now())
                .map(HOUR::format)
                .distinct()
                .flatMap(hour -> ends
                        .clients()
                        .s3()
                        .listObjectsV2Paginator(
                                list -> list.bucket(outputs.bucket("Archive")).prefix(hour))
                        .contents()
                        .stream())
                .filter(object -> object.key().endsWith(".manifest.json")
                        && object.lastModified().isAfter(begin))
                .map(S3Object::key)
                .filter(manifest -> ends.clients()
                        .s3()
                        .getObjectAsBytes(
                                get -> get.bucket(outputs.bucket("Archive")).key(manifest))
                        .asUtf8String()
                        .contains(key))
                .findFirst();
    }
}
