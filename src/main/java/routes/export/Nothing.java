package routes.export;

/**
 * An event that asks for nothing, and is welcome.
 *
 * @param reason why, one line
 */
record Nothing(String reason) implements Asked {}
