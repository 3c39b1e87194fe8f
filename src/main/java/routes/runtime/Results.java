package routes.runtime;

import java.util.List;
import java.util.Map;
import routes.ingest.PlanResult;

/** What steps answer, as JSON values. */
public final class Results {

    private Results() {}

    /** A map for one result, for several a list of them below {@code plans}. */
    public static Object asJson(Object result) {
        if (result instanceof PlanResult plan) {
            return plan.asMap();
        }
        if (result instanceof List<?> list) {
            return Map.of(
                    "status", "ok", "plans", list.stream().map(Results::asJson).toList());
        }
        return result;
    }
}
