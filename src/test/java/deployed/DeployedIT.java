package deployed;

import static org.assertj.core.api.Assertions.assertThat;

import deployed.Load.Report;
import deployed.Smoke.Wishes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.DisabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import routes.runtime.LocalDeployment;

/** Smoke and load tests against a deployment on this machine; the last one stops a part of it. */
@TestMethodOrder(OrderAnnotation.class)
@DisabledIfEnvironmentVariable(named = "AWS_ENDPOINT_URL", matches = ".+", disabledReason = "it has a cloud of its own")
class DeployedIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Wishes QUICK =
            new Wishes("LIVE", Optional.empty(), Optional.empty(), false, Duration.ofSeconds(20));

    @TempDir
    static Path directory;

    private static LocalDeployment deployment;
    private static Outputs outputs;
    private static Ends ends;

    @BeforeAll
    static void deploy() throws Exception {
        deployment = new LocalDeployment();
        outputs = Outputs.read(deployment.outputs(directory), "local");
        ends = new Ends("us-east-1", Optional.of(deployment.endpoint()), Optional.of(deployment.lambda()));
    }

    @AfterAll
    static void close() {
        ends.close();
        deployment.close();
    }

    @AfterEach
    void mend() {
        deployment.breaks("flights-convert", false);
        deployment.opens(false);
    }

    private static List<Finding> smoke(Wishes wishes) throws Exception {
        List<Finding> findings = new ArrayList<>();
        new Smoke(outputs, ends, wishes).look(findings::add);
        return findings;
    }

    private static List<Finding> wrong(Wishes wishes) throws Exception {
        return smoke(wishes).stream().filter(finding -> !finding.good()).toList();
    }

    @Test
    @Order(1)
    void aSoundDeploymentHasNothingWrong() throws Exception {
        Wishes all = new Wishes(
                "LIVE", Optional.of("table=local_customers_silver&limit=1"), Optional.empty(), true, PATIENCE);
        assertThat(smoke(all))
                .allMatch(Finding::good)
                .extracting(Finding::about)
                .hasSize(13 + 3 + 1 + 20)
                .contains(
                        "function lake-export-answer:LIVE",
                        "export, without credentials",
                        "export, of a table",
                        "queue aggregator-events-dlq")
                .anyMatch(about -> about.startsWith("object data/smoke/"));
        assertThat(deployment.received()).isPositive();
    }

    @Test
    @Order(2)
    void aFunctionThatFailsIsFound() throws Exception {
        deployment.breaks("flights-convert", true);
        assertThat(wrong(QUICK))
                .singleElement()
                .satisfies(finding -> assertThat(finding.toString())
                        .isEqualTo("WRONG function lake-flights-convert:LIVE: answered 200 with an error of its own"));
    }

    @Test
    @Order(3)
    void anApiThatAnswersEverybodyIsFound() throws Exception {
        deployment.opens(true);
        assertThat(wrong(QUICK)).extracting(Finding::about).containsExactly("export, without credentials");
    }

    @Test
    @Order(4)
    void aParkedMessageIsFound() throws Exception {
        String queue = outputs.queue("FlightsRawEventsDlq");
        deployment.clients().sqs().sendMessage(send -> send.queueUrl(queue).messageBody("{}"));
        assertThat(wrong(new Wishes("LIVE", Optional.empty(), Optional.empty(), false, Duration.ZERO)))
                .extracting(Finding::toString)
                .containsExactly("WRONG queue flights-raw-events-dlq: 1 messages");
        deployment.clients().sqs().purgeQueue(purge -> purge.queueUrl(queue));
    }

    @Test
    @Order(5)
    void aLoadEndsAtItsNumberOfObjectsAllOfWhichGetThrough() throws Exception {
        int before = deployment.received();
        Report report = new Load(outputs, ends, new Bounds(60, 30, PATIENCE, 100), PATIENCE).run();
        assertThat(report.good()).as("%s", report).isTrue();
        assertThat(report.put()).isEqualTo(60);
        assertThat(report.putting()).isGreaterThan(Duration.ofMillis(1_900));
        assertThat(deployment.received()).isGreaterThan(before);
        assertThat(deployment
                        .clients()
                        .s3()
                        .listObjectsV2(list -> list.bucket("lake-landing").prefix("data/"))
                        .contents())
                .as("what a test has put it removes")
                .isEmpty();
    }

    @Test
    @Order(6)
    void aLoadEndsAtItsTime() throws Exception {
        Bounds second = new Bounds(100_000, 20, Duration.ofSeconds(1), 100);
        assertThat(new Load(outputs, ends, second, PATIENCE).run().put()).isBetween(1, 20);
    }

    @Test
    @Order(7)
    void withoutTheAggregatorAnObjectAndALoadDoNotGetThrough() throws Exception {
        deployment.stopProcess();
        Wishes object = new Wishes("LIVE", Optional.empty(), Optional.empty(), true, Duration.ofSeconds(1));
        assertThat(wrong(object))
                .extracting(Finding::about)
                .anyMatch(about -> about.startsWith("object data/smoke/"))
                .contains("queue aggregator-events");
        Report report = new Load(outputs, ends, new Bounds(5, 100, PATIENCE, 100), Duration.ofSeconds(1)).run();
        assertThat(report.good()).isFalse();
        assertThat(report.waiting()).isEqualTo(6);
    }
}
