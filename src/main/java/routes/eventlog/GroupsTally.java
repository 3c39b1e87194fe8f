package routes.eventlog;

import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import routes.policy.EachMessage;

/** Collects what became of groups: one that failed never stops the others. Work that nobody had time for stays work. */
final class GroupsTally implements AggregationStrategy {

    @Override
    public Exchange aggregate(@Nullable Exchange before, Exchange one) {
        if (one.getMessage().getBody() instanceof GroupResult result) {
            EventlogRoutes.taken(one).add(result);
        }
        return before == null ? EachMessage.fresh(one) : before;
    }
}
