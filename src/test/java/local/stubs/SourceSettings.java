package local.stubs;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a source is like, apart from misconduct.
 *
 * @param pages how many pages a day has
 * @param pagesOf how many pages certain days have instead
 * @param pageSize records on a full page
 * @param lastPageSize records on the last page; 0 for two fifths of a full one
 * @param shape {@code items}, {@code data}, or {@code bare} for an array without anything around it
 * @param hasMore whether the answer says if there are further pages
 * @param version another version, other content
 * @param apiKeyHeader the header that must carry {@code apiKey}; empty for none
 * @param bearer whether a bearer token of the stub's own token endpoint is required
 */
record SourceSettings(
        int pages,
        Map<String, Integer> pagesOf,
        int pageSize,
        int lastPageSize,
        String shape,
        boolean hasMore,
        int version,
        String apiKeyHeader,
        String apiKey,
        boolean bearer) {

    private static final Set<String> KNOWN = Set.of(
            "pages",
            "date",
            "page_size",
            "last_page_size",
            "shape",
            "has_more",
            "version",
            "api_key_header",
            "api_key",
            "bearer");

    static final SourceSettings DEFAULT = new SourceSettings(10, Map.of(), 250, 0, "items", true, 1, "", "", false);

    SourceSettings {
        if (!Set.of("items", "data", "bare").contains(shape)) {
            throw new IllegalArgumentException("shape: '" + shape + "' is not known; expected items, data or bare");
        }
        if (pages < 0 || pageSize < 1 || lastPageSize < 0) {
            throw new IllegalArgumentException("pages, page_size and last_page_size must not be negative: " + pages
                    + ", " + pageSize + ", " + lastPageSize);
        }
    }

    /** With {@code date}, a number of {@code pages} is meant for that day alone. */
    SourceSettings with(JsonNode changes) {
        changes.fieldNames().forEachRemaining(name -> {
            if (!KNOWN.contains(name)) {
                throw new IllegalArgumentException("set: '" + name + "' is not known; expected one of " + KNOWN);
            }
        });
        Map<String, Integer> days = new TreeMap<>(pagesOf);
        int usual = changes.path("pages").asInt(pages);
        if (changes.has("date")) {
            days.put(changes.get("date").asText(), usual);
            usual = pages;
        }
        return new SourceSettings(
                usual,
                days,
                changes.path("page_size").asInt(pageSize),
                changes.path("last_page_size").asInt(lastPageSize),
                changes.path("shape").asText(shape),
                changes.path("has_more").asBoolean(hasMore),
                changes.path("version").asInt(version),
                changes.path("api_key_header").asText(apiKeyHeader),
                changes.path("api_key").asText(apiKey),
                changes.path("bearer").asBoolean(bearer));
    }

    SourceSettings withoutRecords() {
        return new SourceSettings(
                0, Map.of(), pageSize, lastPageSize, shape, hasMore, version, apiKeyHeader, apiKey, bearer);
    }

    int pagesOn(String date) {
        return pagesOf.getOrDefault(date, pages);
    }

    /** The number of records on a page; none beyond the last. */
    int recordsOn(String date, int page) {
        int last = pagesOn(date);
        if (page > last) {
            return 0;
        }
        int shorter = lastPageSize > 0 ? lastPageSize : Math.max(1, pageSize * 2 / 5);
        return page < last ? pageSize : shorter;
    }
}
