package local.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Header lines in the order and spelling in which they came; names are compared without regard to case. */
public final class Headers {
    private record Line(String name, String value) {}

    private final List<Line> lines = new ArrayList<>();

    public static Headers of(String... namesAndValues) {
        Headers headers = new Headers();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            headers.add(namesAndValues[i], namesAndValues[i + 1]);
        }
        return headers;
    }

    public Headers add(String name, String value) {
        lines.add(new Line(name, value));
        return this;
    }

    public Headers remove(String name) {
        lines.removeIf(line -> line.name.equalsIgnoreCase(name));
        return this;
    }

    public Optional<String> first(String name) {
        return lines.stream()
                .filter(line -> line.name.equalsIgnoreCase(name))
                .map(Line::value)
                .findFirst();
    }

    /** Whether one of the comma-separated elements of this header is the token. */
    public boolean says(String name, String token) {
        return lines.stream()
                .filter(line -> line.name.equalsIgnoreCase(name))
                .flatMap(line -> List.of(line.value.split(",")).stream())
                .anyMatch(element -> element.strip().equalsIgnoreCase(token));
    }

    public void forEach(BiConsumer<String, String> visitor) {
        lines.forEach(line -> visitor.accept(line.name, line.value));
    }

    public Map<String, String> asMap() {
        Map<String, String> map = new LinkedHashMap<>();
        lines.forEach(line -> map.merge(line.name, line.value, (one, other) -> one + ", " + other));
        return map;
    }
}
