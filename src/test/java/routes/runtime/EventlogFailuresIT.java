package routes.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import local.EventFaults;
import local.EventFile;
import local.EventLogs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** S3 and DynamoDB fail under eventlog: what is lost is time, and nobody's history. */
@DisabledIfEnvironmentVariable(named = "AWS_ENDPOINT_URL", matches = ".+", disabledReason = "faults are in our gateway")
class EventlogFailuresIT {
    private static final int ALWAYS = 1000;

    private final EventlogLake lake = new EventlogLake();
    private final EventLogs logs = new EventLogs(21);
    private final List<EventFile> files = new ArrayList<>();

    @AfterEach
    void close() {
        lake.close();
    }

    /** Files whose names need no escape, so that a fault finds them. */
    private EventFile plain(String datatype) {
        EventFile file = logs.submitted(datatype);
        while (!file.name().matches("[A-Za-z0-9.-]+")) {
            file = logs.submitted(datatype);
        }
        return file;
    }

    private EventFile put(EventFile file) {
        files.add(file);
        lake.put(file);
        return file;
    }

    private static String checkpoint(EventFile file) {
        return "checkpoints/" + file.group() + "/events.parquet";
    }

    private Map<String, byte[]> checkpoints() {
        Map<String, byte[]> checkpoints = new TreeMap<>();
        lake.checkpoints().forEach(key -> checkpoints.put(key, lake.object(key)));
        return checkpoints;
    }

    private void healsWithTheNextSweep() {
        lake.heal();
        TestCommands.Ended healed = lake.sweep();
        assertThat(healed.code()).as(healed.out() + healed.err()).isZero();
        StoredEvents.areExactly(files, lake);
    }

    @ParameterizedTest
    @CsvSource({
        "HeadObject, 403, AccessDenied",
        "HeadObject, 500, InternalError",
        "HeadObject, 503, SlowDown",
        "GetObject, 403, AccessDenied",
        "GetObject, 500, InternalError",
        "GetObject, 503, SlowDown",
        "PutObject, 403, AccessDenied",
        "PutObject, 500, InternalError",
        "PutObject, 503, SlowDown"
    })
    void aGroupWhoseCheckpointS3RefusesFailsAloneAndNothingOfItsHistoryIsLost(
            String operation, int status, String code) {
        EventFile one = put(plain("apoe"));
        put(plain("gwas"));
        lake.sweep();
        byte[] before = lake.object(checkpoint(one));
        EventFile late = plain("apoe");
        while (!late.group().equals(one.group())) {
            late = plain("apoe");
        }
        put(late);
        EventFile other = put(plain("dicom"));
        lake.fail("s3", operation, checkpoint(one), status, code, ALWAYS);
        TestCommands.Ended sweep = lake.sweep();
        lake.heal();
        assertThat(sweep.code()).isEqualTo(1);
        assertThat(sweep.json()).containsEntry("statusCode", 207);
        Map<?, ?> body = (Map<?, ?>) sweep.json().get("body");
        assertThat((List<?>) body.get("failed_groups")).singleElement().satisfies(failed -> {
            Map<?, ?> group = (Map<?, ?>) failed;
            assertThat(group.get("study") + "/" + group.get("datatype")).isEqualTo(one.group());
            assertThat(String.valueOf(group.get("error"))).contains(Integer.toString(status));
        });
        assertThat(lake.object(checkpoint(one))).isEqualTo(before);
        assertThat(lake.checkpoints()).contains(checkpoint(other));
        healsWithTheNextSweep();
    }

    @ParameterizedTest
    @CsvSource({"403, AccessDenied", "500, InternalError", "503, SlowDown"})
    void aFileThatCannotBeReadIsReportedAndTakenInByTheNextRun(int status, String code) {
        EventFile unread = put(plain("apoe"));
        put(plain("gwas"));
        lake.fail("s3", "GetObject", unread.name(), status, code, ALWAYS);
        TestCommands.Ended sweep = lake.sweep();
        assertThat(sweep.code()).isEqualTo(1);
        assertThat(sweep.json()).containsEntry("statusCode", 207);
        Map<?, ?> body = (Map<?, ?>) sweep.json().get("body");
        assertThat(body.get("unread_files")).isEqualTo(1);
        assertThat(body.get("quarantined_files")).isEqualTo(0);
        StoredEvents.areExactly(files.subList(1, 2), lake);
        healsWithTheNextSweep();
    }

    @ParameterizedTest
    @CsvSource({"500, InternalError", "503, SlowDown"})
    void aReadThatFailsOnceIsTriedAgainAtOnce(int status, String code) {
        EventFile file = put(plain("apoe"));
        lake.fail("s3", "GetObject", file.name(), status, code, 2);
        assertThat(lake.sweep().code()).isZero();
        StoredEvents.areExactly(files, lake);
    }

