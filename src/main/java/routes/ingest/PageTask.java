package routes.ingest;

/**
 * A message that has been understood: the page to fetch and the source that has it.
 *
 * @param source as configured
 * @param message names a page that this source may be asked for
 */
record PageTask(Source source, PageMessage message) {

    /** The query of the request, made of checked parts alone. */
    String query() {
        return "date=" + message.date() + "&page=" + message.page();
    }
}
