package routes.export;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

class SettledTallyTest {
    private final SettledTally tally = new SettledTally();
    private final DefaultCamelContext context = new DefaultCamelContext();

    private Exchange with(Object body) {
        Exchange exchange = new DefaultExchange(context);
        exchange.getMessage().setBody(body);
        return exchange;
    }

    private static Settled settled(String reason) {
        return Settled.of(Told.refused(Refusal.badRequest("field", reason)));
    }

    @Test
    void allAreKeptInTheirOrder() {
        Settled one = settled("a");
        Settled other = settled("b");
        Exchange all = tally.aggregate(tally.aggregate(null, with(one)), with(other));
        assertThat(SettledTally.of(all)).containsExactly(one, other);
    }

    @Test
    void whatEscapesCountsForTheWholeEvent() {
        Exchange failed = with("none");
        failed.setException(new IllegalStateException("escaped"));
        Exchange all = tally.aggregate(tally.aggregate(null, with(settled("a"))), failed);
        assertThat(all.getException()).hasMessage("escaped");
    }

    @Test
    void anEventThatToldNothingHasNothing() {
        assertThat(SettledTally.of(with("whatever came"))).isEmpty();
    }
}
