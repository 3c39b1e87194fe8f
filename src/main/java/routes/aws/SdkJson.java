package routes.aws;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;
import software.amazon.awssdk.utils.builder.SdkBuilder;

/**
 * Requests and answers of the SDK in their service's JSON, by what the SDK says of their fields: texts, numbers, truth, bytes,
 * and lists, maps and structures of them.
 */
final class SdkJson {
    private static final JsonFactory JSON = new JsonFactory();

    private SdkJson() {}

    /**
     * A request.
     *
     * @throws IOException for a field of another kind, and for text that is none, such as half of a character
     */
    static byte[] written(SdkPojo request) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            write(json, request);
        }
        return bytes.toByteArray();
    }

    /**
     * An answer, filled into its builder. Fields that it does not know are passed over.
     *
     * @throws IOException for what is not the JSON of that answer, from its beginning to its end, and for a field of another
     *     kind
     */
    static <B extends SdkPojo> B read(byte[] answer, B builder) throws IOException {
        try (JsonParser json = JSON.createParser(answer)) {
            json.nextToken();
            fill(json, builder);
            if (json.nextToken() != null) {
                throw new IOException("answer goes on behind its end");
            }
        }
        return builder;
    }

    private static void write(JsonGenerator json, SdkPojo pojo) throws IOException {
        json.writeStartObject();
        for (SdkField<?> field : pojo.sdkFields()) {
            Object value = field.getValueOrDefault(pojo);
            if (value != null && !(value instanceof SdkAutoConstructList) && !(value instanceof SdkAutoConstructMap)) {
                json.writeFieldName(field.locationName());
                write(json, value);
            }
        }
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, @Nullable Object value) throws IOException {
        if (value instanceof SdkPojo pojo) {
            write(json, pojo);
        } else if (value instanceof String text) {
            json.writeString(text);
        } else if (value instanceof Integer number) {
            json.writeNumber(number);
        } else if (value instanceof Boolean truth) {
            json.writeBoolean(truth);
        } else if (value instanceof SdkBytes bytes) {
            json.writeBinary(bytes.asByteArrayUnsafe());
        } else if (value instanceof List<?> list) {
            json.writeStartArray();
            for (Object element : list) {
                write(json, element);
            }
            json.writeEndArray();
        } else if (value instanceof Map<?, ?> map) {
            json.writeStartObject();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                json.writeFieldName(entry.getKey().toString());
                write(json, entry.getValue());
            }
            json.writeEndObject();
        } else {
            throw new IOException((value == null ? "nothing" : value.getClass()) + " cannot be said directly");
        }
    }

    private static void fill(JsonParser json, SdkPojo builder) throws IOException {
        expect(JsonToken.START_OBJECT, json);
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            SdkField<?> field = named(json.currentName(), builder);
            json.nextToken();
            if (field == null) {
                json.skipChildren();
            } else if (json.currentToken() != JsonToken.VALUE_NULL) {
                field.set(builder, value(json, field));
            }
        }
        expect(JsonToken.END_OBJECT, json);
    }

    private static @Nullable SdkField<?> named(String name, SdkPojo builder) {
        for (SdkField<?> field : builder.sdkFields()) {
            if (field.locationName().equals(name)) {
                return field;
            }
        }
        return null;
    }

    private static Object value(JsonParser json, SdkField<?> field) throws IOException {
        MarshallingType<?> type = field.marshallingType();
        if (type == MarshallingType.SDK_POJO) {
            return structure(json, field.constructor().get());
        } else if (type == MarshallingType.STRING) {
            expect(JsonToken.VALUE_STRING, json);
            return json.getText();
        } else if (type == MarshallingType.INTEGER) {
            return json.getIntValue();
        } else if (type == MarshallingType.DOUBLE) {
            return json.getDoubleValue();
        } else if (type == MarshallingType.BOOLEAN) {
            return json.getBooleanValue();
        } else if (type == MarshallingType.SDK_BYTES) {
            return SdkBytes.fromByteArrayUnsafe(json.getBinaryValue());
        } else if (type == MarshallingType.LIST) {
            return list(json, field.getTrait(ListTrait.class).memberFieldInfo());
        } else if (type == MarshallingType.MAP) {
            return map(json, field.getTrait(MapTrait.class).valueFieldInfo());
        }
        throw new IOException(field.memberName() + " cannot be read directly");
    }

    private static List<Object> list(JsonParser json, SdkField<?> member) throws IOException {
        expect(JsonToken.START_ARRAY, json);
        List<Object> list = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            list.add(value(json, member));
        }
        return list;
    }

    private static Map<String, Object> map(JsonParser json, SdkField<?> member) throws IOException {
        expect(JsonToken.START_OBJECT, json);
        Map<String, Object> map = new LinkedHashMap<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            json.nextToken();
            map.put(name, value(json, member));
        }
        return map;
    }

    private static Object structure(JsonParser json, SdkPojo builder) throws IOException {
        fill(json, builder);
        return ((SdkBuilder<?, ?>) builder).build();
    }

    private static void expect(JsonToken expected, JsonParser json) throws IOException {
        if (json.currentToken() != expected) {
            throw new IOException("answer has " + json.currentToken() + " where " + expected + " is expected");
        }
    }
}
