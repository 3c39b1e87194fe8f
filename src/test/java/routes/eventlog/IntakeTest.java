package routes.eventlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class IntakeTest {
    private static final String NAME = Events.name(1);

    private final MemoryEventlog lake = new MemoryEventlog();

    private Intake.Message read(String body) {
        return lake.parts
                .intake()
                .read(MemoryEventlog.messages(1, List.of(body)))
                .get(0);
    }

    private static String body(String name, String bucket, String key) {
        return "{\"Records\":[" + MemoryEventlog.record(name, bucket, key, "e1") + "]}";
    }

    private Intake.Told told(String name, String bucket, String key) {
        return read(body(name, bucket, key)).told().get(0);
    }

    @Test
    void aNewFileIsWelcome() {
        Intake.Told told = told("ObjectCreated:Put", "events", "test/2024/" + NAME);
        assertThat(told.file()).contains(new SourceFile("test/2024/" + NAME, "e1"));
        assertThat(told.refusal()).isEmpty();
    }

    @Test
    void anotherBucketsEventIsRefused() {
        Intake.Told told = told("ObjectCreated:Put", "other", "test/" + NAME);
        assertThat(told.file()).isEmpty();
        assertThat(told.refusal()).contains("bucket is not that of event files, expected events");
    }

    @Test
    void anotherEnvironmentsFileIsRefusedAndNeverRead() {
        Intake.Told told = told("ObjectCreated:Put", "events", "prod/" + NAME);
        assertThat(told.file()).isEmpty();
        assertThat(told.refusal()).contains("key is outside of the environment's files, expected test/");
        assertThat(told("ObjectCreated:Put", "events", "test-2/" + NAME).refusal())
                .isPresent();
    }

    @Test
    void whatIsNoEventFileIsIgnoredAndCounted() {
        assertThat(told("ObjectCreated:Put", "events", "test/notes.txt").file()).isEmpty();
        assertThat(told("ObjectRemoved:Delete", "events", "test/" + NAME).file())
                .isEmpty();
        assertThat(told("ObjectTagging:Put", "events", "test/" + NAME).refusal())
                .isEmpty();
        assertThat(lake.counted("events_ignored pipeline=eventlog")).isEqualTo(3);
    }

    @Test
    void aRecordThatCannotBeReadDoesNotTakeTheOthersWithIt() {
        Intake.Message message =
                read("{\"Records\":[{\"eventVersion\":\"9\"}," + MemoryEventlog.record("test/" + NAME, "e1") + "]}");
        assertThat(message.refusal()).isEmpty();
        assertThat(message.told()).hasSize(2);
        assertThat(message.told().get(0).refusal()).isPresent();
        assertThat(message.told().get(1).file()).isPresent();
    }

    @Test
    void aMessageThatIsNoneIsRefusedAsAWhole() {
        assertThat(read("SECRET").refusal())
                .startsWith("message is not a JSON object")
                .doesNotContain("SECRET");
        assertThat(read("{\"Records\":[]}").refusal()).isNotEmpty();
        assertThat(read("SECRET").told()).isEmpty();
    }

    @Test
    void aTestEventTellsOfNoFiles() {
        Intake.Message message = read("{\"Event\":\"s3:TestEvent\",\"Bucket\":\"events\"}");
        assertThat(message.refusal()).isEmpty();
        assertThat(message.told()).isEmpty();
    }

    @Test
    void eachFileIsReadOnceAndOfTwoContentsTheOneThatWasToldOfLast() {
        List<Intake.Message> messages = lake.parts
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
