package routes.export;

import org.apache.camel.Exchange;
import org.apache.camel.LoggingLevel;
import org.apache.camel.builder.RouteConfigurationBuilder;
import routes.policy.FailureKind;
import routes.policy.Failures;
import routes.policy.Parking;
import routes.policy.Tries;

/**
 * What becomes of what fails in an export.
 *
 * <pre>
 * | where         | in the process                                | then                                        |
 * |---------------|-----------------------------------------------|---------------------------------------------|
 * | one batch     | transient: tried again with back-off, in time | parked with its reason, the others go on    |
 * | one export    | nothing                                       | let go of, with a result that says how far  |
 * | one HTTP call | nothing                                       | a problem that names the field              |
 * </pre>
 */
public final class ExportFailureRoutes extends RouteConfigurationBuilder {
    private final ExportParts parts;

    public ExportFailureRoutes(ExportParts parts) {
        this.parts = parts;
    }

    @Override
    public void configuration() {
        Tries tries = parts.tries();

        routeConfiguration("export-batch")
            .onException(Throwable.class).onWhen(ExportFailureRoutes::mayPass)
                .onExceptionOccurred(tries::afterFailure)
                .retryWhile(tries::another)
                .retryAttemptedLogLevel(LoggingLevel.OFF)
                .retriesExhaustedLogLevel(LoggingLevel.OFF)
                .logExhausted(false)
                .handled(true)
                .process(this::batchFailed)
            .end()
            .onException(Throwable.class)
                .maximumRedeliveries(0)
                .logExhausted(false)
                .handled(true)
                .process(this::batchFailed)
            .end();

        // Continued, because a handled failure would end the routes that wait for the result.
        routeConfiguration("export-run")
            .onException(Throwable.class)
                .maximumRedeliveries(0)
                .logExhausted(false)
                .continued(true)
                .process(this::exportFailed)
            .end();

        routeConfiguration("export-answer")
            .onException(Throwable.class)
                .maximumRedeliveries(0)
                .logExhausted(false)
                .handled(true)
                .process(exchange -> exchange.getMessage().setBody(parts.answers().failed(Parking.failure(exchange))))
            .end();
    }

    /** It may succeed at the next try, and the API does not have it yet. */
    private static boolean mayPass(Exchange exchange) {
        Throwable failure = Parking.failure(exchange);
        return !ExportRunRoutes.isAccepted(exchange)
            && !Failures.isOfAws(failure)
            && Failures.kind(failure) == FailureKind.TRANSIENT;
    }

    private void batchFailed(Exchange exchange) {
        parts.sending().failed(
            ExportRunRoutes.shipment(exchange),
            ExportRunRoutes.batch(exchange),
            ExportRunRoutes.isAccepted(exchange),
            Parking.failure(exchange));
    }

    private void exportFailed(Exchange exchange) {
        Throwable failure = Parking.failure(exchange);
        Running export = ExportRunRoutes.running(exchange);
        exchange.getMessage().setBody(export == null
            ? parts.exports().notBegun(ExportRunRoutes.asked(exchange), failure)
            : parts.exports().interrupted(export, failure));
    }
}
