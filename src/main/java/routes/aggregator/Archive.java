package routes.aggregator;

/**
 * A bundle as it lies in the archive.
 *
 * @param sha256 of its bytes, hexadecimal
 * @param bytes how many
 * @param members how many objects it holds
 */
record Archive(String sha256, long bytes, int members) {

    Archive {
        if (!sha256.matches("[0-9a-f]{64}") || bytes < 1 || members < 1) {
            throw new IllegalArgumentException("archive has SHA-256 '" + sha256 + "', " + bytes + " bytes, " + members
                    + " members, expected 64 hexadecimal digits and at least one of each");
        }
    }
}
