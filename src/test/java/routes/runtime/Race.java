package routes.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import routes.aws.Clients;

/** Workers that begin at one moment, each with clients of its own. */
final class Race {
    private Race() {}

    /** What one worker does. */
    @FunctionalInterface
    interface Worker<T> {
        T work(int number, Clients clients) throws Exception;
    }

    /** Answers what each of so many workers came to. */
    static <T> List<T> of(int workers, Worker<T> worker) throws Exception {
        CyclicBarrier start = new CyclicBarrier(workers);
        List<Callable<T>> calls = new ArrayList<>();
        for (int i = 0; i < workers; i++) {
            int number = i;
            calls.add(() -> {
                try (Clients clients = new Clients("us-east-1", Optional.of(TestLake.Ends.AWS))) {
                    start.await();
                    return worker.work(number, clients);
                }
            });
        }
        ExecutorService threads = Executors.newFixedThreadPool(workers);
        try {
            List<T> answers = new ArrayList<>();
            for (Future<T> call : threads.invokeAll(calls)) {
                answers.add(call.get());
            }
            return answers;
        } finally {
            threads.shutdownNow();
        }
    }
}
