package routes.kamelets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

class S3CsvActionTest {
    private final Bucket bucket = new Bucket();

    @ParameterizedTest
    @ValueSource(strings = {"", "athena/q-1.csv", "s3://lake-results", "s3://lake-results-of-others/athena/q-1.csv"})
    void anAddressOutsideTheBucketFails(String body) throws Exception {
        try (Run run = run()) {
            assertThatThrownBy(() -> run.ask(body, Map.of(), Object.class))
                    .hasRootCauseMessage(
                            "body is no address in bucket lake-results, expected s3://lake-results/ and a key");
        }
    }

    @Test
    void aFileThatIsNotThereFails() throws Exception {
        try (Run run = run()) {
            assertThatThrownBy(() -> rows(run)).hasRootCauseInstanceOf(NoSuchKeyException.class);
        }
    }

    @Test
    void twoColumnsOfOneNameFail() throws Exception {
        put("\"a\",\"a\"\n\"1\",\"2\"\n");
        try (Run run = run()) {
            assertThatThrownBy(() -> rows(run))
                    .hasRootCauseMessage("file has 2 columns, expected each with a name of its own");
        }
    }

    @Test
    void aFileThatIsTooLargeFails() throws Exception {
        put("\"id\"\n\"1\"\n");
        try (Run run = run("&maxBytes=8")) {
            assertThatThrownBy(() -> rows(run)).hasRootCauseMessage("file is of 9 bytes, expected 8 at most");
        }
        try (Run run = run("&maxBytes=9")) {
            assertThat(rows(run)).hasSize(1);
        }
    }

    @Test
    void rowsAreMapsInTheOrderOfTheirColumnsAndNothingIsAskedOfTheirTexts() throws Exception {
        put("\"id\",\"name\",\"note\"\n\"1\",\"Zoë\",\"a, b\nc \"\"d\"\" \"\n\"2\",,\"\"\n");
        try (Run run = run()) {
            List<Map<String, String>> rows = rows(run);
            assertThat(rows).hasSize(2);
            assertThat(rows.get(0))
                    .containsExactly(
                            Map.entry("id", "1"), Map.entry("name", "Zoë"), Map.entry("note", "a, b\nc \"d\" "));
            assertThat(rows.get(1)).containsEntry("name", null).containsEntry("note", "");
        }
    }

    @Test
    void aResultWithoutRowsHasNone() throws Exception {
        put("\"id\",\"name\"\n");
        try (Run run = run()) {
            assertThat(rows(run)).isEmpty();
        }
    }

    private void put(String content) {
        bucket.putObject(
                PutObjectRequest.builder()
                        .bucket("lake-results")
                        .key("athena/q 1.csv")
                        .build(),
                RequestBody.fromString(content));
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, String>> rows(Run run) throws Exception {
        return (List<Map<String, String>>)
                run.ask("s3://lake-results/athena/q 1.csv", Map.of("CamelAwsS3BucketName", "other"), List.class);
    }

    private Run run() throws Exception {
        return run("");
    }

    private Run run(String more) throws Exception {
        return Run.of(
                Map.of(), Map.of("s3", bucket), "kamelet:s3-csv-action?bucket=lake-results&region=eu-west-1" + more);
    }
}
