package routes.ingest;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.component.http.HttpConstants;
import routes.aws.Secrets;
import routes.policy.BearerTokens;
import routes.policy.Unit;

/** Waits for the source's next turn, then sets exactly the headers that may cross the border. */
final class SourceRequestProcessor implements Processor {
    static final String ASKED_AT = "ingest.asked-at";

    private final Pace pace;
    private final Secrets secrets;
    private final BearerTokens tokens;
    private final Clock clock;

    SourceRequestProcessor(Pace pace, Secrets secrets, BearerTokens tokens, Clock clock) {
        this.pace = pace;
        this.secrets = secrets;
        this.tokens = tokens;
        this.clock = clock;
    }

    @Override
    public void process(Exchange exchange) {
        PageTask task = exchange.getProperty(IngestRoutes.TASK, PageTask.class);
        pace.await(task.source(), Duration.between(clock.instant(), Unit.deadline(exchange)));
        Instant now = clock.instant();
        exchange.setProperty(ASKED_AT, now);
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        message.setBody(null);
        message.setHeader(HttpConstants.HTTP_URI, task.source().url().toString());
        message.setHeader(HttpConstants.HTTP_QUERY, task.query());
        message.setHeader("Accept", "application/json");
        Authentication how = task.source().authentication();
        if (how instanceof Authentication.Header header) {
            message.setHeader(header.header(), secrets.field(header.secret(), "value"));
        } else if (how instanceof Authentication.ClientCredentials client) {
            message.setHeader("Authorization", "Bearer " + tokens.token(client.tokenUrl(), client.secret()));
        }
    }

    /** The source has refused what was sent at {@code sent}: what is newer by then is kept. */
    void refused(Authentication how, Instant sent) {
        if (how instanceof Authentication.Header header) {
            secrets.refused(header.secret(), sent);
        } else if (how instanceof Authentication.ClientCredentials client) {
            URI url = client.tokenUrl();
            tokens.refused(url, client.secret(), sent);
        }
    }
}
