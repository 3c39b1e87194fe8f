package routes.ingest;

import java.util.Optional;
import routes.aws.ObjectStore.Written;

/**
 * What became of one page.
 *
 * @param message that asked for it
 * @param written what the write did; empty when the source had no content (204) and nothing was stored
 * @param next the page that follows, to be enqueued
 */
record StoredPage(PageMessage message, Optional<Written> written, Optional<PageMessage> next) {}
