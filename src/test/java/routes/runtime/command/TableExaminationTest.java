package routes.runtime.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import routes.lake.Contacts.Index;
import routes.lake.Contacts.Table;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableResponse;
import software.amazon.awssdk.services.dynamodb.model.DescribeTimeToLiveRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeTimeToLiveResponse;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexDescription;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveStatus;

class TableExaminationTest {
    private static final Table WANTED = new Table(
            "things",
            List.of("id"),
            Optional.of(new Index("open-things", List.of("open", "since"))),
            Optional.of("ttl"));

    private final TableDescription.Builder there =
            TableDescription.builder().tableStatus(TableStatus.ACTIVE).keySchema(keys("id"));
    private TimeToLiveStatus timeToLive = TimeToLiveStatus.ENABLED;
    private final TableExamination examination = new TableExamination(new OneTable());

    /** Every table is the one of the test. */
    private final class OneTable implements DynamoDbClient {
        @Override
        public DescribeTableResponse describeTable(DescribeTableRequest request) {
            return DescribeTableResponse.builder().table(there.build()).build();
        }

        @Override
        public DescribeTimeToLiveResponse describeTimeToLive(DescribeTimeToLiveRequest request) {
            return DescribeTimeToLiveResponse.builder()
                    .timeToLiveDescription(
                            described -> described.timeToLiveStatus(timeToLive).attributeName("ttl"))
                    .build();
        }

        @Override
        public String serviceName() {
            return "dynamodb";
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }

    private static List<KeySchemaElement> keys(String... names) {
        return Arrays.stream(names)
                .map(name -> KeySchemaElement.builder()
                        .attributeName(name)
                        .keyType(name.equals(names[0]) ? KeyType.HASH : KeyType.RANGE)
                        .build())
                .toList();
    }

    private void index(ProjectionType projection, String... keys) {
        there.globalSecondaryIndexes(GlobalSecondaryIndexDescription.builder()
                .indexName("open-things")
                .keySchema(keys(keys))
                .projection(projected -> projected.projectionType(projection))
                .build());
    }

    @Test
    void anIndexThatHoldsMoreThanKeysIsNamed() {
        index(ProjectionType.ALL, "open", "since");
        assertThatThrownBy(() -> examination.look(WANTED))
                .hasMessage("has the index open-things (open HASH, since RANGE, ALL), expected open-things"
                        + " (open HASH, since RANGE, KEYS_ONLY): create it anew");
    }

    @Test
    void anIndexWithOtherKeysIsNamed() {
        index(ProjectionType.KEYS_ONLY, "open");
        assertThatThrownBy(() -> examination.look(WANTED))
                .hasMessageStartingWith("has the index open-things (open HASH, KEYS_ONLY), expected open-things (open");
    }

    @Test
    void aTableWhoseRowsStayForeverIsNamed() {
        index(ProjectionType.KEYS_ONLY, "open", "since");
        timeToLive = TimeToLiveStatus.DISABLED;
        assertThatThrownBy(() -> examination.look(WANTED))
                .hasMessage("has no time to live: switch it on for the attribute ttl, or rows stay forever");
    }

    @Test
    void aTableAsItMustBeIsDescribed() {
        index(ProjectionType.KEYS_ONLY, "open", "since");
        timeToLive = TimeToLiveStatus.ENABLING;
        assertThat(examination.look(WANTED))
                .isEqualTo("ACTIVE, keys id HASH, index open-things (open HASH, since RANGE, KEYS_ONLY),"
                        + " time to live in ttl");
        assertThat(TableExamination.recipe(WANTED))
                .isEqualTo("create it with the keys id HASH, all strings, and the index open-things"
                        + " (open HASH, since RANGE, KEYS_ONLY)");
    }
}
