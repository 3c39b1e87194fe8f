package routes.runtime.command;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import routes.aws.DeadLetters;
import routes.aws.DeadLetters.Parked;
import routes.aws.Queues;
import routes.policy.QueueMessage;
import routes.settings.Rate;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Sends parked messages back to their queue, each deleted from the dead-letter queue only when it lies there. A crash in
 * between leaves it parked: the next replay sends it a second time, which is harmless. What is parked after the replay
 * has begun, such as a message that it sent and that failed again, is left alone; so it ends.
 */
final class Replay {
    private static final Duration HIDDEN = Duration.ofMinutes(5);
    private static final int BATCH = 10;

    private final DeadLetters letters;
    private final Queues queues;
    private final Order order;
    private final BiConsumer<Parked, Fate> listener;
    private final Map<String, String> keptHandles = new HashMap<>();
    private final Map<Fate, Integer> counts = new LinkedHashMap<>();
    private long hiddenAt = System.nanoTime();

    /**
     * What is to be replayed.
     *
     * @param queue where messages go back to
     * @param dlq where they are parked
     * @param kind only these; empty: all
     * @param most how many at the most
     * @param rate how many are sent in a time
     * @param dryRun tell, and send nothing
     * @param begun what is parked later is left alone
     */
    record Order(String queue, String dlq, Optional<String> kind, int most, Rate rate, boolean dryRun, Instant begun) {

        /** As many as may be sent at once: a second's worth. */
        int batch() {
            return (int) Math.max(1, Math.min(BATCH, Duration.ofSeconds(1).dividedBy(rate.spacing())));
        }
    }

    /** What becomes of a parked message. */
    enum Fate {
        SENT("sent"),
        WOULD_BE_SENT("would be sent"),
        KEPT("kept"),
        LATER("parked meanwhile"),
        NOT_SENT("not sent"),
        SENT_NOT_DELETED("sent, not deleted");

        private final String words;

        Fate(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    Replay(DeadLetters letters, Queues queues, Order order, BiConsumer<Parked, Fate> listener) {
        this.letters = letters;
        this.queues = queues;
        this.order = order;
        this.listener = listener;
    }

    /** The kind of a parked message; without one it was not parked by us but moved by SQS, which follows crashes. */
    static String kind(Parked parked) {
        return parked.attributes().getOrDefault("error_kind", "crash");
    }

    /** Replays, and counts what became of the messages. */
    Map<Fate, Integer> run() throws InterruptedException {
        Set<String> seen = new HashSet<>();
        try {
            boolean more = true;
            while (more && chosen() < order.most()) {
                List<Parked> received = letters.receive(order.dlq(), order.batch(), HIDDEN);
                List<Parked> fresh = received.stream()
                        .filter(parked -> seen.add(parked.id()))
                        .toList();
                received.stream()
                        .filter(parked -> keptHandles.containsKey(parked.id()))
                        .forEach(parked -> keptHandles.put(parked.id(), parked.handle()));
                int sent = work(fresh);
                more = !fresh.isEmpty() && failed() == 0;
                hideAgain();
                Thread.sleep(order.rate().spacing().multipliedBy(sent).toMillis());
            }
        } finally {
            letters.release(order.dlq(), List.copyOf(keptHandles.values()));
        }
        return counts;
    }

    private int work(List<Parked> fresh) {
        List<Parked> wanted = new ArrayList<>();
        for (Parked parked : fresh) {
            if (!parked.sentAt().isBefore(order.begun())) {
                settle(parked, Fate.LATER);
            } else if (order.kind().isPresent() && !order.kind().get().equals(kind(parked))
                    || chosen() + wanted.size() >= order.most()) {
                settle(parked, Fate.KEPT);
            } else {
                wanted.add(parked);
            }
        }
        if (order.dryRun()) {
            wanted.forEach(parked -> settle(parked, Fate.WOULD_BE_SENT));
            return 0;
        }
        send(wanted);
        return wanted.size();
    }

    private void send(List<Parked> wanted) {
        Map<Integer, String> notSent =
                queues.send(order.queue(), wanted.stream().map(Replay::outgoing).toList());
        List<Parked> sent = new ArrayList<>();
        for (int index = 0; index < wanted.size(); index++) {
            if (notSent.containsKey(index)) {
                settle(wanted.get(index), Fate.NOT_SENT);
            } else {
                sent.add(wanted.get(index));
            }
        }
        Set<String> notDeleted = delete(sent.stream().map(Parked::handle).toList());
        sent.forEach(
                parked -> settle(parked, notDeleted.contains(parked.handle()) ? Fate.SENT_NOT_DELETED : Fate.SENT));
    }

    private Set<String> delete(List<String> handles) {
        try {
            return queues.delete(order.dlq(), handles).keySet();
        } catch (SdkException e) {
            return Set.copyOf(handles);
        }
    }

    private static Queues.Outgoing outgoing(Parked parked) {
        Map<String, String> attributes = new LinkedHashMap<>();
        for (String name : QueueMessage.ATTRIBUTES) {
            if (parked.attributes().containsKey(name)) {
                attributes.put(name, parked.attributes().get(name));
            }
        }
        return new Queues.Outgoing(parked.body(), attributes);
    }

    private void settle(Parked parked, Fate fate) {
        if (fate != Fate.SENT) {
            keptHandles.put(parked.id(), parked.handle());
        }
        counts.merge(fate, 1, Integer::sum);
        listener.accept(parked, fate);
    }

    private void hideAgain() {
        if (System.nanoTime() - hiddenAt > HIDDEN.dividedBy(2).toNanos()) {
            queues.hide(order.dlq(), List.copyOf(keptHandles.values()), HIDDEN);
            hiddenAt = System.nanoTime();
        }
    }

    private int chosen() {
        return count(Fate.SENT) + count(Fate.WOULD_BE_SENT) + failed();
    }

    private int failed() {
        return count(Fate.NOT_SENT) + count(Fate.SENT_NOT_DELETED);
    }

    private int count(Fate fate) {
        return counts.getOrDefault(fate, 0);
    }
}
