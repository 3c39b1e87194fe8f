package routes.runtime.command;

import java.time.Duration;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.EventNotifierSupport;

/** Notices how long nothing has been in hand and no timer has fired. */
final class Idleness extends EventNotifierSupport {
    private volatile long changedAt = System.nanoTime();

    Idleness() {
        setIgnoreExchangeSendingEvents(true);
        setIgnoreExchangeSentEvents(true);
        setIgnoreStepEvents(true);
    }

    @Override
    public void notify(CamelEvent event) {
        changedAt = System.nanoTime();
    }

    boolean hasLasted(CamelContext context, Duration time) {
        return context.getInflightRepository().size() == 0 && System.nanoTime() - changedAt >= time.toNanos();
    }
}
