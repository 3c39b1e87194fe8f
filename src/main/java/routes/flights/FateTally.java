package routes.flights;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import routes.lake.S3Event;
import routes.policy.EachMessage;
import routes.policy.EventSettling.Unsettled;
import routes.policy.FailureKind;
import routes.policy.Failures;

/** Collects what became of the objects of a batch, by their keys. */
final class FateTally implements AggregationStrategy {
    private static final Unsettled UNTOLD = new Unsettled(FailureKind.BUG, "no outcome", Optional.empty());

    /**
     * What became of objects.
     *
     * @param byKey empty: it is settled
     */
    record Fates(Map<String, Optional<Unsettled>> byKey) {

        /** Silence is no success. */
        Optional<Unsettled> of(S3Event event) {
            return byKey.getOrDefault(event.key(), Optional.of(UNTOLD));
        }
    }

    @Override
    public Exchange aggregate(@Nullable Exchange before, Exchange one) {
        Fates fates = before == null ? new Fates(new LinkedHashMap<>()) : of(before);
        fates.byKey().put(FlightsRoutes.event(one).key(), fate(one));
        Exchange tally = before == null ? EachMessage.fresh(one) : before;
        tally.getMessage().setBody(fates);
        return tally;
    }

    private static Optional<Unsettled> fate(Exchange one) {
        Exception escaped = one.getException();
        if (escaped != null) {
            return Optional.of(new Unsettled(Failures.kind(escaped), Failures.reason(escaped), Optional.empty()));
        }
        return one.getMessage().getBody() instanceof Unsettled unsettled ? Optional.of(unsettled) : Optional.empty();
    }

    /** What was collected; nothing of a batch without objects. */
    static Fates of(Exchange exchange) {
        return exchange.getMessage().getBody() instanceof Fates fates ? fates : new Fates(Map.of());
    }
}
