package routes.eventlog;

import java.util.List;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import routes.policy.EachMessage;
import routes.policy.Failures;

/** Collects what files hold, in whatever order they are read. What nobody could read is to be read again. */
final class FilesTally implements AggregationStrategy {

    @Override
    public Exchange aggregate(@Nullable Exchange before, Exchange one) {
        Taken taken = EventlogRoutes.taken(one);
        Exception escaped = one.getException();
        if (escaped == null) {
            taken.add(found(one));
        } else {
            taken.add(EventlogRoutes.slice(one).stream()
                    .<Found>map(
                            candidate -> new Found.Unread(candidate.file(), Failures.kind(escaped), Reason.of(escaped)))
                    .toList());
        }
        return before == null ? EachMessage.fresh(one) : before;
    }

    @SuppressWarnings("unchecked")
    private static List<Found> found(Exchange exchange) {
        return exchange.getMessage().getBody(List.class);
    }
}
