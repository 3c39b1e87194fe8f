package routes.aggregator;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.jspecify.annotations.Nullable;
import routes.aws.MemorySecrets;
import routes.aws.Secrets;
import routes.observe.Meter;
import routes.policy.Batch;
import routes.policy.HttpBorder;
import routes.policy.HttpContact;
import routes.policy.Unit;

/** The way of a delivery over the border, in a context of its own. */
final class NifiRoute implements AutoCloseable {
    static final String SECRET = "local/nifi/credentials";

    final MemorySecrets secrets = new MemorySecrets();
    private final CamelContext context = new DefaultCamelContext();
    private final Clock clock = Clock.systemUTC();

    /** Starts it with user and password {@code local}. */
    static NifiRoute to(URI nifi, Duration timeout) throws Exception {
        NifiRoute route = new NifiRoute(nifi, timeout, Optional.of(SECRET));
        route.secrets.put(SECRET, "{\"username\":\"local\",\"password\":\"local\"}");
        return route;
    }

    /** Starts it without a secret. */
    static NifiRoute asNobody(URI nifi, Duration timeout) throws Exception {
        return new NifiRoute(nifi, timeout, Optional.empty());
    }

    private NifiRoute(URI nifi, Duration timeout, Optional<String> secret) throws Exception {
        NifiCredentials credentials =
                new NifiCredentials(new Secrets(() -> secrets, Duration.ofMinutes(10), clock), secret);
        BundleRequestProcessor request = new BundleRequestProcessor(credentials, timeout, clock);
        BundleResponseProcessor response = new BundleResponseProcessor(credentials, new NoMeter(), clock);
        HttpBorder.install(
                context, HttpContact.sending("aggregator-http", Duration.ofSeconds(5), timeout, credentials), clock);
        context.setStreamCaching(false);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:deliver")
                        .errorHandler(noErrorHandler())
                        .process(Unit::startBatch)
                        .setBody(exchangeProperty("delivery"))
                        .process(request)
                        .to(
                                "aggregator-http:" + nifi
                                        + "?httpMethod=POST&throwExceptionOnFailure=false&disableStreamCache=true&skipControlHeaders=true")
                        .process(response);
            }
        });
        context.start();
    }

    /** What became of it: the status property, and the failure if it failed. */
    record Result(@Nullable Integer status, @Nullable Throwable failure) {}

    Result deliver(Delivery delivery) {
        return deliver(delivery, clock.instant().plusSeconds(300));
    }

    /** @param deadline of the message that asks for the delivery */
    Result deliver(Delivery delivery, Instant deadline) {
        Exchange done = context.createProducerTemplate().send("direct:deliver", exchange -> {
            exchange.setProperty("delivery", delivery);
            exchange.getMessage().setHeader("X-From-Outside", "must not cross");
            exchange.getMessage().setHeader("CamelHttpUri", "http://elsewhere.invalid/");
            exchange.getMessage().setBody(new Batch(List.of(), deadline));
        });
        return new Result(done.getProperty(BundleResponseProcessor.STATUS, Integer.class), done.getException());
    }

    @Override
    public void close() {
        context.stop();
    }

    private static final class NoMeter implements Meter {
        @Override
        public void count(String name, long amount, String... dimensions) {}

        @Override
        public void gauge(String name, long value, String... dimensions) {
            // Nobody here asks for it.
        }

        @Override
        public void value(String name, double value, String... dimensions) {
            // Nobody here asks for it.
        }

        @Override
        public void time(String name, Duration duration, String... dimensions) {}
    }
}
