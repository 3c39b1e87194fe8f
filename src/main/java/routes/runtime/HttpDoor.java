package routes.runtime;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.RouteTemplateContext;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.platform.http.spi.PlatformHttpEngine;
import org.apache.camel.component.platform.http.vertx.HttpMessage;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpEngine;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.jspecify.annotations.Nullable;
import routes.policy.HttpCall;
import routes.policy.HttpQuery;
import routes.policy.HttpReply;

/**
 * The door for requests over HTTP: a request becomes an {@link HttpCall}, the step makes an {@link HttpReply} of it. Of
 * the rest nothing passes, in neither direction: no header, and no query or form field that Camel would make a header of.
 *
 * <pre>
 * | parameter | meaning                                               | default |
 * |-----------|-------------------------------------------------------|---------|
 * | path      | the step answers for it and for everything below it   | /       |
 * | step      | the HTTP step                                         |         |
 * </pre>
 *
 * What comes before it: the server itself answers 414 to a request line above 4 KiB, 431 to a head above 8 KiB and 400 to
 * a path that cannot be decoded, which it also logs as an error. A step whose route has an error handler that logs is
 * logged twice: it leaves that to its door.
 */
final class HttpDoor extends RouteBuilder {
    private final Clock clock;

    HttpDoor(Clock clock) {
        this.clock = clock;
    }

    @Override
    public void configure() {
        routeTemplate("http-door")
            .templateParameter("path", "/")
            .templateParameter("step")
            .templateBean("entry", Processor.class, this::entry)
            .templateBean("engine", PlatformHttpEngine.class, this::engine)
            .templateBean("sealed", HeaderFilterStrategy.class, template -> new Sealed())
            .from("platform-http:{{path}}?matchOnUriPrefix=true&useBodyHandler=false&muteException=true"
                + "&platformHttpEngine=#bean:{{engine}}&headerFilterStrategy=#bean:{{sealed}}")
                .process("{{entry}}");
    }

    private Processor entry(RouteTemplateContext template) {
        CamelContext context = template.getCamelContext();
        String step = context.resolvePropertyPlaceholders(template.getParameters().get("step").toString());
        ProducerTemplate producer = context.createProducerTemplate();
        try {
            context.addService(producer, true, true);
        } catch (Exception e) {
            throw new RuntimeCamelException("HTTP door of " + step + " cannot be started", e);
        }
        return exchange -> {
            HttpServerRequest request = exchange.getMessage(HttpMessage.class).getRequest();
            write(HttpEntry.answer(arrival(request, exchange.getExchangeId()), call -> ask(producer, step, call)), exchange);
        };
    }

    /** A server's part that refuses before Camel reads the query, and logs it where it cannot. */
    private PlatformHttpEngine engine(RouteTemplateContext template) {
        VertxPlatformHttpEngine engine = new VertxPlatformHttpEngine();
        engine.setCamelContext(template.getCamelContext());
        engine.setHandlers(List.of(routing -> {
            HttpServerRequest request = routing.request();
            HttpArrival arrival = arrival(request, template.getCamelContext().getUuidGenerator().generateUuid());
            if (arrival.refusal().isEmpty()) {
                routing.next();
            } else {
                refuse(request, HttpEntry.answer(arrival, call -> null));
            }
        }));
        return engine;
    }

    /**
     * The connection ends where the reply says so: the server would wait for the end of a body that nobody reads. Over
     * HTTP/2 the stream alone ends, as others share the connection.
     */
    private static void refuse(HttpServerRequest request, HttpReply reply) {
        boolean isShared = request.version() == HttpVersion.HTTP_2;
        HttpServerResponse response = request.response().setStatusCode(reply.status());
        reply.headers().forEach(response::putHeader);
        if (isShared) {
            response.headers().remove("Connection");
        }
        response.end(Buffer.buffer(reply.body())).onComplete(sent -> {
            if (isShared) {
                response.reset(0);
            } else if (reply.headers().containsKey("Connection")) {
                request.connection().close();
            }
        });
    }

    /** In an exchange of its own, so that nothing but the call goes in and nothing but the reply comes out. */
    private static @Nullable HttpReply ask(ProducerTemplate producer, String step, HttpCall call) throws Exception {
        Exchange asked = producer.send("direct:" + step, exchange -> exchange.getMessage().setBody(call));
        if (asked.getException() != null) {
            throw asked.getException();
        }
        return asked.getMessage().getBody() instanceof HttpReply reply ? reply : null;
    }

    /** Read from the request itself: among Camel's headers, a query's {@code ?x-api-key=…} looks like the header. */
    private HttpArrival arrival(HttpServerRequest request, String id) {
        MultiMap came = request.headers();
        Map<String, String> headers = new LinkedHashMap<>();
        came.forEach(header -> headers.merge(
            header.getKey().toLowerCase(Locale.ROOT), header.getValue(), (one, other) -> one + ", " + other));
        String length = came.get("content-length");
        return new HttpArrival(
            request.method().name(),
            Optional.ofNullable(request.path()).orElse(""),
            HttpQuery.decoded(Optional.ofNullable(request.query()).orElse("")),
            headers,
            came.contains("transfer-encoding") || length != null && !length.equals("0"),
            id,
            clock.instant());
    }

    private static void write(HttpReply reply, Exchange exchange) {
        exchange.getMessage().removeHeaders("*");
        reply.headers().forEach(exchange.getMessage()::setHeader);
        exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, reply.status());
        exchange.getMessage().setBody(reply.body());
    }

    /** Lets nothing in, and out what a reply says. */
    private static final class Sealed implements HeaderFilterStrategy {
        @Override
        public boolean applyFilterToCamelHeaders(String name, Object value, Exchange exchange) {
            return name.startsWith("Camel");
        }

        @Override
        public boolean applyFilterToExternalHeaders(String name, Object value, Exchange exchange) {
            return true;
        }
    }
}
