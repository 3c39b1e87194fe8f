package routes.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResultsTest {
    private static final Map<String, Object> ONE = Map.of("run_id", "run-1");

    @ParameterizedTest
    @CsvSource({"INGEST, plans", "AGGREGATOR, sweeps", "EXPORT, exports", "EVENTLOG, sweeps", "FLIGHTS, fetches"})
    void whatScheduledTimesCameToIsCalledWhatItIs(Pipeline pipeline, String name) {
        assertThat(Results.asJson(pipeline, List.of(ONE, ONE)))
                .isEqualTo(Map.of("status", "ok", name, List.of(ONE, ONE)));
        assertThat(Results.asJson(pipeline, List.of())).isEqualTo(Map.of("status", "ok", name, List.of()));
    }

    @Test
    void oneResultIsItself() {
        assertThat(Results.asJson(Pipeline.FLIGHTS, ONE)).isEqualTo(ONE);
    }
}
