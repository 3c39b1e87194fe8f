package routes.sample;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A report that is stored.
 *
 * @param day that it is of
 * @param key where it is
 * @param rows in it
 * @param refused files that are no rows
 */
public record SampleResult(LocalDate day, String key, int rows, int refused) {

    /** As it is printed. */
    public Map<String, Object> asMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("day", day.toString());
        map.put("report_key", key);
        map.put("rows", rows);
        map.put("refused", refused);
        return map;
    }
}
