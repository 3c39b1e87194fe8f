package routes.eventlog;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import routes.aws.SmallObjects;
import routes.aws.SmallObjects.Small;
import routes.policy.Failures;

/** Reads files, each as it is now: an older content that an event told of is nobody's concern any more. */
final class EventFiles {
    private static final Logger LOG = LoggerFactory.getLogger(EventFiles.class);

    private final SmallObjects objects;
    private final String bucket;
    private final int largest;
    private final EventReader reader;
    private final Quarantine quarantine;

    /** @param largest bytes of a file; a larger one is no event */
    EventFiles(SmallObjects objects, String bucket, int largest, EventReader reader, Quarantine quarantine) {
        this.objects = objects;
        this.bucket = bucket;
        this.largest = largest;
        this.reader = reader;
        this.quarantine = quarantine;
    }

    /** Reads files, one after the other, as long as there is time; what happens to one touches no other. */
    List<Found> read(List<Candidate> candidates, TimeLeft time) {
        List<Found> found = new ArrayList<>(candidates.size());
        for (Candidate candidate : candidates) {
            found.add(time.isEnoughToRead() ? read(candidate) : new Found.Unbegun(candidate));
        }
        return found;
    }

    private Found read(Candidate candidate) {
        try {
            Optional<Small> small = objects.read(bucket, candidate.file().key(), largest);
            return small.map(object -> understand(candidate, object))
                    .orElseGet(() -> new Found.Settled(candidate.file()));
        } catch (RuntimeException | Error e) {
            // Camel hands on exceptions alone: with an error in one reader, the batch would wait for ever.
            LOG.atWarn().addKeyValue("objectKey", candidate.file().key()).log("event file not read: {}", Reason.of(e));
            return new Found.Unread(candidate.file(), Failures.kind(e), Reason.of(e));
        }
    }

    private Found understand(Candidate candidate, Small object) {
        SourceFile file = new SourceFile(candidate.file().key(), object.eTag());
        Candidate read = new Candidate(file, candidate.note());
        if (read.isKnown()) {
            return new Found.Settled(file);
        }
        EventReader.Read content = object.bytes()
                .map(reader::read)
                .orElseGet(() -> new EventReader.Invalid("has more than " + largest + " bytes"));
        if (content instanceof EventReader.Valid valid) {
            return new Found.Event(file, valid.event(), candidate.before());
        }
        boolean kept = quarantine.put(file, object, ((EventReader.Invalid) content).violations());
        return kept ? new Found.Quarantined(file, candidate.before()) : new Found.Settled(file);
    }
}
