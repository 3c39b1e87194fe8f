/**
 * Lake tables to an API: a question to Athena, its result in batches over HTTP, each batch acknowledged once. Start
 * reading at {@link routes.export.ExportRoutes}.
 */
@NullMarked
package routes.export;

import org.jspecify.annotations.NullMarked;
