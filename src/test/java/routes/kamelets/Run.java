package routes.kamelets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.Main;
import org.apache.camel.main.SimpleMainShutdownStrategy;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.EventNotifierSupport;

/** A process with our Kamelets and one route that calls them. */
final class Run implements AutoCloseable {
    private final Main main = new Main();
    private final List<String> failures = new CopyOnWriteArrayList<>();

    /**
     * @param values properties, such as credentials
     * @param beans clients of services
     */
    Run(Map<String, String> values, Map<String, Object> beans, RouteBuilder caller) throws Exception {
        Properties properties = new Properties();
        properties.put("camel.component.kamelet.location", "file:kamelets");
        properties.put("camel.component.kamelet.no-error-handler", "true");
        properties.put("camel.component.http.automatic-retries-disabled", "true");
        properties.putAll(values);
        main.setPropertyPlaceholderLocations("false");
        main.setOverrideProperties(properties);
        main.setShutdownStrategy(new SimpleMainShutdownStrategy());
        main.configure().withRoutesCollectorEnabled(values.containsKey("camel.main.routes-include-pattern"));
        main.configure().addRoutesBuilder(caller);
        beans.forEach(main::bind);
        main.bind("failures", new Failures());
        main.start();
    }

    /** A route that takes a message and gives it to the Kamelet; what that answers comes back. */
    static Run of(Map<String, String> values, Map<String, Object> beans, String kamelet) throws Exception {
        return new Run(values, beans, new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").to(kamelet);
            }
        });
    }

    /** Sends a message as somebody who wants to know what became of it. */
    <T> T ask(Object body, Map<String, Object> headers, Class<T> type) throws Exception {
        return main.getCamelTemplate().requestBodyAndHeaders("direct:in", body, headers, type);
    }

    /** Sends a message; answers the headers that its source finds when all is done. */
    Map<String, Object> headersAfter(Object body, Map<String, Object> headers) throws Exception {
        Exchange exchange = main.getCamelTemplate().send("direct:in", sent -> {
            sent.getMessage().setBody(body);
            sent.getMessage().setHeaders(new HashMap<>(headers));
        });
        assertThat(exchange.getException()).isNull();
        return exchange.getMessage().getHeaders();
    }

    /** What failed until now, also where nobody waits for an answer. */
    List<String> failures() {
        return failures;
    }

    boolean isUp() {
        return main.getCamelContext().isStarted();
    }

    @Override
    public void close() {
        main.stop();
    }

    private final class Failures extends EventNotifierSupport {
        @Override
        public void notify(CamelEvent event) {
            if (event instanceof CamelEvent.ExchangeFailedEvent failed) {
                failures.add(String.valueOf(failed.getCause().getMessage()));
            }
        }
    }
}
