package routes.kamelets;

import java.util.Map;
import java.util.Properties;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.Main;
import org.apache.camel.main.SimpleMainShutdownStrategy;

/** A process with our Kamelets and one route that calls them. */
final class Run implements AutoCloseable {
    private final Main main = new Main();

    /**
     * @param values properties, such as credentials
     * @param beans clients of services
     */
    Run(Map<String, String> values, Map<String, Object> beans, RouteBuilder caller) throws Exception {
        Properties properties = new Properties();
        properties.putAll(values);
        properties.put("camel.component.kamelet.location", "file:kamelets");
        properties.put("camel.component.kamelet.no-error-handler", "true");
        properties.put("camel.component.http.automatic-retries-disabled", "true");
        main.setPropertyPlaceholderLocations("false");
        main.setOverrideProperties(properties);
        main.setShutdownStrategy(new SimpleMainShutdownStrategy());
        main.configure().withRoutesCollectorEnabled(false);
        main.configure().addRoutesBuilder(caller);
        beans.forEach(main::bind);
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

    boolean isUp() {
        return main.getCamelContext().isStarted();
    }

    @Override
    public void close() {
        main.stop();
    }
}
