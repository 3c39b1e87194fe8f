package routes.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import routes.policy.Transient;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

class ObjectNotesTest {
    private final MemoryTables tables = new MemoryTables();
    private final List<Duration> pauses = new ArrayList<>();
    private final ObjectNotes notes = new ObjectNotes(() -> tables, Optional::empty, "objects", pauses::add);

    @Test
    void hundredsAreWrittenAndFoundInBatches() {
        Map<String, Map<String, String>> written = new LinkedHashMap<>();
        for (int i = 0; i < 260; i++) {
            written.put("id-" + i, Map.of("etag", "e" + i));
        }
        notes.write(written);
        assertThat(tables.writes()).isEqualTo(11);
        List<String> asked = new ArrayList<>(written.keySet());
        asked.add("unknown");
        assertThat(notes.find(asked)).isEqualTo(written);
    }

    @Test
    void whoIsAskedForTwiceIsFoundOnce() {
        notes.write(Map.of("a", Map.of("etag", "1")));
        assertThat(notes.find(List.of("a", "a", "a"))).isEqualTo(Map.of("a", Map.of("etag", "1")));
    }

    @Test
    void nothingIsAskedForNobody() {
        tables.refuse(() -> DynamoDbException.builder().statusCode(500).build());
        assertThat(notes.find(List.of())).isEmpty();
        notes.write(Map.of());
    }

    @Test
    void theLastWriterWinsWhole() {
        notes.write(Map.of("a", Map.of("etag", "1", "study", "adrc")));
        notes.write(Map.of("a", Map.of("etag", "2")));
        assertThat(notes.find(List.of("a"))).isEqualTo(Map.of("a", Map.of("etag", "2")));
    }

    @Test
    void anIdThatIsLongerThanAKeyMayBeIsFoundAgainByItself() {
        String one = "x".repeat(3000) + "1";
        String other = "x".repeat(3000) + "2";
        notes.write(Map.of(one, Map.of("etag", "1"), other, Map.of("etag", "2")));
        assertThat(notes.find(List.of(one, other)))
                .isEqualTo(Map.of(one, Map.of("etag", "1"), other, Map.of("etag", "2")));
        assertThat(tables.rows("objects").keySet()).allMatch(id -> id.length() < 2048);
    }

    @Test
    void whatDynamoDbLeavesIsAskedForAgain() {
        Map<String, Map<String, String>> written = Map.of("a", Map.of("etag", "1"), "b", Map.of("etag", "2"));
        tables.leaveUnprocessed(3);
        notes.write(written);
        assertThat(tables.rows("objects")).hasSize(2);
        tables.leaveUnprocessed(3);
        assertThat(notes.find(written.keySet())).isEqualTo(written);
        assertThat(pauses).hasSize(4).contains(Duration.ofMillis(50), Duration.ofMillis(100));
    }

    @Test
    void whatDynamoDbGoesOnLeavingIsGivenUpBehindTheEighthTryWithoutAnotherPause() {
        Map<String, Map<String, String>> written = Map.of("a", Map.of("etag", "1"), "b", Map.of("etag", "2"));
        tables.leaveUnprocessed(1_000);
        assertThatThrownBy(() -> notes.write(written))
                .isInstanceOf(Transient.class)
                .hasMessage("2 notes in objects could not be written: DynamoDB has left them unprocessed 8 times");
        assertThat(pauses).extracting(Duration::toMillis).containsExactly(50L, 100L, 200L, 400L, 800L, 1600L, 3200L);
        assertThat(tables.rows("objects")).isEmpty();
        assertThatThrownBy(() -> notes.find(List.of("a")))
                .isInstanceOf(Transient.class)
                .hasMessage("1 notes in objects could not be read: DynamoDB has left them unprocessed 8 times");
    }

    @Test
    void aTableThatCannotBeReadIsAnErrorAndNotAnEmptyOne() {
        tables.refuse(() -> DynamoDbException.builder().statusCode(500).build());
        assertThatThrownBy(() -> notes.find(List.of("a"))).isInstanceOf(DynamoDbException.class);
    }
}
