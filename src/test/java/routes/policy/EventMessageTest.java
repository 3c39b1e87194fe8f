package routes.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static routes.policy.EventWords.body;
import static routes.policy.EventWords.message;
import static routes.policy.EventWords.record;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import routes.lake.ObjectVersion;
import routes.lake.S3Event;
import routes.policy.EventMessage.Judgement;
import routes.policy.EventMessage.Told;

class EventMessageTest {
    private static final String UNREADABLE = "{\"eventVersion\":\"9\"}";

    private final List<String> judged = new ArrayList<>();

    /** Objects below {@code in/} are welcome, those below {@code old/} of no concern. */
    private Judgement judge(S3Event event) {
        judged.add(event.key());
        if (event.key().startsWith("in/")) {
            return new Judgement.Welcome();
        }
        return event.key().startsWith("old/") ? new Judgement.OfNoConcern() : new Judgement.Refused("not for us");
    }

    private EventMessage read(String body) {
        return EventMessage.read(message(1, body), this::judge);
    }

    private List<S3Event> events(String... bodies) {
        return EventMessage.events(Stream.of(bodies).map(this::read).toList());
    }

    @Test
    void aMessageThatIsNoneIsRefusedAsAWholeAndItsContentsAreNotRepeated() {
        EventMessage none = read("SECRET");
        assertThat(none.refusal()).startsWith("message is not a JSON object").doesNotContain("SECRET");
        assertThat(none.told()).isEmpty();
        assertThat(read("{\"Records\":[]}").refusal()).isNotEmpty();
        assertThat(judged).isEmpty();
    }

    @Test
    void aRecordThatCannotBeReadDoesNotTakeTheOthersWithIt() {
        EventMessage message = read(body(UNREADABLE, record("in/a")));
        assertThat(message.refusal()).isEmpty();
        assertThat(message.told()).hasSize(2);
        assertThat(message.told().get(0).refusal()).isPresent();
        assertThat(message.told().get(0).event()).isEmpty();
        assertThat(message.told().get(1).event()).map(S3Event::key).contains("in/a");
        assertThat(judged).containsExactly("in/a");
    }

    @Test
    void anEventThatTheBorderCannotReadIsRefusedAlone() {
        String nameless = "{\"eventVersion\":\"2.1\",\"eventName\":\"ObjectCreated:Put\",\"s3\":{\"bucket\":{\"name\":"
                + "\"lake\"},\"object\":{\"key\":\"in/b\",\"size\":1}}}";
        EventMessage message = EventMessage.read(message(1, body(record("in/a"), nameless)), event -> {
            ObjectVersion.of(event);
            return new Judgement.Welcome();
        });
        assertThat(message.told().get(0).event()).isPresent();
        assertThat(message.told().get(1).event()).isEmpty();
        assertThat(message.told().get(1).refusal())
                .hasValueSatisfying(reason -> assertThat(reason).contains("no version, sequencer or ETag"));
    }

    @Test
    void aBugOfTheBorderStaysOne() {
        assertThatThrownBy(() -> EventMessage.read(message(1, body(record("in/a"))), event -> {
                    throw new IllegalStateException("a bug");
                }))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void onlyAWelcomeEventIsThereAndOnlyARefusedOneHasAReason() {
        List<Told> told =
                read(body(record("in/a"), record("old/b"), record("else/c"))).told();
        assertThat(told).extracting(Told::event).extracting(Optional::isPresent).containsExactly(true, false, false);
        assertThat(told)
                .extracting(Told::refusal)
                .containsExactly(Optional.empty(), Optional.empty(), Optional.of("not for us"));
    }

    @Test
    void aTestEventTellsOfNothing() {
        EventMessage message = read("{\"Event\":\"s3:TestEvent\",\"Bucket\":\"lake\"}");
        assertThat(message.refusal()).isEmpty();
        assertThat(message.told()).isEmpty();
    }

    @Test
    void eachObjectIsWorkedOnOnceAndOfTwoContentsTheOneThatWasToldOfLast() {
        List<S3Event> events =
                events(body(record("in/a", "e1"), record("in/b", "x")), body(record("in/a", "e2")), "no json");
        assertThat(events).extracting(S3Event::key).containsExactly("in/a", "in/b");
        assertThat(events).extracting(event -> event.eTag().orElseThrow()).containsExactly("e2", "x");
    }

    @Test
    void oneKeyInTwoBucketsIsTwoObjects() {
        String other = record("in/a").replace("\"lake\"", "\"archive\"");
        assertThat(events(body(record("in/a"), other)))
                .extracting(S3Event::bucket)
                .containsExactly("lake", "archive");
    }

    @Test
    void whatIsNotWelcomeIsNotWorkedOn() {
        assertThat(events(body(record("old/b"), record("else/c"), UNREADABLE))).isEmpty();
    }

    @Test
    void contradictionsAreRefused() {
        Told welcome = read(body(record("in/a"))).told().get(0);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Told(welcome.record(), welcome.event(), Optional.of("but no")))
                .withMessageContaining("but no");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EventMessage(message(1, "x"), List.of(welcome), "none"))
                .withMessageContaining("1 records");
        assertThatIllegalArgumentException().isThrownBy(() -> new Judgement.Refused(" "));
    }
}
