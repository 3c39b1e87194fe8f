package routes.observe.log;

import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/** What SLF4J finds through {@code META-INF/services}; public for that reason only. */
public final class LogProvider implements SLF4JServiceProvider {
    private final ILoggerFactory loggers = new LineLoggers();
    private final IMarkerFactory markers = new BasicMarkerFactory();
    private final MDCAdapter fields = new ThreadFields();

    @Override
    public ILoggerFactory getLoggerFactory() {
        return loggers;
    }

    @Override
    public IMarkerFactory getMarkerFactory() {
        return markers;
    }

    @Override
    public MDCAdapter getMDCAdapter() {
        return fields;
    }

    @Override
    public String getRequestedApiVersion() {
        return "2.0";
    }

    @Override
    public void initialize() {
        // Everything was made with this object.
    }
}
