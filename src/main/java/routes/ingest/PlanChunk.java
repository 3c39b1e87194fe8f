package routes.ingest;

import java.util.List;

/**
 * Messages of one source that are sent together.
 *
 * @param source whose queue they go to
 * @param messages in the order of days and pages
 */
record PlanChunk(Source source, List<PageMessage> messages) {}
