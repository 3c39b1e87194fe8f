package routes.export;

/** Rules of {@code LIKE … ESCAPE …}, which Athena would find broken only when the query runs. */
final class LikePattern {
    private LikePattern() {}

    /**
     * Refuses an escape that is not one character, and a pattern in which it stands before something else than
     * {@code %}, {@code _} or itself.
     */
    static void check(Literal pattern, Literal escape) {
        if (escape.text().length() != 1) {
            throw ClauseReader.refused(
                    "has ESCAPE with a text at character " + escape.at() + ", expected one character");
        }
        char mark = escape.text().charAt(0);
        String text = pattern.text();
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) != mark) {
                continue;
            }
            i++;
            if (i == text.length() || "%_".indexOf(text.charAt(i)) < 0 && text.charAt(i) != mark) {
                throw ClauseReader.refused("has a pattern at character " + pattern.at()
                        + " in which the ESCAPE stands before something else than %, _ or itself");
            }
        }
    }
}
