package routes.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import local.EventFile;
import local.EventLogs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Checkpoints that an older version, another program or an accident has left. */
class EventlogCheckpointsIT {
    private static final String KEY = "checkpoints/adrc/apoe/events.parquet";

    private final EventlogLake lake = new EventlogLake();
    private final EventLogs logs = new EventLogs(22);
    private final List<EventFile> files = new ArrayList<>();

    @AfterEach
    void close() {
        lake.close();
    }

    private EventFile put(String group) {
        EventFile file = logs.submitted(group.substring(group.indexOf('/') + 1));
        while (!file.group().equals(group)) {
            file = logs.submitted(group.substring(group.indexOf('/') + 1));
        }
        files.add(file);
        lake.put(file);
        return file;
    }

    private void putSome(int count) {
        for (int i = 0; i < count; i++) {
            put("adrc/apoe");
        }
    }

    private TestCommands.Ended sweeps() {
        TestCommands.Ended sweep = lake.sweep();
        assertThat(sweep.code()).as(sweep.out() + sweep.err()).isZero();
        return sweep;
    }

    /** What may have happened to a checkpoint so that nobody may write in its place. */
    enum Accident {
        NO_PARQUET("file", old -> "no Parquet file, but long enough for one".getBytes(StandardCharsets.UTF_8)),
        EMPTY("bytes", old -> new byte[0]),
        TRUNCATED("PAR1", old -> Arrays.copyOf(old, old.length - 20)),
        WITHOUT_SOURCES("source_key", old -> DuckDbFile.rewritten("SELECT * EXCLUDE (source_key) FROM %s", old)),
        OTHER_TYPE(
                "pipeline_adcid",
                old -> DuckDbFile.rewritten("SELECT * REPLACE ('n' || pipeline_adcid AS pipeline_adcid) FROM %s", old)),
        WIDER_TYPE(
                "pipeline_adcid",
                old -> DuckDbFile.rewritten(
                        "SELECT * REPLACE (CAST(pipeline_adcid AS BIGINT) + 5000000000 AS pipeline_adcid) FROM %s",
                        old));

        private final String named;
        private final UnaryOperator<byte[]> happens;

        Accident(String named, UnaryOperator<byte[]> happens) {
            this.named = named;
            this.happens = happens;
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCheckpointThatIsNoneOfOursIsLeftAloneAndTheOtherGroupsAreSaved(Accident accident) {
        putSome(3);
        sweeps();
        byte[] good = lake.object(KEY);
        byte[] bad = accident.happens.apply(good);
        lake.putObject(KEY, bad);
        put("adrc/apoe");
        EventFile other = put("adrc/gwas");
        for (int run = 0; run < 2; run++) {
            TestCommands.Ended sweep = lake.sweep();
            assertThat(sweep.code()).isEqualTo(1);
            Map<?, ?> body = (Map<?, ?>) sweep.json().get("body");
            assertThat((List<?>) body.get("failed_groups"))
                    .singleElement()
                    .satisfies(failed -> assertThat(failed.toString())
                            .contains("study=adrc", "datatype=apoe")
                            .contains(accident.named));
            assertThat(lake.object(KEY)).isEqualTo(bad);
        }
        assertThat(lake.checkpoints()).contains("checkpoints/" + other.group() + "/events.parquet");
        lake.putObject(KEY, good);
        sweeps();
        StoredEvents.areExactly(files, lake);
    }

    @Test
    void aTypeThatCannotBecomeOursIsNamedWithItsColumnAndWithOurs() {
        putSome(2);
        sweeps();
        lake.putObject(KEY, Accident.OTHER_TYPE.happens.apply(lake.object(KEY)));
        put("adrc/apoe");
        assertThat(lake.sweep().out()).containsPattern("pipeline_adcid.*(TEXT|STRING|UTF8).*INTEGER");
    }

    @Test
    void aLostCheckpointIsMadeAnewByTheNextSweepWhateverTheLedgerSays() {
        putSome(3);
        put("adrc/gwas");
        sweeps();
        lake.lake()
                .clients()
                .s3()
                .deleteObject(delete -> delete.bucket(lake.processed()).key(KEY));
        sweeps();
        StoredEvents.areExactly(files, lake);
    }

    @Test
    void aRowThatACheckpointHasLostComesBackWithTheNextSweep() {
        putSome(4);
        sweeps();
        lake.putObject(KEY, DuckDbFile.rewritten("SELECT * FROM %s ORDER BY timestamp LIMIT 3", lake.object(KEY)));
        sweeps();
        StoredEvents.areExactly(files, lake);
    }

    @Test
    void aColumnThatAnOlderVersionDidNotHaveIsNullInItsRows() {
        putSome(3);
        sweeps();
        lake.putObject(KEY, DuckDbFile.rewritten("SELECT * EXCLUDE (gear_name) FROM %s", lake.object(KEY)));
        EventFile added = put("adrc/apoe");
        sweeps();
        assertThat(DuckDbFile.query("SELECT * FROM %s WHERE gear_name IS NULL", lake.object(KEY)))
                .hasSize(3);
        assertThat(DuckDbFile.query("SELECT * FROM %s WHERE gear_name IS NOT NULL", lake.object(KEY)))
                .singleElement()
                .satisfies(row ->
                        assertThat(row).containsEntry("ptid", added.fields().get("ptid")));
    }

    @Test
    void aCheckpointThatDuckDbHasWrittenIsContinued() {
        putSome(5);
        sweeps();
        lake.putObject(KEY, DuckDbFile.rewritten("SELECT * FROM %s ORDER BY timestamp, source_key", lake.object(KEY)));
        putSome(3);
        Map<?, ?> body = (Map<?, ?>) sweeps().json().get("body");
        assertThat(body.get("total_events")).isEqualTo(3);
        StoredEvents.areExactly(files, lake);
    }

    @Test
    void aCheckpointWhoseRowsSomebodyHasMixedIsLeftAlone() {
        putSome(6);
        sweeps();
        byte[] good = lake.object(KEY);
        byte[] mixed = DuckDbFile.rewritten("SELECT * FROM %s ORDER BY ptid DESC", good);
        lake.putObject(KEY, mixed);
        putSome(2);
        TestCommands.Ended sweep = lake.sweep();
        assertThat(sweep.code()).isEqualTo(1);
        assertThat(sweep.out()).contains("rows are out of order");
        assertThat(lake.object(KEY)).isEqualTo(mixed);
        lake.putObject(KEY, good);
        sweeps();
        StoredEvents.areExactly(files, lake);
    }

    @Test
    void columnsStandInTheOrderOfTheContractWithItsTypes() {
        putSome(1);
        put("adrc/form");
        sweeps();
        for (String key : lake.checkpoints()) {
            assertThat(DuckDbFile.query("DESCRIBE SELECT * FROM %s", lake.object(key)))
                    .extracting(column -> column.get("column_name") + " " + column.get("column_type"))
                    .containsExactly(
                            "action VARCHAR",
                            "study VARCHAR",
                            "pipeline_adcid INTEGER",
                            "project_label VARCHAR",
                            "center_label VARCHAR",
                            "gear_name VARCHAR",
                            "ptid VARCHAR",
                            "visit_date VARCHAR",
                            "visit_number VARCHAR",
                            "datatype VARCHAR",
                            "module VARCHAR",
                            "packet VARCHAR",
                            "timestamp TIMESTAMP WITH TIME ZONE",
                            "source_key VARCHAR",
                            "source_etag VARCHAR");
        }
    }
}
