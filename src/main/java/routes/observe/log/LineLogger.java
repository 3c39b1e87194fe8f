package routes.observe.log;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.slf4j.Marker;
import org.slf4j.event.KeyValuePair;
import org.slf4j.event.Level;
import org.slf4j.event.LoggingEvent;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;
import org.slf4j.spi.LoggingEventAware;

/** Turns each call that its level lets through into a {@link Line}; key-values win over fields of the thread. */
final class LineLogger extends LegacyAbstractLogger implements LoggingEventAware {
    private final transient Voice voice;
    private final transient LogOutput output;

    LineLogger(String name, LogOutput output) {
        this.name = name;
        this.voice = Voice.of(name);
        this.output = output;
    }

    @Override
    public boolean isTraceEnabled() {
        return output.allows(voice, Level.TRACE);
    }

    @Override
    public boolean isDebugEnabled() {
        return output.allows(voice, Level.DEBUG);
    }

    @Override
    public boolean isInfoEnabled() {
        return output.allows(voice, Level.INFO);
    }

    @Override
    public boolean isWarnEnabled() {
        return output.allows(voice, Level.WARN);
    }

    @Override
    public boolean isErrorEnabled() {
        return output.allows(voice, Level.ERROR);
    }

    @Override
    public void log(LoggingEvent event) {
        write(
                event.getLevel(),
                event.getMessage(),
                event.getArgumentArray(),
                event.getThrowable(),
                event.getKeyValuePairs());
    }

    @Override
    protected @Nullable String getFullyQualifiedCallerName() {
        return null;
    }

    @Override
    protected void handleNormalizedLoggingCall(
            Level level,
            @Nullable Marker marker,
            @Nullable String message,
            Object @Nullable [] arguments,
            @Nullable Throwable error) {
        write(level, message, arguments, error, null);
    }

    private void write(
            Level level,
            @Nullable String message,
            Object @Nullable [] arguments,
            @Nullable Throwable error,
            @Nullable List<KeyValuePair> pairs) {
        String text = MessageFormatter.basicArrayFormat(message, arguments);
        Throwable cause = error == null ? MessageFormatter.getThrowableCandidate(arguments) : error;
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        Map<String, String> ofThread = MDC.getCopyOfContextMap();
        if (ofThread != null) {
            fields.putAll(ofThread);
        }
        if (pairs != null) {
            for (KeyValuePair pair : pairs) {
                fields.put(pair.key, pair.value);
            }
        }
        String thread = Thread.currentThread().getName();
        output.write(new Line(output.now(), level, name, thread, String.valueOf(text), fields, cause));
    }
}
