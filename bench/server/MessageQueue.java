package bench.server;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * One standard queue: its messages in the order in which they become visible, so that a delay, a receive and a
 * change of visibility are one and the same thing, a new time on the scale of {@link System#nanoTime()}.
 */
final class MessageQueue {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final Map<String, Message> byId = new HashMap<>();
    private final TreeSet<Message> byTime = new TreeSet<>(
            Comparator.<Message>comparingLong(message -> message.visibleAt).thenComparingLong(m -> m.sequence));
    private long sequence;

    Message send(String body, Map<String, Object> attributes, long delaySeconds) {
        lock.lock();
        try {
            Message message = new Message(++sequence, body, attributes, in(delaySeconds));
            byId.put(message.id, message);
            byTime.add(message);
            arrived.signal();
            return message;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Up to {@code most} messages, hidden for the time given; waits only while there is none at all. Who hung up
     * while waiting gets none, or the messages in flight to nobody would be missed until they are visible again.
     */
    List<Receipt> receive(int most, long waitSeconds, long visibilitySeconds, BooleanSupplier abandoned)
            throws InterruptedException {
        lock.lock();
        try {
            long now = System.nanoTime();
            long deadline = in(waitSeconds);
            while (!hasVisible(now) && now < deadline) {
                long wake = byTime.isEmpty() ? deadline : Math.min(deadline, byTime.first().visibleAt);
                arrived.awaitNanos(wake - now);
                now = System.nanoTime();
                if (abandoned.getAsBoolean()) {
                    arrived.signal();
                    return List.of();
                }
            }
            List<Receipt> receipts = new ArrayList<>(most);
            while (receipts.size() < most && hasVisible(now)) {
                Message message = byTime.first();
                hide(message, visibilitySeconds);
                receipts.add(message.received());
            }
            return receipts;
        } finally {
            lock.unlock();
        }
    }

    /** Deletes the message if the handle is that of its latest receive; any other handle does nothing. */
    void delete(String handle) {
        lock.lock();
        try {
            Message message = holderOf(handle);
            if (message != null) {
                byId.remove(message.id);
                byTime.remove(message);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Whether the message was still in flight, and so is hidden from now on for the time given. */
    boolean changeVisibility(String handle, long seconds) {
        lock.lock();
        try {
            Message message = holderOf(handle);
            boolean inFlight = message != null && message.visibleAt > System.nanoTime();
            if (inFlight) {
                hide(message, seconds);
                arrived.signal();
            }
            return inFlight;
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return byId.size();
        } finally {
            lock.unlock();
        }
    }

    long visible() {
        lock.lock();
        try {
            long now = System.nanoTime();
            return byTime.stream()
                    .takeWhile(message -> message.visibleAt <= now)
                    .count();
        } finally {
            lock.unlock();
        }
    }

    private boolean hasVisible(long now) {
        return !byTime.isEmpty() && byTime.first().visibleAt <= now;
    }

    private void hide(Message message, long seconds) {
        byTime.remove(message);
        message.visibleAt = in(seconds);
        byTime.add(message);
    }

    private Message holderOf(String handle) {
        Message message = byId.get(handle.split("#", 2)[0]);
        return message != null && message.handle().equals(handle) ? message : null;
    }

    private static long in(long seconds) {
        return System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    }
}
