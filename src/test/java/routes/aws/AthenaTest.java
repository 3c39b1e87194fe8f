package routes.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import routes.lake.ResultColumn;
import software.amazon.awssdk.services.athena.model.ColumnInfo;
import software.amazon.awssdk.services.athena.model.InvalidRequestException;
import software.amazon.awssdk.services.athena.model.QueryExecutionState;
import software.amazon.awssdk.services.athena.model.StartQueryExecutionRequest;
import software.amazon.awssdk.services.athena.model.TooManyRequestsException;

class AthenaTest {
    private static final String OUTPUT = "s3://lake-results/athena/";
    private static final String TOKEN = "t".repeat(32);
    private static final Statement QUERY = new Statement("SELECT name FROM people", List.of());

    private final MemoryAthena client = new MemoryAthena();
    private final Athena athena = athena(OUTPUT, Optional.empty());

    @ParameterizedTest
    @ValueSource(
            strings = {"", "lake-results", "s3://", "s3://lake-results", "s3://lake-results/athena", "s3:///athena/"})
    void anOutputThatIsNoPrefixIsRefused(String output) {
        assertThatThrownBy(() -> athena(output, Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Athena's output is '" + output + "', expected s3://<bucket>/<prefix>/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT59S", "PT0S", "-PT5M", "PT168H1S"})
    void aResultIsTakenAgainForAMinuteToSevenDays(Duration age) {
        assertThatThrownBy(() -> athena(OUTPUT, Optional.of(age)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("age of a result that is taken again is " + age + ", expected 1 minute to 7 days");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 31, 129})
    void aTokenOfAnotherLengthThanAthenaTakesIsRefused(int length) {
        assertThatThrownBy(() -> athena.start(QUERY, "x".repeat(length)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("token of a query has " + length + " characters, expected 32 to 128");
        assertThat(client.started()).isEmpty();
    }

    @Test
    void aStatementHasSqlAndNoEmptyParameter() {
        assertThatThrownBy(() -> new Statement(" ", List.of()))
                .hasMessage("SQL of a statement is empty, expected a query");
        assertThatThrownBy(() -> new Statement("SELECT ?, ?", List.of("1", "")))
                .hasMessage("parameter 2 of a statement is empty, expected an SQL literal");
    }

    @Test
    void aStatementIsDescribedWithoutItsValues() {
        assertThat(new Statement("SELECT 'secret' WHERE a = ?", List.of("'secret'")))
                .hasToString("statement with 1 parameters");
    }

    @Test
    void whatAthenaRefusesIsToldByItsCodeAlone() {
        client.refuse(InvalidRequestException.builder()
                .message("line 1:8: mismatched input 'secret'")
                .athenaErrorCode("MALFORMED_QUERY")
                .build());
        assertRefused(() -> athena.start(QUERY, TOKEN), "Athena refused a query: MALFORMED_QUERY");
        assertRefused(() -> athena.look("q-2"), "Athena refused a look at query q-2: MALFORMED_QUERY");
        assertRefused(() -> athena.columns("q-1"), "Athena refused the columns of query q-1: MALFORMED_QUERY");
    }

    @Test
    void aRefusalWithoutACodeIsToldAsSuch() {
        client.refuse(InvalidRequestException.builder().message("secret").build());
        assertRefused(() -> athena.start(QUERY, TOKEN), "Athena refused a query: without a code");
    }

    @Test
    void aThrottledCallIsTheFailureThatItIs() {
        TooManyRequestsException throttled = TooManyRequestsException.builder().build();
        client.refuse(throttled);
        assertThatThrownBy(() -> athena.start(QUERY, TOKEN)).isSameAs(throttled);
        assertThatThrownBy(() -> athena.stop(MemoryAthena.ID)).isSameAs(throttled);
        assertThatThrownBy(() -> athena.columns(MemoryAthena.ID)).isSameAs(throttled);
    }

    @Test
    void stoppingAQueryThatRunsAndWasNotStoppedIsRefused() {
        client.refuse(InvalidRequestException.builder()
                .athenaErrorCode("INVALID_INPUT")
                .build());
        client.stands(query -> query.status(status -> status.state(QueryExecutionState.RUNNING)));
        assertRefused(() -> athena.stop(MemoryAthena.ID), "Athena refused the stop of query q-1: INVALID_INPUT");
    }

    @ParameterizedTest
    @EnumSource(
            value = QueryExecutionState.class,
            names = {"FAILED", "CANCELLED"})
    void stoppingAQueryThatHasEndedIsNoError(QueryExecutionState ended) {
        client.refuse(InvalidRequestException.builder().build());
        client.stands(query -> query.status(status -> status.state(ended)));
        athena.stop(MemoryAthena.ID);
        assertThat(client.stopped()).isEmpty();
    }

    @Test
    void aQueryThatRunsIsStopped() {
        athena.stop("q-7");
        assertThat(client.stopped()).containsExactly("q-7");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "INVALID_CAST_ARGUMENT: Value cannot be cast to date: secret | INVALID_CAST_ARGUMENT",
                "HIVE_BAD_DATA: Error parsing field value 'secret' | HIVE_BAD_DATA",
                "Could not convert string \"secret\" to INT | Could not convert string",
                "Division of 4711 by zero | Division of",
                "Query exhausted resources at this scale factor | Query exhausted resources at this scale factor",
                "Insufficient permissions to execute the query. User: arn:aws:iam | "
                        + "Insufficient permissions to execute the query. User",
                "'secret' | failed without a reason"
            })
    void theReasonOfAFailureEndsBeforeItsFirstValue(String athenas, String ours) {
        client.stands(query ->
                query.status(status -> status.state(QueryExecutionState.FAILED).stateChangeReason(athenas)));
        assertThat(athena.look(MemoryAthena.ID)).isEqualTo(new Execution.Ended(false, ours, true));
    }

    @Test
    void theReasonOfAFailureIsOneLineOfBoundedLength() {
        client.stands(query -> query.status(
                status -> status.state(QueryExecutionState.FAILED).stateChangeReason("no\nluck ".repeat(100))));
        Execution.Ended ended = (Execution.Ended) athena.look(MemoryAthena.ID);
        assertThat(ended.reason()).startsWith("no luck no luck").hasSize(120).endsWith("…");
    }

    @ParameterizedTest
    @CsvSource({"1, false, true", "2, false, false", "2, true, true", "3, false, true"})
    void aFailureMayPassUnlessItIsTheQuerysOwnFault(int category, boolean retryable, boolean mayPass) {
        client.stands(query -> query.status(status -> status.state(QueryExecutionState.FAILED)
                .stateChangeReason("no luck")
                .athenaError(error -> error.errorCategory(category).retryable(retryable))));
        assertThat(athena.look(MemoryAthena.ID)).isEqualTo(new Execution.Ended(false, "no luck", mayPass));
    }

    @Test
    void aQueryMayBeCancelledWithoutAReason() {
        client.stands(query -> query.status(status -> status.state(QueryExecutionState.CANCELLED)));
        assertThat(athena.look(MemoryAthena.ID))
                .isEqualTo(new Execution.Ended(true, "cancelled without a reason", true));
    }

    @Test
    void aStateThatNobodyKnowsIsAnErrorThatNamesIt() {
        client.stands(query -> query.status(status -> status.state("PONDERING")));
        assertThatThrownBy(() -> athena.look(MemoryAthena.ID))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("query q-1 is in state 'PONDERING', expected one that is known");
    }

    @Test
    void aSuccessWithoutAnOutputIsAnError() {
        client.stands(query -> query.status(status -> status.state(QueryExecutionState.SUCCEEDED)));
        assertThatThrownBy(() -> athena.look(MemoryAthena.ID))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("query q-1 has succeeded without an output, expected an s3:// address");
    }

    @ParameterizedTest
    @EnumSource(
            value = QueryExecutionState.class,
            names = {"QUEUED", "RUNNING"})
    void aQueryThatWaitsOrRunsIsRunning(QueryExecutionState state) {
        client.stands(query -> query.status(status -> status.state(state)));
        assertThat(athena.look(MemoryAthena.ID)).isEqualTo(new Execution.Running());
    }

    @Test
    void aQueryThatHasSucceededTellsItsOutputAndItsCost() {
        client.stands(query -> query.status(status -> status.state(QueryExecutionState.SUCCEEDED))
                .resultConfiguration(result -> result.outputLocation(OUTPUT + "q-1.csv"))
                .statistics(statistics -> statistics.dataScannedInBytes(123L).totalExecutionTimeInMillis(4500L)));
        assertThat(athena.look(MemoryAthena.ID))
                .isEqualTo(new Execution.Succeeded(OUTPUT + "q-1.csv", 123, Duration.ofMillis(4500)));
    }

    @Test
    void costsThatAthenaDoesNotTellAreZero() {
        client.stands(query -> query.status(status -> status.state(QueryExecutionState.SUCCEEDED))
                .resultConfiguration(result -> result.outputLocation(OUTPUT + "q-1.csv"))
                .statistics(statistics -> {}));
        assertThat(athena.look(MemoryAthena.ID))
                .isEqualTo(new Execution.Succeeded(OUTPUT + "q-1.csv", 0, Duration.ZERO));
    }

    @Test
    void aQueryIsStartedInItsDatabaseAndWorkgroupWithItsToken() {
        assertThat(athena.start(QUERY, TOKEN)).isEqualTo(MemoryAthena.ID);
        StartQueryExecutionRequest started = client.started().get(0);
        assertThat(started.queryString()).isEqualTo("SELECT name FROM people");
        assertThat(started.clientRequestToken()).isEqualTo(TOKEN);
        assertThat(started.queryExecutionContext().database()).isEqualTo("glue_catalog");
        assertThat(started.workGroup()).isEqualTo("primary");
        assertThat(started.resultConfiguration().outputLocation()).isEqualTo(OUTPUT);
        assertThat(started.hasExecutionParameters()).isFalse();
        assertThat(started.resultReuseConfiguration()).isNull();
    }

    @Test
    void parametersAreSentBesideTheSql() {
        athena.start(new Statement("SELECT name FROM people WHERE a = ? AND b < ?", List.of("'x''y'", "7")), TOKEN);
        assertThat(client.started().get(0).executionParameters()).containsExactly("'x''y'", "7");
    }

    @Test
    void aResultIsTakenAgainWhenThatIsAskedFor() {
        athena(OUTPUT, Optional.of(Duration.ofHours(2))).start(QUERY, TOKEN);
        assertThat(client.started().get(0).resultReuseConfiguration().resultReuseByAgeConfiguration())
                .satisfies(age -> assertThat(age.enabled()).isTrue())
                .satisfies(age -> assertThat(age.maxAgeInMinutes()).isEqualTo(120));
    }

    @Test
    void theColumnsOfAResultHaveTheirTypes() {
        client.columns(
                ColumnInfo.builder().name("name").type("varchar").build(),
                ColumnInfo.builder()
                        .name("sum")
                        .type("decimal")
                        .precision(12)
                        .scale(2)
                        .build());
        assertThat(athena.columns(MemoryAthena.ID))
                .containsExactly(new ResultColumn("name", "varchar", 0, 0), new ResultColumn("sum", "decimal", 12, 2));
    }

    private Athena athena(String output, Optional<Duration> reuse) {
        return new Athena(() -> client, "glue_catalog", "primary", output, reuse);
    }

    private static void assertRefused(ThrowingCallable call, String message) {
        assertThatThrownBy(call)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(message)
                .hasNoCause();
    }
}
