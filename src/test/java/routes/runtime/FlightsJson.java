package routes.runtime;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;

/** JSON objects as maps. */
final class FlightsJson {

    private FlightsJson() {}

    /** The fields of what was parsed as an object. */
    static Map<String, Object> fields(Object object) {
        Map<String, Object> fields = new TreeMap<>();
        ((Map<?, ?>) object).forEach((name, value) -> fields.put(String.valueOf(name), value));
        return fields;
    }

    static Map<String, Object> map(String json) {
        try {
            return JSON.std.mapFrom(json);
        } catch (IOException e) {
            throw new UncheckedIOException(json, e);
        }
    }
}
