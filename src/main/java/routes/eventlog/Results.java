package routes.eventlog;

import java.util.LinkedHashMap;
import java.util.Map;

/** Maps in the order in which they are printed. */
final class Results {

    private Results() {}

    static Map<String, Object> map(Object... namesAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return map;
    }
}
