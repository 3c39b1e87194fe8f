package routes.runtime.command;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import picocli.CommandLine.Command;
import routes.runtime.CamelApplication;
import routes.runtime.Pipeline;

/** Looks after bundles that stand still, now and not at the next lease. */
@Command(
        name = "sweep",
        description = {
            "Looks after bundles that have stood still for too long (aggregator.overdue).",
            "What nobody has finished is finished here, deliveries whose message was lost are enqueued again. Every process "
                    + "that runs the aggregator does the same once a lease."
        },
        footer = {"", "Example:", "  lake-routes aggregator sweep --json"})
final class AggregatorSweepCommand implements Callable<Integer> {
    private final Session session;

    AggregatorSweepCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Exception {
        try (CamelApplication application = CamelApplication.withoutDoors(session.assembly(Pipeline.AGGREGATOR))
                        .start();
                ProducerTemplate template = application.context().createProducerTemplate()) {
            Exchange exchange = template.send(
                    "direct:aggregator-sweep", sent -> sent.getMessage().setBody(Map.of()));
            if (exchange.getException() != null) {
                throw exchange.getException();
            }
            Map<?, ?> found = exchange.getMessage().getBody(Map.class);
            session.answer(found, out -> print(found, out));
            return ExitCodes.OK;
        }
    }

    private static void print(Map<?, ?> found, PrintStream out) {
        for (String what : List.of("enqueued", "finished")) {
            ((List<?>) found.get(what)).forEach(id -> out.println(what + "  " + id));
        }
        out.println(found.get("open") + " bundles are open, " + ((List<?>) found.get("enqueued")).size()
                + " enqueued again, " + ((List<?>) found.get("finished")).size() + " taken over");
    }
}
