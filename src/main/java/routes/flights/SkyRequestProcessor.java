package routes.flights;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.component.http.HttpConstants;
import routes.aws.Permit;
import routes.policy.BearerTokens;

/** Asks the breaker for this try, then sets exactly the headers that may cross the border. */
final class SkyRequestProcessor implements Processor {
    static final String ASKED_AT = "flights.asked-at";
    private static final String PERMIT = "flights.permit";

    private final SourceSettings source;
    private final SourceGate gate;
    private final BearerTokens tokens;
    private final Clock clock;

    SkyRequestProcessor(SourceSettings source, SourceGate gate, BearerTokens tokens, Clock clock) {
        this.source = source;
        this.gate = gate;
        this.tokens = tokens;
        this.clock = clock;
    }

    @Override
    public void process(Exchange exchange) {
        enter(exchange);
        Instant now = clock.instant();
        exchange.setProperty(ASKED_AT, now);
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        message.setBody(null);
        message.setHeader(HttpConstants.HTTP_URI, source.url().toString());
        message.setHeader(HttpConstants.HTTP_QUERY, source.query().text());
        message.setHeader("Accept", "application/json");
        source.secret()
                .ifPresent(secret ->
                        message.setHeader("Authorization", "Bearer " + tokens.token(source.tokenUrl(), secret)));
    }

    /** The first try comes with the permit of its fetch, every further one asks for its own. */
    private void enter(Exchange exchange) {
        if (exchange.getProperty(PERMIT) != null) {
            return;
        }
        SourceGate.Entry entry = gate.enter();
        if (entry instanceof Skipped skipped) {
            throw skipped.outage(clock.instant());
        }
        permit(exchange, entry);
    }

    /** Keeps the permit of a try until it is known what became of it. */
    static void permit(Exchange exchange, SourceGate.Entry entry) {
        if (entry instanceof SourceGate.Entered entered) {
            entered.permit().ifPresent(permit -> exchange.setProperty(PERMIT, permit));
        }
    }

    /** The permit of the try that has ended; the next one needs another. */
    static Optional<Permit> ended(Exchange exchange) {
        return Optional.ofNullable((Permit) exchange.removeProperty(PERMIT));
    }

    /** The API has refused what was sent at {@code sent}: what is newer by then is kept. */
    void refused(Instant sent) {
        source.secret().ifPresent(secret -> tokens.refused(source.tokenUrl(), secret, sent));
    }
}
