package routes.ingest;

import java.util.ArrayList;
import java.util.List;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import routes.policy.EachMessage;

/** Collects the plans of several scheduled times: each gets its turn, and the first failure is thrown behind the last. */
final class TickTally implements AggregationStrategy {
    private static final String FAILURE = "ingest.tick-failure";

    @Override
    public Exchange aggregate(@Nullable Exchange before, Exchange one) {
        List<PlanResult> results = new ArrayList<>();
        if (before != null) {
            results.addAll(results(before));
        }
        Exchange tally = before == null ? EachMessage.fresh(one) : before;
        if (one.getException() != null) {
            if (tally.getProperty(FAILURE) == null) {
                tally.setProperty(FAILURE, one.getException());
            }
        } else if (one.getMessage().getBody() instanceof PlanResult result) {
            results.add(result);
        }
        tally.getMessage().setBody(results);
        return tally;
    }

    /** The plans made; empty when nothing was due or everything was taken. */
    @SuppressWarnings("unchecked")
    static List<PlanResult> results(Exchange exchange) {
        Object body = exchange.getMessage().getBody();
        return body instanceof List<?> list && list.stream().allMatch(PlanResult.class::isInstance)
                ? (List<PlanResult>) list
                : List.of();
    }

    /** Throws what went wrong. */
    static void rethrow(Exchange exchange) throws Exception {
        Exception failure = exchange.getProperty(FAILURE, Exception.class);
        if (failure != null) {
            throw failure;
        }
        exchange.getMessage().setBody(results(exchange));
    }
}