    @Test
    void anEventWhoseFileCannotBeReadComesAgainAndTheOthersDoNotWaitForIt() throws Exception {
        EventFile unread = plain("apoe");
        EventFile other = plain("gwas");
        files.addAll(List.of(unread, other));
        lake.fail("s3", "GetObject", unread.name(), 403, "AccessDenied", ALWAYS);
        files.forEach(lake::arrive);
        try (EventlogDoor door = EventlogDoor.Kind.PROCESS.open(lake)) {
            await().atMost(Scale.patience()).until(() -> lake.checkpoints().equals(List.of(checkpoint(other))));
            lake.heal();
            lake.awaitIdle();
            assertThat(door).isNotNull();
        }
        StoredEvents.areExactly(files, lake);
        assertThat(lake.parked()).isEmpty();
    }

    @Test
    void aFileThatNobodyMayEverReadIsParkedWithItsReasonInTheEnd() throws Exception {
        EventFile unread = plain("apoe");
        lake.fail("s3", "GetObject", unread.name(), 403, "AccessDenied", ALWAYS);
        lake.arrive(unread);
        try (EventlogDoor door = EventlogDoor.Kind.PROCESS.open(lake, "lake.max-receives", "2")) {
            lake.awaitIdle();
            assertThat(door).isNotNull();
        }
        assertThat(lake.parked()).singleElement().satisfies(parked -> {
            assertThat(parked.body()).contains(unread.name());
            assertThat(parked.messageAttributes().get("error_kind").stringValue())
                    .isEqualTo("transient");
            assertThat(parked.messageAttributes().get("error").stringValue()).contains("403");
        });
        String address = "s3://" + lake.source() + "/" + EventlogLake.PREFIX + unread.name();
        await().atMost(Scale.patience())
                .until(() -> new TestCommands(lake.values())
                        .run("trace", address)
                        .out()
                        .contains("S3 answers 403 AccessDenied"));
        files.add(unread);
        healsWithTheNextSweep();
    }

    @ParameterizedTest
    @ValueSource(strings = {"prefix=test", "prefix=checkpoints", "prefix=quarantine"})
    void aSweepThatCannotListFailsLoudlyAndChangesNothing(String listing) {
        put(plain("apoe"));
        lake.sweep();
        put(plain("apoe"));
        Map<String, byte[]> before = checkpoints();
        lake.fail("s3", "ListObjectsV2", listing, 403, "AccessDenied", ALWAYS);
        TestCommands.Ended sweep = lake.sweep();
        lake.heal();
        assertThat(sweep.code()).isEqualTo(1);
        assertThat(sweep.err()).contains("AccessDenied");
        assertThat(sweep.out()).isEmpty();
        assertThat(checkpoints()).usingRecursiveComparison().isEqualTo(before);
        healsWithTheNextSweep();
    }

    @ParameterizedTest
    @ValueSource(strings = {"BatchGetItem", "BatchWriteItem", "UpdateItem"})
    void withoutTheLedgerASweepFailsLoudlyAndTheNextDoublesNothing(String operation) {
        put(plain("apoe"));
        put(plain("gwas"));
        lake.fail("dynamodb", operation, "", 400, "AccessDeniedException", ALWAYS);
        TestCommands.Ended sweep = lake.sweep();
        assertThat(sweep.code()).isEqualTo(1);
        assertThat(sweep.out() + sweep.err()).contains("AccessDeniedException");
        healsWithTheNextSweep();
    }

    @ParameterizedTest
    @ValueSource(strings = {"BatchGetItem", "BatchWriteItem", "UpdateItem"})
    void withoutTheLedgerEventsStayOnTheirQueueUntilItIsThereAgain(String operation) throws Exception {
        lake.fail("dynamodb", operation, "", 400, "AccessDeniedException", ALWAYS);
        files.addAll(List.of(plain("apoe"), plain("gwas")));
        files.forEach(lake::arrive);
        try (EventlogDoor door = EventlogDoor.Kind.PROCESS.open(lake, "lake.visibility", "3s")) {
            // Each is refused twice, past the client and by it.
            await().atMost(Scale.patience()).until(() -> lake.calls("dynamodb." + operation) >= 4);
            assertThat(lake.isIdle()).isFalse();
            lake.heal();
            lake.awaitIdle();
            assertThat(door).isNotNull();
        }
        StoredEvents.areExactly(files, lake);
        assertThat(lake.parked()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"CopyObject, quarantine", "PutObject, report.json"})
    void aBadFileThatCannotBePutIntoQuarantineIsNotDoneWith(String operation, String match) {
        files.addAll(EventFaults.all(logs).subList(0, 1));
        lake.put(files.get(0));
        put(plain("apoe"));
        lake.fail("s3", operation, match, 403, "AccessDenied", ALWAYS);
        TestCommands.Ended sweep = lake.sweep();
        assertThat(sweep.code()).isEqualTo(1);
        Map<?, ?> body = (Map<?, ?>) sweep.json().get("body");
        assertThat(body.get("unread_files")).isEqualTo(1);
        assertThat(body.get("quarantined_files")).isEqualTo(0);
        assertThat(lake.reports()).isEmpty();
        healsWithTheNextSweep();
        assertThat(lake.reports()).hasSize(1);
    }
}
