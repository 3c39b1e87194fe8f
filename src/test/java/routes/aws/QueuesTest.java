package routes.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import routes.aws.Queues.Outgoing;

/** A batch of which SQS refuses a part. */
class QueuesTest {
    private final MemorySqs sqs = new MemorySqs();
    private final Queues queues = new Queues(() -> sqs);
    private final List<Outgoing> pages = IntStream.range(0, 25)
            .mapToObj(page -> new Outgoing("page " + page, Map.of()))
            .toList();

    @Test
    void entriesThatAreRefusedAreReportedAndAllOthersAreSent() {
        sqs.refuse(entry -> entry.messageBody().endsWith("7"));
        assertThat(queues.send("ingest-api-a", pages)).containsOnlyKeys(7, 17).containsValue("InternalError");
        assertThat(sqs.bodies("ingest-api-a")).hasSize(23);
    }

    @Test
    void anEntryThatIsRefusedOnceIsSentAgainAlone() {
        AtomicInteger refusals = new AtomicInteger();
        sqs.refuse(entry -> entry.messageBody().equals("page 3") && refusals.getAndIncrement() == 0);
        assertThat(queues.send("ingest-api-a", pages)).isEmpty();
        assertThat(sqs.bodies("ingest-api-a")).hasSize(25).doesNotHaveDuplicates();
    }
}
