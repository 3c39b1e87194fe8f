package routes.export;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A caller's value as one of a column's type: nothing is rounded, cut off or guessed.
 *
 * @param type to cast to; finer than the column's for a timestamp with more than milliseconds, which a plain
 *     {@code timestamp} would round
 * @param parameter an SQL literal, see {@link Condition}
 */
record TypedLiteral(String type, String parameter) {
    private static final int MOST_DIGITS = 38;
    private static final int MILLISECOND = 1_000_000;
    private static final DateTimeFormatter MILLIS = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS");
    private static final DateTimeFormatter MICROS = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS");

    /** Empty when no value of the type is this one. */
    static Optional<TypedLiteral> of(Literal literal, ColumnType type) {
        return switch (type.kind()) {
            case TEXT -> literal.kind() == Literal.Kind.TEXT ? quoted(type, literal.text()) : Optional.empty();
            case BOOLEAN -> literal.kind() == Literal.Kind.BOOLEAN ? quoted(type, literal.text()) : Optional.empty();
            case TINYINT -> whole(literal, type, Byte.SIZE);
            case SMALLINT -> whole(literal, type, Short.SIZE);
            case INTEGER -> whole(literal, type, Integer.SIZE);
            case BIGINT -> whole(literal, type, Long.SIZE);
            case DECIMAL -> number(literal).filter(fits(type)).flatMap(value -> plain(type, value));
            case REAL -> number(literal).flatMap(value -> plain(type, value));
            case DOUBLE ->
                literal.kind() == Literal.Kind.FLOAT
                        ? floating(type, Double.parseDouble(literal.text()))
                        : number(literal).flatMap(value -> plain(type, value));
            case DATE -> date(literal).flatMap(day -> quoted(type, day.toString()));
            case TIMESTAMP -> time(literal).map(time -> timestamp(time, "", ""));
            case TIMESTAMP_WITH_ZONE -> time(literal).map(time -> timestamp(time, " with time zone", " UTC"));
        };
    }

    String sql() {
        return "CAST(? AS " + type + ")";
    }

    private static Optional<TypedLiteral> quoted(ColumnType type, String text) {
        return Optional.of(new TypedLiteral(type.sql(), "'" + text.replace("'", "''") + "'"));
    }

    private static Optional<TypedLiteral> plain(ColumnType type, BigDecimal value) {
        return Optional.of(new TypedLiteral(type.sql(), value.toPlainString()));
    }

    /** With an exponent always: without it, Athena takes a number for a decimal. */
    private static Optional<TypedLiteral> floating(ColumnType type, double value) {
        String text = Double.toString(value);
        return Double.isInfinite(value)
                ? Optional.empty()
                : Optional.of(new TypedLiteral(type.sql(), text.contains("E") ? text : text + "E0"));
    }

    private static Optional<TypedLiteral> whole(Literal literal, ColumnType type, int bits) {
        return number(literal)
                .filter(value -> value.stripTrailingZeros().scale() <= 0)
                .map(BigDecimal::toBigInteger)
                .filter(value -> value.bitLength() < bits)
                .map(BigInteger::toString)
                .map(text -> new TypedLiteral(type.sql(), text));
    }

    /** Of as many digits as Athena takes in a number. */
    private static Optional<BigDecimal> number(Literal literal) {
        return literal.kind() != Literal.Kind.NUMBER
                ? Optional.empty()
                : Optional.of(new BigDecimal(literal.text()))
                        .filter(value -> value.precision() <= MOST_DIGITS && value.scale() <= MOST_DIGITS);
    }

    private static Predicate<BigDecimal> fits(ColumnType type) {
        return value -> {
            BigDecimal exact = value.stripTrailingZeros();
            return exact.scale() <= type.scale()
                    && exact.precision() - exact.scale() <= type.precision() - type.scale();
        };
    }

    private static Optional<LocalDate> date(Literal literal) {
        return switch (literal.kind()) {
            case TEXT, DATE -> UtcTime.date(literal.text());
            default -> Optional.empty();
        };
    }

    private static Optional<LocalDateTime> time(Literal literal) {
        return switch (literal.kind()) {
            case TEXT, TIMESTAMP -> UtcTime.time(literal.text());
            case DATE -> UtcTime.date(literal.text()).map(LocalDate::atStartOfDay);
            default -> Optional.empty();
        };
    }

    private static TypedLiteral timestamp(LocalDateTime time, String typeEnd, String textEnd) {
        boolean fine = time.getNano() % MILLISECOND != 0;
        String text = (fine ? MICROS : MILLIS).format(time) + textEnd;
        return new TypedLiteral((fine ? "timestamp(6)" : "timestamp") + typeEnd, "'" + text + "'");
    }
}
