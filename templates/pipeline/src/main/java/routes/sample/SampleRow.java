package routes.sample;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Map;
import routes.policy.Poison;

/**
 * One row of a report, as its file says.
 *
 * @param name what is counted; not empty
 * @param count how many; not negative
 */
record SampleRow(String name, long count) {

    SampleRow {
        if (name.isEmpty()) {
            throw new Poison("name is empty");
        }
        if (count < 0) {
            throw new Poison("count is negative");
        }
    }

    /**
     * Reads {@code {"name":"…","count":7}}.
     *
     * @throws Poison naming the field and the rule that it breaks, never its value
     */
    static SampleRow parse(byte[] file) {
        Map<String, Object> fields;
        try {
            fields = JSON.std.mapFrom(file);
        } catch (IOException e) {
            // Without the cause: a parser's message quotes what it read.
            throw new Poison("file is no JSON object");
        }
        if (!(fields.get("name") instanceof String name)) {
            throw new Poison("name is missing or no text");
        }
        if (!(fields.get("count") instanceof Number number)
                || new BigDecimal(number.toString()).stripTrailingZeros().scale() > 0) {
            throw new Poison("count is missing or no whole number");
        }
        return new SampleRow(name, number.longValue());
    }
}
