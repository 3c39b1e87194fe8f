package routes.runtime;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Names threads after what they do; none keeps the process alive. */
final class Threads implements ThreadFactory {
    private final String name;
    private final AtomicInteger made = new AtomicInteger();

    Threads(String name) {
        this.name = name;
    }

    @Override
    public Thread newThread(Runnable work) {
        Thread thread = new Thread(work, "lake-" + name + "-" + made.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }
}
