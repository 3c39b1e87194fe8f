package routes.policy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultExchange;
import org.jspecify.annotations.Nullable;

/**
 * Collects what the messages of a batch came to: an {@link Outcome} as it is, any other body as the product of a message
 * that is done, an escaped exception as {@link Outcome.Retry}. Nothing that happens to one message touches another.
 */
public final class EachMessage implements AggregationStrategy {

    /**
     * A batch that has been worked through.
     *
     * @param messages all of them
     * @param outcomes by message id
     * @param products what was made, by message id, of messages that are done
     */
    public record Worked(List<QueueMessage> messages, Map<String, Outcome> outcomes, Map<String, Object> products) {}

    @Override
    public Exchange aggregate(@Nullable Exchange before, Exchange one) {
        Worked worked = before == null
                ? new Worked(new ArrayList<>(), new LinkedHashMap<>(), new LinkedHashMap<>())
                : before.getMessage().getBody(Worked.class);
        QueueMessage message = Unit.message(one);
        worked.messages().add(message);
        Object body = one.getMessage().getBody();
        Exception escaped = one.getException();
        if (escaped != null) {
            Outcome retry = new Outcome.Retry(Failures.kind(escaped), Failures.reason(escaped), Optional.empty());
            worked.outcomes().put(message.id(), retry);
        } else if (body instanceof Outcome outcome) {
            worked.outcomes().put(message.id(), outcome);
        } else {
            worked.outcomes().put(message.id(), new Outcome.Done());
            worked.products().put(message.id(), body);
        }
        Exchange answer = before == null ? fresh(one) : before;
        answer.getMessage().setBody(worked);
        return answer;
    }

    /** An exchange without the marks that a handled failure leaves, which would end the route behind the split. */
    public static Exchange fresh(Exchange one) {
        return new DefaultExchange(one.getContext(), one.getPattern());
    }
}
