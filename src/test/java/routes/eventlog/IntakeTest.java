package routes.eventlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import routes.policy.EventMessage;

class IntakeTest {
    private static final String NAME = Events.name(1);

    private final MemoryEventlog lake = new MemoryEventlog();

    private EventMessage read(String body) {
        return lake.parts
                .intake()
                .read(MemoryEventlog.messages(1, List.of(body)))
                .get(0);
    }

    private static String body(String name, String bucket, String key) {
        return "{\"Records\":[" + MemoryEventlog.record(name, bucket, key, "e1") + "]}";
    }

    private EventMessage.Told told(String name, String bucket, String key) {
        return read(body(name, bucket, key)).told().get(0);
    }

    @Test
    void aNewFileIsWelcome() {
        EventMessage message = read(body("ObjectCreated:Put", "events", "test/2024/" + NAME));
        assertThat(message.told().get(0).refusal()).isEmpty();
        assertThat(Intake.files(List.of(message))).containsExactly(new SourceFile("test/2024/" + NAME, "e1"));
    }

    @Test
    void anotherBucketsEventIsRefused() {
        EventMessage.Told told = told("ObjectCreated:Put", "other", "test/" + NAME);
        assertThat(told.event()).isEmpty();
        assertThat(told.refusal()).contains("bucket is not that of event files, expected events");
    }

    @Test
    void anotherEnvironmentsFileIsRefusedAndNeverRead() {
        EventMessage.Told told = told("ObjectCreated:Put", "events", "prod/" + NAME);
        assertThat(told.event()).isEmpty();
        assertThat(told.refusal()).contains("key is outside of the environment's files, expected test/");
        assertThat(told("ObjectCreated:Put", "events", "test-2/" + NAME).refusal())
                .isPresent();
    }

    @Test
    void whatIsNoEventFileIsIgnoredAndCounted() {
        assertThat(told("ObjectCreated:Put", "events", "test/notes.txt").event())
                .isEmpty();
        assertThat(told("ObjectRemoved:Delete", "events", "test/" + NAME).event())
                .isEmpty();
        assertThat(told("ObjectTagging:Put", "events", "test/" + NAME).refusal())
                .isEmpty();
        assertThat(lake.counted("events_ignored pipeline=eventlog")).isEqualTo(3);
    }

    @Test
    void eachFileIsReadOnceAndOfTwoContentsTheOneThatWasToldOfLast() {
        List<EventMessage> messages = lake.parts
                .intake()
                .read(MemoryEventlog.messages(
                        1,
                        List.of(
                                MemoryEventlog.event("test/" + NAME, "e1"),
                                MemoryEventlog.event("test/" + Events.name(2), "x"),
                                MemoryEventlog.event("test/" + NAME, "e2"))));
        assertThat(Intake.files(messages))
                .containsExactlyInAnyOrder(
                        new SourceFile("test/" + NAME, "e2"), new SourceFile("test/" + Events.name(2), "x"));
    }
}
