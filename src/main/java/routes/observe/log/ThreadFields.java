package routes.observe.log;

import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.helpers.ThreadLocalMapOfStacks;
import org.slf4j.spi.MDCAdapter;

/**
 * The fields of a thread (SLF4J's MDC). A new thread starts without any: SLF4J's own adapter hands them down, and the
 * threads of a pool would keep those of the message that happened to start them.
 */
final class ThreadFields implements MDCAdapter {
    private final ThreadLocal<@Nullable Map<String, String>> fields = new ThreadLocal<>();
    private final ThreadLocalMapOfStacks stacks = new ThreadLocalMapOfStacks();

    @Override
    public void put(String key, @Nullable String value) {
        Map<String, String> map = fields.get();
        if (map == null) {
            map = new LinkedHashMap<>();
            fields.set(map);
        }
        map.put(key, value);
    }

    @Override
    public @Nullable String get(String key) {
        Map<String, String> map = fields.get();
        return map == null ? null : map.get(key);
    }

    @Override
    public void remove(String key) {
        Map<String, String> map = fields.get();
        if (map != null) {
            map.remove(key);
        }
    }

    @Override
    public void clear() {
        fields.remove();
    }

    @Override
    public @Nullable Map<String, String> getCopyOfContextMap() {
        Map<String, String> map = fields.get();
        return map == null ? null : new LinkedHashMap<>(map);
    }

    @Override
    public void setContextMap(@Nullable Map<String, String> map) {
        fields.set(map == null ? null : new LinkedHashMap<>(map));
    }

    @Override
    public void pushByKey(String key, String value) {
        stacks.pushByKey(key, value);
    }

    @Override
    public @Nullable String popByKey(String key) {
        return stacks.popByKey(key);
    }

    @Override
    public @Nullable Deque<String> getCopyOfDequeByKey(String key) {
        return stacks.getCopyOfDequeByKey(key);
    }

    @Override
    public void clearDequeByKey(String key) {
        stacks.clearDequeByKey(key);
    }
}
