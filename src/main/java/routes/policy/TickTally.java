package routes.policy;

import java.util.ArrayList;
import java.util.List;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** Collects what several scheduled times came to: each gets its turn, and the first failure is thrown behind the last. */
public final class TickTally implements AggregationStrategy {
    private static final String FAILURE = "lake.tick-failure";

    private final Class<?> result;

    /** @param result what a time comes to; other bodies say that it was not this process' turn */
    public TickTally(Class<?> result) {
        this.result = result;
    }

    @Override
    public Exchange aggregate(@Nullable Exchange before, Exchange one) {
        Exchange tally = before == null ? EachMessage.fresh(one) : before;
        List<Object> results = before == null ? new ArrayList<>() : new ArrayList<>(results(before));
        Object body = one.getMessage().getBody();
        if (one.getException() != null) {
            if (tally.getProperty(FAILURE) == null) {
                tally.setProperty(FAILURE, one.getException());
            }
        } else if (result.isInstance(body)) {
            results.add(body);
        }
        tally.getMessage().setBody(results);
        return tally;
    }

    /** What was done; empty when nothing was due or everything was taken. */
    private List<?> results(Exchange exchange) {
        boolean any = exchange.getMessage().getBody() instanceof List<?> list && list.stream().allMatch(result::isInstance);
        return any ? exchange.getMessage().getBody(List.class) : List.of();
    }

    /** Throws what went wrong; else the body becomes what was done. */
    public void rethrow(Exchange exchange) throws Exception {
        Exception failure = exchange.getProperty(FAILURE, Exception.class);
        if (failure != null) {
            throw failure;
        }
        exchange.getMessage().setBody(results(exchange));
    }
}
