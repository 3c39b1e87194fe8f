package routes.export;

import java.util.Objects;

/** What a caller asked for and does not get: one line that names the field and the expectation, never a value of it. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Kind kind;
    private final String field;

    /** Whether the caller could ask better, or may not have it at all, or has another. */
    enum Kind {
        /** Not understood, or not to be understood: 400. */
        BAD_REQUEST,
        /** A table or column that is not on the allow-list: 403. */
        FORBIDDEN,
        /** What was named is somebody else's, or something else: 409. */
        CONFLICT
    }

    private Refusal(Kind kind, String field, String reason) {
        super(Objects.requireNonNull(reason, "reason"));
        if (field.isBlank() || reason.isBlank() || reason.lines().count() != 1) {
            throw new IllegalArgumentException("refusal has field '" + field + "' and a reason of "
                    + reason.lines().count() + " lines, expected a name and one line");
        }
        this.kind = kind;
        this.field = field;
    }

    /** The request is wrong in this field. */
    static Refusal badRequest(String field, String reason) {
        return new Refusal(Kind.BAD_REQUEST, field, reason);
    }

    /** The field names something that this caller may not have. */
    static Refusal forbidden(String field, String reason) {
        return new Refusal(Kind.FORBIDDEN, field, reason);
    }

    /** The field names something that is another than what the request says. */
    static Refusal conflict(String field, String reason) {
        return new Refusal(Kind.CONFLICT, field, reason);
    }

    /** For those who are told nothing but one line: it names the field too. */
    String line() {
        return reason().startsWith(field) ? reason() : field + ": " + reason();
    }

    private String reason() {
        return Objects.requireNonNull(getMessage());
    }

    Kind kind() {
        return kind;
    }

    /** As HTTP says it. */
    int status() {
        return switch (kind) {
            case BAD_REQUEST -> 400;
            case FORBIDDEN -> 403;
            case CONFLICT -> 409;
        };
    }

    /** The field of the request, as the caller spells it: {@code where_clause}. */
    String field() {
        return field;
    }
}
