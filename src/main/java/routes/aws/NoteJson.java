package routes.aws;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Batches of rows whose attributes are all texts, in DynamoDB's JSON. */
final class NoteJson {
    private static final JsonFactory JSON = new JsonFactory();

    private NoteJson() {}

    /** A {@code BatchGetItem} of ids. */
    static byte[] get(String table, List<String> ids) {
        return json(json -> {
            json.writeObjectFieldStart("RequestItems");
            json.writeObjectFieldStart(table);
            json.writeBooleanField("ConsistentRead", true);
            json.writeArrayFieldStart("Keys");
            for (String id : ids) {
                json.writeStartObject();
                text(json, ObjectLeases.ID, id);
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }

    /** A {@code BatchWriteItem} of rows by id. */
    static byte[] put(String table, List<Map.Entry<String, Map<String, String>>> rows) {
        return json(json -> {
            json.writeObjectFieldStart("RequestItems");
            json.writeArrayFieldStart(table);
            for (Map.Entry<String, Map<String, String>> row : rows) {
                json.writeStartObject();
                json.writeObjectFieldStart("PutRequest");
                json.writeObjectFieldStart("Item");
                text(json, ObjectLeases.ID, row.getKey());
                for (Map.Entry<String, String> attribute : row.getValue().entrySet()) {
                    text(json, attribute.getKey(), attribute.getValue());
                }
                json.writeEndObject();
                json.writeEndObject();
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }

    /** Whether the answer of a write says that nothing was left undone. */
    static boolean isWhole(byte[] answer) {
        return read(answer, new HashMap<>());
    }

    /** Rows by id; empty when the answer does not hold all that there are, or is none. */
    static Optional<Map<String, Map<String, String>>> rows(byte[] answer) {
        Map<String, Map<String, String>> rows = new HashMap<>();
        return read(answer, rows) ? Optional.of(rows) : Optional.empty();
    }

    private interface Writing {
        void to(JsonGenerator json) throws IOException;
    }

    private static byte[] json(Writing writing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(8192);
        // Closing ends whatever is open.
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            writing.to(json);
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory failed", e);
        }
        return bytes.toByteArray();
    }

    private static void text(JsonGenerator json, String name, String value) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeStringField("S", value);
        json.writeEndObject();
    }

    /** Fills {@code rows}; false when something is said to be unprocessed, or this is not what was expected. */
    private static boolean read(byte[] answer, Map<String, Map<String, String>> rows) {
        try (JsonParser json = JSON.createParser(answer)) {
            boolean whole = json.nextToken() == JsonToken.START_OBJECT;
            while (whole && json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                json.nextToken();
                if (name.equals("Responses")) {
                    tables(json, rows);
                } else if (name.startsWith("Unprocessed")) {
                    whole = json.nextToken() == JsonToken.END_OBJECT;
                } else {
                    json.skipChildren();
                }
            }
            return whole;
        } catch (IOException e) {
            return false;
        }
    }

    private static void tables(JsonParser json, Map<String, Map<String, String>> rows) throws IOException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            json.nextToken();
            while (json.nextToken() == JsonToken.START_OBJECT) {
                Map<String, String> row = new HashMap<>();
                while (json.nextToken() == JsonToken.FIELD_NAME) {
                    String attribute = json.currentName();
                    json.nextToken();
                    value(json, attribute, row);
                }
                String id = row.remove(ObjectLeases.ID);
                if (id == null) {
                    throw new IOException("row has no id");
                }
                rows.put(id, row);
            }
        }
    }

    /** Keeps a text; attributes of other types are others'. */
    private static void value(JsonParser json, String attribute, Map<String, String> row) throws IOException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            boolean isText = json.currentName().equals("S");
            json.nextToken();
            if (isText) {
                row.put(attribute, json.getText());
            } else {
                json.skipChildren();
            }
        }
    }
}
