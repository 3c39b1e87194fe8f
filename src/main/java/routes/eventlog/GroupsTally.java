package routes.eventlog;

import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import routes.policy.EachMessage;

/** Collects what became of groups: one that failed never stops the others. */
final class GroupsTally implements AggregationStrategy {

    @Override
    public Exchange aggregate(@Nullable Exchange before, Exchange one) {
        EventlogRoutes.taken(one).add(one.getMessage().getBody(GroupResult.class));
        return before == null ? EachMessage.fresh(one) : before;
    }
}
