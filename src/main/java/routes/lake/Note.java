package routes.lake;

import java.util.Map;

/**
 * Something that a pipeline tells of itself to somebody who looks.
 *
 * @param about what it concerns
 * @param facts in the order in which they are told: texts, numbers, {@code Instant}s, and {@code Duration}s for ages
 */
public record Note(String about, Map<String, Object> facts) {}
