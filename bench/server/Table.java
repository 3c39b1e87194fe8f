package bench.server;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The items of one table. Whoever calls has the lock of all tables: a transaction needs several items at once. */
final class Table {
    private static final Pattern SET = Pattern.compile("(#?\\w+)\\s*=\\s*(:\\w+)\\s*(?:,|$)");

    private final List<String> key;
    private final Map<Object, Map<String, Object>> items = new HashMap<>();

    /** @param key names of the partition key and the sort key, if it has one */
    Table(List<String> key) {
        this.key = key;
    }

    List<String> key() {
        return key;
    }

    /** The item of that key, given alone or within an item; empty: there is none. */
    Map<String, Object> find(Map<String, Object> keyed) {
        return items.getOrDefault(keyOf(keyed), Map.of());
    }

    void put(Map<String, Object> item) {
        items.put(keyOf(item), item);
    }

    void delete(Map<String, Object> keyed) {
        items.remove(keyOf(keyed));
    }

    /** Applies {@code SET a = :a, … ADD c :c, … REMOVE b, …} to the item of that key, which is made when it is not there. */
    void update(Map<String, Object> keyed, Map<String, Object> request) {
        Map<String, Object> names = Json.map(request, "ExpressionAttributeNames");
        Map<String, Object> values = Json.map(request, "ExpressionAttributeValues");
        Map<String, Object> item = new LinkedHashMap<>(find(keyed));
        key.forEach(name -> item.put(name, keyed.get(name)));
        String[] parts = ((String) request.get("UpdateExpression")).trim().split("\\s*\\bREMOVE\\b\\s*", 2);
        String[] kept = parts[0].split("\\s*\\bADD\\b\\s*", 2);
        for (String sum : kept.length < 2 ? new String[0] : kept[1].split("\\s*,\\s*")) {
            String[] both = sum.trim().split("\\s+");
            add(item, named(both[0], names), Json.asMap(values.get(both[1])));
        }
        String sets = kept[0].replaceFirst("^SET\\s+", "");
        int end = 0;
        Matcher set = SET.matcher(sets);
        while (set.find() && set.start() <= end + 1) {
            item.put(named(set.group(1), names), values.get(set.group(2)));
            end = set.end();
        }
        if (end < sets.length()) {
            throw new ServiceException(400, "ValidationException", "not understood in an update: " + sets);
        }
        for (String name : parts.length < 2 ? new String[0] : parts[1].split("\\s*,\\s*")) {
            item.remove(named(name.trim(), names));
        }
        put(item);
    }

    /** Adds to a number; one that is not there counts as none. */
    private static void add(Map<String, Object> item, String name, Map<String, Object> more) {
        Object before = item.containsKey(name) ? Json.asMap(item.get(name)).get("N") : "0";
        BigDecimal sum = new BigDecimal(String.valueOf(before)).add(new BigDecimal(String.valueOf(more.get("N"))));
        item.put(name, Map.of("N", sum.toPlainString()));
    }

    /** Items that meet the condition, by their last key; those of an index by {@code since}, its sort key. */
    List<Map<String, Object>> query(Map<String, Object> request) {
        List<Map<String, Object>> found = new ArrayList<>();
        for (Map<String, Object> item : items.values()) {
            if (Condition.holds(request.get("KeyConditionExpression"), request, item)
                    && Condition.holds(request.get("FilterExpression"), request, item)) {
                found.add(item);
            }
        }
        String by = request.containsKey("IndexName") ? "since" : key.get(key.size() - 1);
        Comparator<Map<String, Object>> order = (one, other) -> Condition.compare(one.get(by), other.get(by));
        found.sort(Boolean.FALSE.equals(request.get("ScanIndexForward")) ? order.reversed() : order);
        int limit = request.get("Limit") instanceof Long most ? most.intValue() : found.size();
        return found.subList(0, Math.min(limit, found.size()));
    }

    private Object keyOf(Map<String, Object> keyed) {
        List<Object> values = new ArrayList<>();
        for (String name : key) {
            if (keyed.get(name) == null) {
                throw new ServiceException(400, "ValidationException", "the key " + name + " is missing");
            }
            values.add(keyed.get(name));
        }
        return values;
    }

    private static String named(String name, Map<String, Object> names) {
        return name.startsWith("#") ? String.valueOf(names.get(name)) : name;
    }
}
