package routes.observe.log;

import java.io.ByteArrayOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** All lines that the log of this process gets, until it is closed. */
public final class HeardLog implements AutoCloseable {
    private final ByteArrayOutputStream heard = new ByteArrayOutputStream();

    public HeardLog() {
        Logging.OUTPUT.redirect(heard);
    }

    public List<String> lines() {
        return heard.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Override
    public void close() {
        Logging.OUTPUT.redirect(new FileOutputStream(FileDescriptor.out));
    }
}
