package routes.export;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * One export, as it was asked for; the ledger keeps it, so that it asks the same whenever it goes on.
 *
 * <p>A limit is either the caller's own number, or a bound of ours: MAX_RECORDS, the number that stands for none over
 * HTTP, the cap of a schedule or an object. Behind the caller's own number nothing is missing. Behind a bound of ours
 * there may be, so one row more is asked for ({@link #asked()}): if it comes, the result is cut off, for certain. Over
 * HTTP that is told ({@link #cut}); nobody would be there to hear it from a schedule or an object, so there it is a
 * failure.
 *
 * @param exportId its name, see {@link ExportId}
 * @param origin who asked
 * @param table that is exported, by its name in {@code export.tables}
 * @param object whose rows alone are exported; for {@link Origin#OBJECT} and no other
 * @param period of which rows are exported; empty: of all times
 * @param condition that rows meet; empty: all do
 * @param limit rows that are exported, at most; empty: all
 * @param cut over HTTP: the limit is a bound of ours, and a result that is cut off there is told to be
 * @param dryRun tell what would be exported, and send nothing
 * @param fingerprint of what was asked, 64 hexadecimal digits: two requests of one id must have the same. It holds a
 *     date filter's word instead of its dates: a request that is repeated after midnight is the same request
 */
record ExportRequest(
        String exportId,
        Origin origin,
        String table,
        Optional<ObjectName> object,
        Optional<Period> period,
        Optional<Condition> condition,
        OptionalInt limit,
        boolean cut,
        boolean dryRun,
        String fingerprint)
        implements Asked {
    private static final Pattern FINGERPRINT = Pattern.compile("[0-9a-f]{64}");
    private static final int MOST = 1_000_000_000;

    ExportRequest {
        expect(ExportId.isId(exportId), "export id has " + exportId.length() + " characters", ExportId.EXPECTED);
        expect(ExportTables.isName(table), "table is no name", ExportTables.NAME_EXPECTED);
        expect(
                object.isPresent() == (origin == Origin.OBJECT),
                "object is " + (object.isPresent() ? "present" : "missing") + " with origin " + origin,
                "one with OBJECT and no other");
        expect(
                limit.isEmpty() || limit.getAsInt() >= 1 && limit.getAsInt() <= MOST,
                "limit is " + limit.orElse(0),
                "1 to " + MOST);
        expect(origin != Origin.HTTP || limit.isPresent(), "limit is missing with origin HTTP", "one");
        expect(!cut || origin == Origin.HTTP, "cut is true with origin " + origin, "false, or HTTP");
        expect(
                FINGERPRINT.matcher(fingerprint).matches(),
                "fingerprint has " + fingerprint.length() + " characters",
                "64 hexadecimal digits in lower case");
    }

    /** A request whose fingerprint is that of its contents. */
    ExportRequest(
            String exportId,
            Origin origin,
            String table,
            Optional<ObjectName> object,
            Optional<Period> period,
            Optional<Condition> condition,
            OptionalInt limit,
            boolean cut,
            boolean dryRun) {
        this(
                exportId,
                origin,
                table,
                object,
                period,
                condition,
                limit,
                cut,
                dryRun,
                fingerprint(origin, table, object, period, condition, limit, dryRun));
    }

    /** How many rows the query asks for, at most: where the limit is a bound of ours, one more than are exported. */
    OptionalLong asked() {
        if (limit.isEmpty()) {
            return OptionalLong.empty();
        }
        boolean callersOwn = origin == Origin.HTTP && !cut;
        return OptionalLong.of(callersOwn ? limit.getAsInt() : limit.getAsInt() + 1L);
    }

    /** Whether a result of so many rows says that there are more than may be exported. */
    boolean isCutOff(long rows) {
        return limit.isPresent() && rows > limit.getAsInt();
    }

    /** As the ledger keeps it. */
    String json() {
        return RequestJson.write(this);
    }

    /** Reads what {@link #json()} wrote; {@link IllegalArgumentException} for anything else, without its contents. */
    static ExportRequest parse(String json) {
        return RequestJson.read(json);
    }

    private static String fingerprint(
            Origin origin,
            String table,
            Optional<ObjectName> object,
            Optional<Period> period,
            Optional<Condition> condition,
            OptionalInt limit,
            boolean dryRun) {
        List<String> parts = new ArrayList<>(List.of(
                origin.name(), table, object.toString(), period.toString(), limit.toString(), String.valueOf(dryRun)));
        // Beware: a condition's text leaves its values out.
        condition.ifPresent(rows -> parts.add(rows.sql()));
        condition.ifPresent(rows -> parts.addAll(rows.parameters()));
        return ExportId.digest(parts.toArray(new String[0]));
    }

    private static void expect(boolean right, String found, String expected) {
        if (!right) {
            throw new IllegalArgumentException(found + ", expected " + expected);
        }
    }
}
