package routes.observe;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;
import org.slf4j.LoggerFactory;

/** Brings what OpenTelemetry says through the JDK's logging, such as a collector that refuses, into our log lines. */
final class SdkWarnings extends Handler {
    /** Held here, or the JDK forgets the logger together with its handler. */
    private static final java.util.logging.Logger OPEN_TELEMETRY =
            java.util.logging.Logger.getLogger("io.opentelemetry");

    private final SimpleFormatter text = new SimpleFormatter();

    private SdkWarnings() {}

    static synchronized void listen() {
        for (Handler handler : OPEN_TELEMETRY.getHandlers()) {
            if (handler instanceof SdkWarnings) {
                return;
            }
        }
        OPEN_TELEMETRY.setUseParentHandlers(false);
        OPEN_TELEMETRY.setLevel(Level.WARNING);
        OPEN_TELEMETRY.addHandler(new SdkWarnings());
    }

    @Override
    public void publish(LogRecord line) {
        LoggerFactory.getLogger(String.valueOf(line.getLoggerName()))
                .atWarn()
                .setCause(line.getThrown())
                .log(text.formatMessage(line));
    }

    @Override
    public void flush() {
        // Nothing is kept.
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
