package routes.kamelets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class LakeGzipS3SinkTest {
    private static final String KAMELET =
            "kamelet:lake-gzip-s3-sink?bucket=lake-raw&region=eu-west-1&prefix=raw/source=api-a";

    private final Bucket bucket = new Bucket();

    @Test
    void aMessageWithoutAKeyFailsAndNothingIsWritten() throws Exception {
        try (Run run = run()) {
            assertThatThrownBy(() -> run.ask("{}", Map.of(), Object.class))
                    .hasRootCauseMessage("header key is missing, expected the end of an object's key");
            assertThat(bucket.puts()).isEmpty();
        }
    }

    @Test
    void aPrefixThatCameEncodedFailsAndNothingIsWritten() throws Exception {
        try (Run run = Run.of(Map.of(), Map.of("s3", bucket), KAMELET.replace("raw/source=", "raw%2Fsource%3D"))) {
            assertThatThrownBy(() -> run.ask("{}", Map.of("key", "1"), Object.class))
                    .hasRootCauseMessage("prefix raw%2Fsource%3Dapi-a is encoded, expected it as keys have it");
            assertThat(bucket.puts()).isEmpty();
        }
    }

    @Test
    void aSourceFindsTheHeadersByWhichItDeletes() throws Exception {
        Map<String, Object> headers = Map.of(
                "key",
                "1",
                "CamelAwsS3Key",
                "its own",
                "CamelAwsS3BucketName",
                "its own",
                "CamelAwsSqsReceiptHandle",
                "r");
        try (Run run = run()) {
            assertThat(run.headersAfter("a", headers)).isEqualTo(headers);
            assertThat(bucket.puts())
                    .singleElement()
                    .satisfies(put -> assertThat(put.request().bucket()).isEqualTo("lake-raw"));
        }
    }

    @Test
    void anObjectIsAGzipFileOfTheBodyAndSaysSo() throws Exception {
        try (Run run = run()) {
            run.ask("{\"items\":[1]}", Map.of("key", "page=000001.json.gz", "CamelAwsS3Key", "other"), Object.class);
            assertThat(bucket.puts())
                    .extracting(Bucket.Put::request)
                    .singleElement()
                    .satisfies(put -> {
                        assertThat(put.bucket()).isEqualTo("lake-raw");
                        assertThat(put.key()).isEqualTo("raw/source=api-a/page=000001.json.gz");
                        assertThat(put.contentType()).isEqualTo("application/gzip");
                        assertThat(put.contentEncoding()).isNull();
                    });
            try (GZIPInputStream unpacked = new GZIPInputStream(new ByteArrayInputStream(content(0)))) {
                assertThat(new String(unpacked.readAllBytes(), StandardCharsets.UTF_8))
                        .isEqualTo("{\"items\":[1]}");
            }
        }
    }

    @Test
    void theSameBodyHasTheSameBytes() throws Exception {
        try (Run run = run()) {
            run.ask("a", Map.of("key", "1"), Object.class);
            run.ask("a", Map.of("key", "1"), Object.class);
            assertThat(content(0)).isEqualTo(content(1));
            assertThat(content(0)).as("no time stamp").startsWith(0x1f, 0x8b, 8, 0, 0, 0, 0, 0);
        }
    }

    private byte[] content(int index) {
        return bucket.puts().get(index).content();
    }

    private Run run() throws Exception {
        return Run.of(Map.of(), Map.of("s3", bucket), KAMELET);
    }
}
