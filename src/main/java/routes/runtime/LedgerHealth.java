package routes.runtime;

import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import routes.aws.RunLedger;
import software.amazon.awssdk.core.exception.SdkException;

/** Ready means that the ledger answers; being alive does not depend on it, or an outage of AWS would restart the fleet. */
final class LedgerHealth extends AbstractHealthCheck {
    private final RunLedger ledger;

    LedgerHealth(RunLedger ledger) {
        super("lake", "ledger");
        this.ledger = ledger;
    }

    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        try {
            ledger.row("health", "now");
            builder.up();
        } catch (SdkException e) {
            builder.message("ledger does not answer: " + e.getClass().getSimpleName())
                    .down();
        }
    }
}
