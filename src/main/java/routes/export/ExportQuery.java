package routes.export;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import routes.aws.Statement;

/**
 * The one SQL statement of an export: its columns in the order of {@code export.tables}, and every value that comes
 * from outside as a parameter. It asks for {@link ExportRequest#asked()} rows, one more than are exported where the
 * limit is a bound of ours: without that row nobody could tell a result that is cut off from one that fits exactly.
 */
final class ExportQuery {
    /** Characters of a parameter that Athena takes, quotes included. */
    static final int LONGEST_PARAMETER = 1024;

    private static final DateTimeFormatter TIMESTAMP =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS", Locale.ROOT);

    private ExportQuery() {}

    /**
     * The statement of a request.
     *
     * @param dateColumn on which a period acts, a column of the table that {@link #isDate holds dates}
     */
    static Statement of(ExportRequest request, ExportTable table, String dateColumn) {
        if (!request.table().equals(table.name())) {
            throw new IllegalArgumentException(
                    "table is " + table.name() + ", expected that of the request, " + request.table());
        }
        List<String> conditions = new ArrayList<>();
        List<String> parameters = new ArrayList<>();
        request.object().ifPresent(object -> {
            conditions.add("\"$path\" = ?");
            parameters.add(literal(object.uri()));
        });
        request.period().ifPresent(period -> {
            Column dates = dates(table, dateColumn);
            String type = name(dates.type());
            String column = quoted(dates.name());
            String bound = "CAST(? AS " + type + ")";
            conditions.add("(" + column + " >= " + bound + " AND " + column + " < " + bound + ")");
            parameters.add(literal(bound(period.from(), type)));
            parameters.add(literal(bound(period.to(), type)));
        });
        request.condition().ifPresent(condition -> {
            conditions.add("(" + condition.sql() + ")");
            parameters.addAll(condition.parameters());
        });
        StringBuilder sql = new StringBuilder("SELECT ")
                .append(table.columns().stream()
                        .map(column -> quoted(column.name()))
                        .collect(Collectors.joining(", ")))
                .append(" FROM ")
                .append(quoted(table.name()));
        if (!conditions.isEmpty()) {
            sql.append(" WHERE ").append(String.join(" AND ", conditions));
        }
        request.asked().ifPresent(rows -> sql.append(" LIMIT ").append(rows));
        return new Statement(sql.toString(), parameters);
    }

    /** Whether a column of that type has days: a date, or a timestamp with or without a time zone. */
    static boolean isDate(ColumnType type) {
        String name = name(type);
        return name.equals("date") || name.equals("timestamp") || name.equals("timestamp with time zone");
    }

    /** A text as a SQL literal. */
    static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    private static Column dates(ExportTable table, String dateColumn) {
        return ExportTables.dateColumn(table, dateColumn)
                .orElseThrow(() -> new IllegalArgumentException(
                        "table " + table.name() + " has no column " + dateColumn + " of dates, expected one"));
    }

    private static String bound(Instant time, String type) {
        if (type.equals("date")) {
            return LocalDateTime.ofInstant(firstDayFrom(time), ZoneOffset.UTC)
                    .toLocalDate()
                    .toString();
        }
        String timestamp = TIMESTAMP.format(time.atOffset(ZoneOffset.UTC));
        return type.equals("timestamp") ? timestamp : timestamp + " UTC";
    }

    /** A date stands for its midnight: those from 09:00 of a day on begin with the next day. */
    private static Instant firstDayFrom(Instant time) {
        Instant day = time.truncatedTo(ChronoUnit.DAYS);
        return day.equals(time) ? day : day.plus(Duration.ofDays(1));
    }

    private static String name(ColumnType type) {
        return type.sql().toLowerCase(Locale.ROOT);
    }

    private static String quoted(String identifier) {
        return "\"" + identifier.replace("\"", "\"\"") + "\"";
    }
}
