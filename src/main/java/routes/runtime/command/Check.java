package routes.runtime.command;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * What one look at one thing has shown.
 *
 * @param kind of thing
 * @param name of the thing
 * @param ok whether it is as it must be
 * @param said what was seen, and, where it is wrong, what to do
 */
record Check(String kind, String name, boolean ok, String said) {

    /** Looks; {@code remedy} is said where AWS says no. */
    static Check of(String kind, String name, String remedy, Supplier<String> look) {
        try {
            return new Check(kind, name, true, look.get());
        } catch (SdkException e) {
            return new Check(kind, name, false, FailureLines.line(e) + "; " + remedy);
        } catch (IllegalStateException e) {
            return new Check(kind, name, false, e.getMessage());
        }
    }

    String line() {
        return (ok ? "ok    " : "FAIL  ") + kind + " " + name + ": " + said;
    }

    Map<String, Object> asMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("kind", kind);
        map.put("name", name);
        map.put("ok", ok);
        map.put("said", said);
        return map;
    }
}
