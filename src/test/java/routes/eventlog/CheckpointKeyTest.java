package routes.eventlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import routes.Cases;

class CheckpointKeyTest {
    private static final CheckpointKey KEY = CheckpointKey.of("checkpoints/{study}/{datatype}/events.parquet");

    @Test
    void aGroupHasItsKeyAndAKeyItsGroup() {
        Group group = new Group("adrc", "genetic-availability");
        assertThat(KEY.of(group)).isEqualTo("checkpoints/adrc/genetic-availability/events.parquet");
        assertThat(KEY.group(KEY.of(group))).contains(group);
        assertThat(KEY.prefix()).isEqualTo("checkpoints/");
        assertThat(KEY).hasToString("checkpoints/{study}/{datatype}/events.parquet");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "checkpoints/adrc/events.parquet",
                "checkpoints/adrc/mri/events.parquet",
                "checkpoints/ADRC/form/events.parquet",
                "checkpoints/a/b/form/events.parquet",
                "checkpoints/adrc/form/events.parquet.bak",
                "checkpoints/adrc/form/eventsXparquet",
                "x/checkpoints/adrc/form/events.parquet"
            })
    void anyOtherObjectHasNoGroup(String key) {
        assertThat(KEY.group(key)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "checkpoints/events.parquet",
                "checkpoints/{study}/events.parquet",
                "checkpoints/{datatype}/events.parquet",
                "{study}/{study}/{datatype}.parquet",
                "{study}/{datatype}/{datatype}.parquet",
                "{study}/{datatype}/{day}.parquet",
                "/{study}/{datatype}.parquet",
                "{study}/{datatype}.json",
                "a b/{study}/{datatype}.parquet",
                "\\E{study}/{datatype}.parquet"
            })
    void aTemplateThatWouldPutTwoGroupsIntoOneFileIsNone(String template) {
        assertThatThrownBy(() -> CheckpointKey.of(template)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{study}{datatype}.parquet",
                "{datatype}{study}.parquet",
                "{study}-{datatype}.parquet",
                "a.b/study={study}/type={datatype}/x.parquet"
            })
    void whateverTheTemplateEveryGroupIsFoundAgainByItsKey(String template) {
        CheckpointKey key = CheckpointKey.of(template);
        Cases.forAll(cases -> {
            String letters = "abz09-";
            StringBuilder study = new StringBuilder("a");
            for (int i = cases.number(0, 8); i > 0; i--) {
                study.append(letters.charAt(cases.number(0, letters.length() - 1)));
            }
            if (cases.random().nextBoolean()) {
                study.append("form");
            }
            Group group = new Group(
                    study.toString(), EventFields.DATATYPES.get(cases.number(0, EventFields.DATATYPES.size() - 1)));
            assertThat(key.group(key.of(group))).contains(group);
        });
    }
}
