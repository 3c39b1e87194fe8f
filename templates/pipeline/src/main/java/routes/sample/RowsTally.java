package routes.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import routes.policy.EachMessage;

/** Collects the rows of a day. A file that could not be read fails the report: half a day would look like a whole one. */
final class RowsTally implements AggregationStrategy {

    @Override
    public Exchange aggregate(@Nullable Exchange before, Exchange one) {
        Exchange tally = before == null ? EachMessage.fresh(one) : before;
        List<Object> rows = before == null ? new ArrayList<>() : new ArrayList<>(rows(before));
        if (one.getException() != null) {
            tally.setException(one.getException());
        } else {
            rows.add(one.getMessage().getBody());
        }
        tally.getMessage().setBody(rows);
        return tally;
    }

    private static List<?> rows(Exchange exchange) {
        return exchange.getMessage().getBody(List.class);
    }

    /** What the files of a day say; empty ones were refused. */
    static List<Optional<SampleRow>> of(Exchange exchange) {
        return exchange.getMessage().getBody() instanceof List<?> all
                ? all.stream()
                        .filter(Optional.class::isInstance)
                        .map(row -> ((Optional<?>) row).map(SampleRow.class::cast))
                        .toList()
                : List.of();
    }
}
