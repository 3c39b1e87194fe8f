package local.stubs;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * One batch as the ingest API takes it: {@code {"batch_number":1,"total_batches":3,"records":[{…},…]}} and nothing else.
 *
 * @param lines the records byte for byte as they came, one a line
 */
record IngestBatch(int number, int total, int records, byte[] lines) {
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /** @throws IllegalArgumentException with what is wrong, without contents */
    static IngestBatch read(byte[] body) throws IOException {
        try (JsonParser parser = JSON.createParser(body)) {
            return new Reading(parser, body).batch();
        } catch (JsonProcessingException notJson) {
            throw new IllegalArgumentException("the body is no JSON");
        }
    }

    /** The same for the same records in any order, and their sum for those of several batches. */
    long digest() {
        long sum = 0;
        int start = 0;
        for (int i = 0; i < lines.length; i++) {
            if (lines[i] == '\n') {
                CRC32C line = new CRC32C();
                line.update(lines, start, i - start);
                sum += line.getValue();
                start = i + 1;
            }
        }
        return sum;
    }

    private static final class Reading {
        private final JsonParser parser;
        private final byte[] body;
        private final List<String> fields = new ArrayList<>();
        private final ByteArrayOutputStream lines = new ByteArrayOutputStream();
        private int number;
        private int total;
        private int records;

        Reading(JsonParser parser, byte[] body) {
            this.parser = parser;
            this.body = body;
        }

        IngestBatch batch() throws IOException {
            expect(parser.nextToken() == JsonToken.START_OBJECT, "the body is no object");
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                fields.add(parser.currentName());
                parser.nextToken();
                field(parser.currentName());
            }
            expect(parser.nextToken() == null, "something follows the object");
            expect(
                    fields.containsAll(List.of("batch_number", "total_batches", "records")),
                    "fields are " + fields + ", expected batch_number, total_batches and records");
            expect(number >= 1 && number <= total, "batch_number is " + number + " of " + total);
            expect(records > 0, "there are no records");
            return new IngestBatch(number, total, records, lines.toByteArray());
        }

        private void field(String name) throws IOException {
            switch (name) {
                case "batch_number" -> number = number(name);
                case "total_batches" -> total = number(name);
                case "records" -> records();
                default -> throw new IllegalArgumentException("field '" + name + "' is not known");
            }
        }

        private int number(String name) throws IOException {
            expect(parser.currentToken() == JsonToken.VALUE_NUMBER_INT, name + " is no whole number");
            return parser.getIntValue();
        }

        private void records() throws IOException {
            expect(parser.currentToken() == JsonToken.START_ARRAY, "records is no array");
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                expect(parser.currentToken() == JsonToken.START_OBJECT, "a record is no object");
                int start = (int) parser.currentTokenLocation().getByteOffset();
                parser.skipChildren();
                int end = (int) parser.currentLocation().getByteOffset();
                lines.writeBytes(line(Arrays.copyOfRange(body, start, end)));
                records++;
            }
        }

        /** A line break in JSON is never part of a value. */
        private static byte[] line(byte[] record) {
            byte[] line = Arrays.copyOf(record, record.length + 1);
            for (int i = 0; i < record.length; i++) {
                if (line[i] == '\n' || line[i] == '\r') {
                    line[i] = ' ';
                }
            }
            line[record.length] = '\n';
            return line;
        }

        private static void expect(boolean holds, String otherwise) {
            if (!holds) {
                throw new IllegalArgumentException(otherwise);
            }
        }
    }
}
