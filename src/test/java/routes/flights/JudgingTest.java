package routes.flights;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import routes.OpenFiles;
import routes.aws.ReplacedObject;
import routes.lake.Sha256;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.s3.model.S3Exception;

class JudgingTest {
    private static final byte[] FILE =
            Snapshots.convert(Snapshots.snapshot(Snapshots.state())).parquet();

    @TempDir
    Path directory;

    private final MemoryFlights flights = new MemoryFlights();
    private final Judging judging = flights.parts.judging();

    @Test
    void aFileThatIsGoneHasNothingToBeJudged() {
        assertThat(judging.find(MemoryFlights.KEY.processed())).isEmpty();
    }

    @Test
    void aStoreThatDoesNotAnswerIsNoFileThatIsGone() {
        flights.memory.s3.failHeads(
                head -> (RuntimeException) S3Exception.builder().statusCode(503).build());
        assertThatThrownBy(() -> judging.find(MemoryFlights.KEY.processed())).isInstanceOf(S3Exception.class);
    }

    @Test
    void aFileThatWasReplacedSinceIsLookedAtAnew() {
        StoredSnapshot file = flights.putProcessed(FILE);
        flights.putProcessed(new byte[] {1});
        assertThatThrownBy(() -> judging.judge(file)).isInstanceOf(ReplacedObject.class);
    }

    @Test
    void aLedgerThatDoesNotAnswerIsNoContentThatNobodyHasSeen() {
        StoredSnapshot file = flights.putProcessed(FILE);
        MemoryFlights blind = flights;
        Judging judge = new Judging(
                blind.lake.objects(),
                blind.lake.reader(),
                blind.settings,
                new Verdicts(
                        new routes.aws.RunLedger(
                                () -> {
                                    throw (RuntimeException) DynamoDbException.builder()
                                            .statusCode(500)
                                            .build();
                                },
                                "runs",
                                "test",
                                Duration.ofMinutes(5),
                                blind.clock),
                        blind.clock),
                directory);
        assertThatThrownBy(() -> judge.judge(file)).isInstanceOf(DynamoDbException.class);
    }

    @Test
    void aGoodFileHasAVerdictAndItsHash() throws IOException {
        Judged judged = judging.judge(flights.putProcessed(FILE));
        assertThat(judged.sha256()).isEqualTo(Sha256.hex(Sha256.digest().digest(FILE)));
        assertThat(judged.verdict()).isInstanceOf(QualityReport.class);
        assertThat(judged.fault()).isEmpty();
        assertThat(judged.standing()).isEqualTo(Standing.NONE);
        assertThat(judged.file().executionId()).isEqualTo(MemoryFlights.RUN);
    }

    @Test
    void aReplayAfterYearsHasTheSameScore() throws IOException {
        Judged judged = judging.judge(flights.putProcessed(FILE));
        flights.clock.advance(Duration.ofDays(1000));
        assertThat(judging.judge(flights.putProcessed(FILE)).report()).isEqualTo(judged.report());
        assertThat(((QualityReport) judged.verdict()).overallScore()).isEqualTo(1);
    }

    @Test
    void whatIsNoParquetFileIsJudgedUnreadable() throws IOException {
        for (byte[] bytes : List.of(new byte[0], "hello".getBytes(UTF_8), cut(FILE, FILE.length - 9), cut(FILE, 40))) {
            Judged judged = judging.judge(flights.putProcessed(bytes));
            assertThat(judged.verdict()).isNull();
            assertThat(judged.fault()).isNotEmpty().doesNotContain("hello");
            assertThat(judged.toQuarantine()).isTrue();
        }
    }

    @Test
    void anyByteThatIsTurnedIsNoBug() throws IOException {
        for (int i = 0; i < FILE.length; i += 7) {
            byte[] turned = FILE.clone();
            turned[i] ^= 0x55;
            Judged judged = judging.judge(flights.putProcessed(turned));
            assertThat(judged.verdict() == null).isEqualTo(!judged.fault().isEmpty());
        }
    }

    @Test
    void aReadThatBreaksOffIsTakenUpAgain() throws IOException {
        StoredSnapshot file = flights.putProcessed(FILE);
        flights.memory.s3.breakReads(MemoryFlights.KEY.processed(), 100, 1);
        assertThat(judging.judge(file).verdict()).isInstanceOf(QualityReport.class);
    }

    @ParameterizedTest
    @EnumSource
    void whatWasDecidedIsKnown(Standing standing) throws IOException {
        StoredSnapshot file = flights.putProcessed(FILE);
        String sha256 = judging.judge(file).sha256();
        if (standing == Standing.QUARANTINED) {
            flights.verdicts().quarantine(sha256, file.key(), List.of());
        } else if (standing != Standing.NONE) {
            flights.verdicts().decide(sha256, file.key(), standing);
        }
        assertThat(judging.judge(file).standing()).isEqualTo(standing);
    }

    @Test
    void nothingOfAFileIsLeftBehind() throws IOException {
        MemoryFlights here = new MemoryFlights(directory);
        StoredSnapshot file = here.putProcessed(new byte[9 << 20]);
        assertThat(here.parts.judging().judge(file).verdict()).isNull();
        assertThat(OpenFiles.below(directory)).isEmpty();
    }

    private static byte[] cut(byte[] file, int length) {
        return java.util.Arrays.copyOf(file, length);
    }
}
