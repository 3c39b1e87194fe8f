package routes.policy;

import java.time.Instant;
import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;
import org.slf4j.MDC;

/** What is known of the message in hand, kept as exchange properties: headers belong to components. */
public final class Unit {
    static final String MESSAGE = "lake.message";
    /** Property: no unit of work is started that could not end before. */
    public static final String DEADLINE = "lake.deadline";
    static final String TRY = "lake.try";
    static final String RUN = "lake.run";

    private Unit() {}

    /** The message that this exchange is about. */
    public static QueueMessage message(Exchange exchange) {
        return exchange.getProperty(MESSAGE, QueueMessage.class);
    }

    /** No try starts that could not end before. */
    public static Instant deadline(Exchange exchange) {
        return exchange.getProperty(DEADLINE, Instant.class);
    }

    /** Tells which run the message belongs to, for logs and for the message if it is parked. */
    public static void run(Exchange exchange, String runId) {
        exchange.setProperty(RUN, runId);
        MDC.put("runId", runId);
    }

    /** Begins work that is no single message's: names it in the log until the exchange ends. */
    public static void begin(Exchange exchange, String pipeline, String routeId, String runId) {
        exchange.getMessage().removeHeaders("*");
        MDC.put("pipeline", pipeline);
        MDC.put("routeId", routeId);
        run(exchange, runId);
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                MDC.clear();
            }
        });
    }

    /** The run that the exchange belongs to. */
    public static String run(Exchange exchange) {
        return exchange.getProperty(RUN, "none", String.class);
    }

    /** Gives the messages of a batch its deadline. */
    public static void startBatch(Exchange exchange) {
        exchange.setProperty(DEADLINE, exchange.getMessage().getBody(Batch.class).deadline());
    }
}
