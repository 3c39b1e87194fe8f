package routes.aws;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.PublishRequest;
import software.amazon.awssdk.services.sns.model.PublishResponse;

/** Topics in memory; a test may act before the next message is taken, or refuse messages. */
public final class MemorySns implements SnsClient {
    private final List<PublishRequest> published = new ArrayList<>();
    private Function<PublishRequest, RuntimeException> failures = request -> null;
    private Runnable beforeNext = () -> {};

    /** Lets publishing fail: the function answers what is thrown, or null. */
    public synchronized void fail(Function<PublishRequest, RuntimeException> with) {
        failures = with;
    }

    /** Does something once, when the next message has come and before it is looked at. */
    public synchronized void beforeNext(Runnable action) {
        beforeNext = action;
    }

    /** What was taken, in order. */
    public synchronized List<PublishRequest> published() {
        return List.copyOf(published);
    }

    @Override
    public PublishResponse publish(PublishRequest request) {
        nextAction().run();
        return take(request);
    }

    private synchronized Runnable nextAction() {
        Runnable action = beforeNext;
        beforeNext = () -> {};
        return action;
    }

    private synchronized PublishResponse take(PublishRequest request) {
        RuntimeException failure = failures.apply(request);
        if (failure != null) {
            throw failure;
        }
        published.add(request);
        return PublishResponse.builder().messageId("m" + published.size()).build();
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
