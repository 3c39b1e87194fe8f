package routes.export;

import java.util.ArrayList;
import java.util.List;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import routes.policy.EachMessage;

/** Collects what became of each thing that an event told; an escaped exception counts for the whole event. */
final class SettledTally implements AggregationStrategy {

    @Override
    public Exchange aggregate(@Nullable Exchange before, Exchange one) {
        Exchange tally = before == null ? EachMessage.fresh(one) : before;
        List<Settled> all = before == null ? new ArrayList<>() : new ArrayList<>(of(before));
        if (one.getException() != null) {
            tally.setException(one.getException());
        } else {
            all.add(one.getMessage().getBody(Settled.class));
        }
        tally.getMessage().setBody(all);
        return tally;
    }

    /** All of them, in the event's order; none for an event that told nothing. */
    static List<Settled> of(Exchange exchange) {
        List<Settled> all = new ArrayList<>();
        if (exchange.getMessage().getBody() instanceof List<?> list) {
            list.stream().filter(Settled.class::isInstance).forEach(one -> all.add((Settled) one));
        }
        return all;
    }
}
