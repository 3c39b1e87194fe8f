package routes.aggregator;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import routes.aws.ObjectReader;
import routes.aws.ObjectReader.Content;
import routes.aws.ObjectReader.Opened;
import routes.lake.ObjectVersion;

/**
 * Opens the objects of a bundle a few ahead of the one that is being written, each with its first
 * {@value #FIRST_BYTES} bytes, so that nobody waits for S3 between small objects. No object is ever whole in memory
 * unless it is smaller than that.
 */
final class ReadAhead implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ReadAhead.class);
    private static final Opened UNWANTED = new ObjectReader.Gone("nobody wants it any more");
    private static final int AHEAD = 8;
    private static final int FIRST_BYTES = 64 << 10;

    private final ObjectReader reader;
    private final ExecutorService workers;
    private final Iterator<ObjectVersion> objects;
    private final Deque<Future<Opened>> opened = new ArrayDeque<>();
    private volatile boolean closed;

    /** @param objects in the order in which they will be asked for */
    ReadAhead(ObjectReader reader, ExecutorService workers, Collection<ObjectVersion> objects) {
        this.reader = reader;
        this.workers = workers;
        this.objects = objects.iterator();
        for (int i = 0; i < AHEAD; i++) {
            openAnother();
        }
    }

    /** The next object; whoever takes a content closes it. */
    Opened next() throws Exception {
        Future<Opened> next = opened.remove();
        openAnother();
        try {
            return next.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    private void openAnother() {
        if (objects.hasNext()) {
            ObjectVersion object = objects.next();
            opened.add(workers.submit(() -> closed ? UNWANTED : begun(reader.open(object))));
        }
    }

    private static Opened begun(Opened opened) throws IOException {
        if (!(opened instanceof Content content)) {
            return opened;
        }
        try {
            byte[] first = content.content().readNBytes((int) Math.min(FIRST_BYTES, content.size()));
            if (first.length == content.size()) {
                content.content().close();
                return new Content(content.size(), new ByteArrayInputStream(first));
            }
            InputStream whole = new SequenceInputStream(new ByteArrayInputStream(first), content.content());
            return new Content(content.size(), whole);
        } catch (IOException | RuntimeException e) {
            content.content().close();
            throw e;
        }
    }

    /** Lets go of everything that was opened and not asked for. */
    @Override
    public void close() {
        closed = true;
        opened.forEach(ReadAhead::drop);
    }

    private static void drop(Future<Opened> future) {
        try {
            if (future.get() instanceof Content content) {
                content.content().close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | IOException e) {
            LOG.debug("an object that was opened ahead is not wanted any more, and had failed", e);
        }
    }
}
