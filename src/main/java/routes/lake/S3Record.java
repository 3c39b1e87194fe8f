package routes.lake;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One record of a message: the event that it tells, or why it tells none.
 *
 * @param event empty for a record that cannot be read
 * @param reason why not, one line; empty for one that can
 * @param raw the record as it came
 */
public record S3Record(Optional<S3Event> event, String reason, Map<String, Object> raw) {

    static S3Record of(S3Event event, Map<String, Object> raw) {
        return new S3Record(Optional.of(event), "", raw);
    }

    static S3Record unreadable(String reason, Map<String, Object> raw) {
        return new S3Record(Optional.empty(), reason, raw);
    }

    /** A message that holds these records alone, as they came. */
    public static String message(List<S3Record> records) {
        boolean bridged = records.size() == 1 && records.get(0).raw().containsKey("detail-type");
        Object message = bridged
                ? records.get(0).raw()
                : Map.of("Records", records.stream().map(S3Record::raw).toList());
        try {
            return JSON.std.asString(message);
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory failed", e);
        }
    }
}
