package routes.ingest;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import routes.aws.Queues;
import routes.aws.RunLedger;
import routes.observe.Spans;
import routes.policy.Poison;
import routes.policy.Transient;

/** Turns a request into messages, and sends them: what is planned is noted in the ledger before it is sent. */
final class Planning {
    private static final Logger LOG = LoggerFactory.getLogger(Planning.class);
    private static final int CHUNK = 500;

    private final IngestSettings settings;
    private final Queues queues;
    private final RunLedger ledger;
    private final Spans spans;
    private final Clock clock;

    Planning(IngestSettings settings, Queues queues, RunLedger ledger, Spans spans, Clock clock) {
        this.settings = settings;
        this.queues = queues;
        this.ledger = ledger;
        this.spans = spans;
        this.clock = clock;
    }

    /**
     * The messages of a request, made as they are asked for.
     *
     * @throws Poison for a source that is not configured or a day that has not begun
     */
    Iterator<PlanChunk> chunks(PlanRequest request) {
        LocalDate today = clock.instant().atZone(ZoneOffset.UTC).toLocalDate();
        if (request.to().isAfter(today)) {
            throw new Poison("to is " + request.to() + ", expected a day that has begun: today is " + today + " UTC");
        }
        if (request.to().equals(today)) {
            LOG.warn("{} has not closed yet: what is fetched now is fetched again when it has", today);
        }
        return sources(request).flatMap(source -> chunks(source, request)).iterator();
    }

    /**
     * Notes the days of a chunk in the ledger and sends its messages.
     *
     * @throws Transient when some could not be sent; the others are
     */
    void send(PlanChunk chunk) {
        Source source = chunk.source();
        String now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
        chunk.messages().stream()
                .filter(message -> message.page() == 1)
                .forEach(message -> ledger.record(
                        RawZone.run(source.name()),
                        message.date().toString(),
                        Map.of(
                                "planned", Integer.toString(source.paging().planned()),
                                "planned_at", now,
                                "run_id", message.runId().orElse("none"))));
        Map<String, String> trace = spans.inject();
        List<Queues.Outgoing> messages = chunk.messages().stream()
                .map(message -> new Queues.Outgoing(message.json(), trace))
                .toList();
        Map<Integer, String> failed = queues.send(source.queue(), messages);
        if (!failed.isEmpty()) {
            throw new Transient(
                    failed.size() + " of " + messages.size() + " messages could not be sent to " + source.queue() + ": "
                            + failed.values().iterator().next(),
                    (java.time.Duration) null);
        }
        LOG.atInfo().addKeyValue("messages", messages.size()).log("planned for {}", source.name());
    }

    private Stream<Source> sources(PlanRequest request) {
        if (request.endpoints().isEmpty()) {
            return settings.sources().values().stream();
        }
        List<Source> sources = new ArrayList<>();
        for (String name : request.endpoints()) {
            sources.add(settings.source(name)
                    .orElseThrow(() -> new Poison("endpoint '" + routes.lake.Names.oneLine(name, 63)
                            + "' is not a configured source, expected one of "
                            + settings.sources().keySet())));
        }
        return sources.stream().distinct();
    }

    private Stream<PlanChunk> chunks(Source source, PlanRequest request) {
        int pages = source.paging().planned();
        long total = Math.multiplyExact((long) pages, request.days().count());
        return IntStream.range(0, Math.toIntExact((total + CHUNK - 1) / CHUNK)).mapToObj(chunk -> {
            List<PageMessage> messages = new ArrayList<>();
            for (long n = (long) chunk * CHUNK; n < Math.min(total, (chunk + 1L) * CHUNK); n++) {
                LocalDate day = request.from().plusDays(n / pages);
                messages.add(new PageMessage(
                        source.name(), day, (int) (n % pages) + 1, java.util.Optional.of(request.runId())));
            }
            return new PlanChunk(source, messages);
        });
    }
}
