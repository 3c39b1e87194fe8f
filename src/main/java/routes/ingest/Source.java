package routes.ingest;

import com.fasterxml.jackson.core.JsonPointer;
import java.net.URI;
import java.util.List;
import routes.settings.Rate;

/**
 * One source API, as configured.
 *
 * @param name enters keys and metrics
 * @param url its pages are at {@code url?date=YYYY-MM-DD&page=N}
 * @param queue where its messages wait
 * @param paging how its pages are found
 * @param pageSize records on a full page, a page with fewer is the last; 0: unknown
 * @param records where the array of records may stand in a response, the first that is there counts
 * @param rate requests per time of this process
 * @param concurrency requests at the same time of this process
 * @param authentication how requests identify themselves
 */
record Source(
        String name,
        URI url,
        String queue,
        Paging paging,
        int pageSize,
        List<JsonPointer> records,
        Rate rate,
        int concurrency,
        Authentication authentication) {}
