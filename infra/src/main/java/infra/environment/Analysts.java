package infra.environment;

import java.util.List;

/**
 * Who may look at what in the catalogue.
 *
 * @param governed whether Lake Formation decides; the role that deploys must be its administrator before
 * @param piiColumns that only the PII analysts see
 * @param rowFilter what the core analysts see of tables of the silver zone, as a condition of SQL; {@code true}: all
 * @param scanLimit bytes that one query may read, 10 MB at least
 */
public record Analysts(boolean governed, List<String> piiColumns, String rowFilter, long scanLimit) {
    private static final long LEAST_LIMIT = 10_000_000;

    public Analysts {
        piiColumns = List.copyOf(piiColumns);
        if (scanLimit < LEAST_LIMIT) {
            throw new IllegalArgumentException(
                    "bytes of a query are " + scanLimit + ", expected at least " + LEAST_LIMIT);
        }
    }
}
