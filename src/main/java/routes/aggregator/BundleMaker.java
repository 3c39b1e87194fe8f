package routes.aggregator;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import routes.aws.ObjectReader;
import routes.aws.ObjectReader.Content;
import routes.aws.ObjectReader.Opened;
import routes.lake.BundleWriter;
import routes.lake.MemberNames;
import routes.lake.ObjectVersion;
import routes.lake.Spool;
import routes.policy.Failures;

/**
 * Reads the objects of a bundle into one file, in the order of their names: the same objects make the same bytes. An
 * object that cannot be read is left out; if that turns out only in the middle of it, the file is begun anew.
 */
final class BundleMaker {
    private static final Logger LOG = LoggerFactory.getLogger(BundleMaker.class);
    private static final int MEMORY_LIMIT = 8 << 20;

    private final ObjectReader reader;
    private final ExecutorService workers;
    private final Path spoolDirectory;

    BundleMaker(ObjectReader reader, ExecutorService workers, Path spoolDirectory) {
        this.reader = reader;
        this.workers = workers;
        this.spoolDirectory = spoolDirectory;
    }

    /**
     * A bundle that has been made.
     *
     * @param content the file; empty when no object could be read
     * @param readings of all its objects, by id
     */
    record Made(Spool content, Map<String, Reading> readings) implements AutoCloseable {
        boolean isEmpty() {
            return readings.values().stream().noneMatch(Reading.Read.class::isInstance);
        }

        @Override
        public void close() {
            content.close();
        }
    }

    /** Makes the bundle; whoever gets it closes it. The lease is kept meanwhile. */
    Made make(Holding holding) {
        SortedMap<String, ObjectVersion> members =
                new TreeMap<>(MemberNames.of(holding.bundle().objects()));
        Map<String, Reading> broken = new LinkedHashMap<>();
        while (true) {
            Spool spool = Spool.withSha256(MEMORY_LIMIT, spoolDirectory);
            boolean whole = false;
            try {
                Map<String, Reading> readings = new LinkedHashMap<>(broken);
                members.values().removeIf(object -> broken.containsKey(object.id()));
                whole = write(holding, members, spool, readings, broken);
                if (whole) {
                    return new Made(spool, readings);
                }
            } catch (IOException e) {
                throw new UncheckedIOException("bundle cannot be written", e);
            } finally {
                if (!whole) {
                    spool.close();
                }
            }
        }
    }

    /** Answers false when an object broke off in its middle, which is noted then. */
    private boolean write(
            Holding holding,
            SortedMap<String, ObjectVersion> members,
            Spool spool,
            Map<String, Reading> readings,
            Map<String, Reading> broken)
            throws IOException {
        try (ReadAhead ahead = new ReadAhead(reader, workers, members.values());
                BundleWriter writer = holding.bundle().format().open(spool)) {
            for (Map.Entry<String, ObjectVersion> member : members.entrySet()) {
                ObjectVersion object = member.getValue();
                holding.keep();
                Opened opened;
                try {
                    opened = ahead.next();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IOException("interrupted", e);
                } catch (Exception e) {
                    readings.put(object.id(), failing(object, e));
                    continue;
                }
                if (opened instanceof Content content) {
                    try (InputStream bytes = new Member(content.content(), holding)) {
                        String sha256 = writer.member(member.getKey(), content.size(), bytes);
                        readings.put(object.id(), new Reading.Read(content.size(), sha256));
                    } catch (MemberBroken e) {
                        broken.put(object.id(), failing(object, e.getCause()));
                        return false;
                    }
                } else {
                    readings.put(object.id(), without(opened));
                }
            }
            writer.finish();
            return true;
        }
    }

    private static Reading without(Opened opened) {
        return opened instanceof ObjectReader.Gone gone ? new Reading.Gone(gone.reason()) : new Reading.Superseded();
    }

    private static Reading failing(ObjectVersion object, Throwable failure) {
        LOG.atWarn().addKeyValue("objectKey", object.key()).log("object left out: {}", Failures.reason(failure));
        return new Reading.Failing("object could not be read: " + Failures.reason(failure));
    }

    /** Ids of the objects that a made bundle holds. */
    static Set<String> read(Map<String, Reading> readings) {
        Set<String> ids = new HashSet<>();
        readings.forEach((id, reading) -> {
            if (reading instanceof Reading.Read) {
                ids.add(id);
            }
        });
        return ids;
    }

    /** The object could not be read to its end; that the bundle cannot be written is another matter. */
    private static final class MemberBroken extends IOException {
        private static final long serialVersionUID = 1L;

        MemberBroken(Exception cause) {
            super(cause);
        }
    }

    /** The bytes of an object, during whose reading the lease is kept. */
    private static final class Member extends FilterInputStream {
        private final Holding holding;

        Member(InputStream bytes, Holding holding) {
            super(bytes);
            this.holding = holding;
        }

        @Override
        public int read(byte[] bytes, int offset, int count) throws IOException {
            holding.keep();
            try {
                return super.read(bytes, offset, count);
            } catch (IOException | RuntimeException e) {
                throw new MemberBroken(e);
            }
        }
    }
}
