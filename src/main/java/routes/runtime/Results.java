package routes.runtime;

import java.util.List;
import java.util.Map;
import routes.ingest.PlanResult;

/** What steps answer, as JSON values. */
public final class Results {

    private Results() {}

    /** A map for one result; for those of several scheduled times a list of them, under what the pipeline calls them. */
    public static Object asJson(Pipeline pipeline, Object result) {
        if (result instanceof PlanResult plan) {
            return plan.asMap();
        }
        if (result instanceof List<?> list) {
            return Map.of(
                    "status",
                    "ok",
                    pipeline.results(),
                    list.stream().map(one -> asJson(pipeline, one)).toList());
        }
        return result;
    }
}
