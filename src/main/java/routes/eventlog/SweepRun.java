package routes.eventlog;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import routes.lake.ObjectVersion;

/** One sweep under way: a listing that is read as far as files are wanted, and what became of those that were. */
final class SweepRun {
    private static final Logger LOG = LoggerFactory.getLogger(SweepRun.class);
    /** Candidates that the ledger is asked about at once. */
    private static final int ASKED = 1000;

    private final SweepRequest request;
    private final String run;
    private final int most;
    private final KnownFiles known;
    private final Set<String> twice;
    private final Map<String, Optional<Group>> homes = new HashMap<>();
    private final Set<Group> groups;
    private final Map<Group, String> broken;
    private final Iterator<ObjectVersion> files;
    private final EventLedger ledger;
    private final SweepResult result = new SweepResult();
    /** Files that are read before all others: those with two rows, and those that there was no time for. */
    private final Deque<Candidate> again = new ArrayDeque<>();

    private long listed;
    private long ignored;
    private long wanted;

    SweepRun(
            SweepRequest request,
            String run,
            int most,
            KnownFiles known,
            Set<String> twice,
            Set<Group> groups,
            Map<Group, String> broken,
            Iterator<ObjectVersion> files,
            EventLedger ledger) {
        this.request = request;
        this.run = run;
        this.most = most;
        this.known = known;
        this.twice = twice;
        twice.forEach(key -> again.add(new Candidate(new SourceFile(key, ""), Optional.empty())));
        this.groups = Set.copyOf(groups);
        this.broken = broken;
        this.files = files;
        this.ledger = ledger;
        broken.forEach((group, error) -> result.add(new GroupResult.Failed(group, 0, error)));
    }

    String run() {
        return run;
    }

    SweepRequest request() {
        return request;
    }

    SweepResult result() {
        return result;
    }

    boolean hasMore() {
        return !again.isEmpty() || files.hasNext();
    }

    /**
     * The next files that have to be read, at most so many as are taken in at once; none at the end of the listing. When some
     * are found, only half of the time is spent on looking for more.
     */
    List<Candidate> next(TimeLeft time) {
        List<Candidate> next = new ArrayList<>();
        while (next.size() < most && !again.isEmpty()) {
            next.add(again.remove());
        }
        while (next.size() < most && goesOn(!next.isEmpty(), time)) {
            List<SourceFile> unknown = new ArrayList<>();
            while (unknown.size() < Math.min(ASKED, most - next.size())
                    && goesOn(!next.isEmpty() || !unknown.isEmpty(), time)) {
                unknown(files.next(), unknown);
            }
            ledger.candidates(unknown).stream()
                    .filter(this::isWanted)
                    .map(candidate -> candidate.isKnown() ? candidate.again() : candidate)
                    .forEach(next::add);
        }
        wanted += next.size();
        LOG.info("sweep: {} files listed, {} ignored, {} to be read so far", listed, ignored, wanted);
        return next;
    }

    private boolean goesOn(boolean found, TimeLeft time) {
        return (found ? time.isEnoughToRead() : time.isAny()) && files.hasNext();
    }

    private void unknown(ObjectVersion object, List<SourceFile> unknown) {
        listed++;
        String eTag = object.eTag().orElseThrow();
        boolean settled =
                known.meet(object.key().getBytes(UTF_8), eTag.getBytes(UTF_8)) || twice.contains(object.key());
        // Its name is looked at last: that costs more than all the rest, and most files are settled.
        if (!settled && EventFileName.isOf(object.key())) {
            unknown.add(new SourceFile(object.key(), eTag));
        } else if (!settled) {
            ignored++;
        }
    }

    /** What the ledger says to be stored is believed only where the checkpoint cannot be asked. */
    private boolean isWanted(Candidate candidate) {
        if (!candidate.isKnown()) {
            return true;
        }
        FileNote note = candidate.note().orElseThrow();
        return note.outcome() == FileNote.Outcome.STORED
                && note.group().filter(broken::containsKey).isEmpty();
    }

    /**
     * What has to change in every checkpoint so that rows go that do not belong there: of files that are gone, if that is
     * wanted, and of files whose event was found in two groups. Nobody knows what is gone while there are files to list.
     */
    Taken leftovers() {
        Taken taken = new Taken(run);
        boolean drops = request.dropMissing() && !request.dryRun() && !hasMore();
        if (drops || !homes.isEmpty()) {
            groups.forEach(group ->
                    taken.add(new GroupWork(group, key -> drops && known.isMissed(key) || isStray(key, group))));
        }
        return taken;
    }

    private boolean isStray(byte[] key, Group group) {
        @Nullable Optional<Group> home = homes.isEmpty() ? null : homes.get(new String(key, UTF_8));
        return home != null && !home.equals(Optional.of(group));
    }

    /** Adds what files came to, and says how far the sweep is. */
    void add(Taken taken) {
        result.add(taken);
        again.addAll(taken.unbegun());
        wanted -= taken.unbegun().size();
        taken.notes().forEach((key, note) -> {
            if (twice.contains(key) && note.outcome() != FileNote.Outcome.QUARANTINED) {
                homes.put(key, note.group());
            }
        });
        LOG.info("sweep: {} files taken in, {} listed so far", result.files(), listed);
    }

    /** There is no time for the rest of the listing. */
    void outOfTime() {
        LOG.warn(
                "sweep: out of time behind {} files listed; what is taken in is safe, and the next one goes on",
                listed);
        result.outOfTime();
    }

    /**
     * What it came to, as it is printed.
     *
     * @throws EventsMissing when something is left to do
     */
    Map<String, Object> conclude() {
        if (result.statusCode() != SweepResult.ALL) {
            throw new EventsMissing(result);
        }
        Map<String, Object> map = result.asMap();
        if (request.dryRun()) {
            map.put("dry_run", Results.map("listed", listed, "ignored", ignored, "to_be_read", wanted));
        }
        return map;
    }
}
