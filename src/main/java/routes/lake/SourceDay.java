package routes.lake;

import java.time.LocalDate;

/**
 * One day of one source: the unit in which a lake is complete or not.
 *
 * @param source name of the source
 * @param day whose records are meant
 */
public record SourceDay(String source, LocalDate day) {}
