package routes.runtime.command;

import java.io.PrintStream;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import routes.export.ExportResult;
import routes.policy.Poison;
import routes.runtime.CamelApplication;
import routes.runtime.Pipeline;

/** Sends an order, or the id of an export, through export's steps and tells what came of it. */
final class ExportByHand {
    private final Session session;

    ExportByHand(Session session) {
        this.session = session;
    }

    int send(Object order) throws Exception {
        try (CamelApplication application = CamelApplication.withoutDoors(session.assembly(Pipeline.EXPORT))
                        .start();
                ProducerTemplate template = application.context().createProducerTemplate()) {
            Exchange exchange = template.send(
                    "direct:export-order", sent -> sent.getMessage().setBody(order));
            if (exchange.getException() instanceof Poison refused) {
                throw CommandFailure.usage(refused.getMessage());
            }
            if (exchange.getException() != null) {
                throw exchange.getException();
            }
            ExportResult result = exchange.getMessage().getBody(ExportResult.class);
            session.answer(result.asMap(), out -> print(result, out));
            return result.isComplete() ? ExitCodes.OK : ExitCodes.FAILED;
        }
    }

    private static void print(ExportResult result, PrintStream out) {
        Map<String, Object> all = result.asMap();
        if (!result.query().isEmpty()) {
            out.println("query    " + result.query());
        }
        out.println("export   " + result.exportId());
        out.println("records  " + all.get("recordsProcessed") + " sent in " + result.sentBatches() + " of "
                + result.totalBatches() + " batches");
        out.println(result.message());
    }
}
