package routes.observe.log;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import org.slf4j.event.Level;

/** Where lines go: each in one write, so that lines of several threads never mix. */
final class LogOutput {
    private static final int USUAL_LENGTH = 300;

    private volatile OutputStream out;
    private final Clock clock;
    private volatile Level level;
    private volatile Layout layout;

    LogOutput(OutputStream out, Clock clock, Level level, Layout layout) {
        this.out = out;
        this.clock = clock;
        this.level = level;
        this.layout = layout;
    }

    void configure(Level newLevel, Layout newLayout) {
        this.level = newLevel;
        this.layout = newLayout;
    }

    void redirect(OutputStream newOut) {
        this.out = newOut;
    }

    boolean allows(Voice voice, Level asked) {
        return voice.isHeard(asked, level);
    }

    long now() {
        return clock.millis();
    }

    void write(Line line) {
        StringBuilder text = new StringBuilder(USUAL_LENGTH);
        layout.append(line, text);
        byte[] bytes = text.append('\n').toString().getBytes(StandardCharsets.UTF_8);
        synchronized (this) {
            try {
                out.write(bytes);
            } catch (IOException closed) {
                // A reader that went away must not stop the pipelines, and there is no other place to tell it.
                return;
            }
        }
    }
}
