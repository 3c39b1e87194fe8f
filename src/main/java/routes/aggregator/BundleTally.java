package routes.aggregator;

import java.util.Map;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import routes.policy.EachMessage;

/** Notes what became of the objects of each bundle in its batch's work; a bundle that fails touches no other. */
final class BundleTally implements AggregationStrategy {
    private final Bundling bundling;

    BundleTally(Bundling bundling) {
        this.bundling = bundling;
    }

    @Override
    @SuppressWarnings("unchecked")
    public Exchange aggregate(@Nullable Exchange before, Exchange one) {
        AggregatorRoutes.work(one)
                .standings()
                .putAll(
                        one.getException() == null
                                ? one.getMessage().getBody(Map.class)
                                : bundling.failed(AggregatorRoutes.holding(one), one.getException()));
        return before == null ? EachMessage.fresh(one) : before;
    }
}
