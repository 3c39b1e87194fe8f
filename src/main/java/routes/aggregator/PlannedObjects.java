package routes.aggregator;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import routes.lake.ObjectVersion;

/** The objects of a bundle as the text in its row. */
final class PlannedObjects {

    private PlannedObjects() {}

    static String write(List<ObjectVersion> objects) {
        List<Map<String, Object>> list = new ArrayList<>();
        for (ObjectVersion object : objects) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("bucket", object.bucket());
            fields.put("key", object.key());
            object.version().ifPresent(version -> fields.put("version", version));
            object.sequencer().ifPresent(sequencer -> fields.put("sequencer", sequencer));
            object.eTag().ifPresent(eTag -> fields.put("etag", eTag));
            object.size().ifPresent(size -> fields.put("size", size));
            list.add(fields);
        }
        try {
            return JSON.std.asString(list);
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory failed", e);
        }
    }

    static List<ObjectVersion> read(String json) {
        try {
            List<ObjectVersion> objects = new ArrayList<>();
            for (Object item : JSON.std.listFrom(json)) {
                Map<?, ?> fields = (Map<?, ?>) item;
                objects.add(new ObjectVersion(
                        (String) fields.get("bucket"),
                        (String) fields.get("key"),
                        Optional.ofNullable((String) fields.get("version")),
                        Optional.ofNullable((String) fields.get("etag")),
                        Optional.ofNullable((String) fields.get("sequencer")),
                        fields.get("size") instanceof Number size
                                ? OptionalLong.of(size.longValue())
                                : OptionalLong.empty()));
            }
            return objects;
        } catch (IOException e) {
            throw new IllegalStateException("a bundle's row has objects that cannot be read", e);
        }
    }
}
