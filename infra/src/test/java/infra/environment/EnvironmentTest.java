package infra.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import infra.product.Product;
import infra.product.Step;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EnvironmentTest {
    @Test
    void aNameWithADashIsRefusedBecauseKeysWouldLeadToNoTable() {
        assertThatThrownBy(() -> new Draft("pre-prod", "eu-west-1").done())
                .hasMessageContaining("environment is 'pre-prod', expected 2 to 12 small letters and digits");
    }

    @Test
    void anUnknownEnvironmentIsRefusedAndTheKnownOnesAreNamed() {
        assertThatThrownBy(() -> Environments.named("production"))
                .hasMessageContaining("'production', expected one of [local, dev, test, staging, prod]");
    }

    @Test
    void deadLettersAreKeptForFourteenDaysAtMost() {
        assertThatThrownBy(() -> Draft.of(Environments.dev())
                        .deadLettersFor(Duration.ofDays(15))
                        .done())
                .hasMessageContaining("15 days, expected 1 to 14");
    }

    @Test
    void aProcessInKubernetesNeedsACluster() {
        assertThatThrownBy(() -> Draft.of(Environments.dev())
                        .with(Runtime.KUBERNETES)
                        .cluster(Optional.empty())
                        .done())
                .hasMessageContaining("cluster of environment dev is missing");
    }

    @Test
    void logsAreKeptForADurationThatCloudWatchKnows() {
        assertThatThrownBy(() -> new Watching("INFO", 31, true, Optional.empty(), true, true, true, Optional.empty()))
                .hasMessageContaining("days of logs are 31");
        assertThatThrownBy(() -> new Watching("TRACE", 30, true, Optional.empty(), true, true, true, Optional.empty()))
                .hasMessageContaining("log level is 'TRACE'");
    }

    @Test
    void gradualReleasesSnapshotsAndWarmProcessesNeedVersions() {
        assertThatThrownBy(() -> new Release(false, true, false, false)).hasMessageContaining("gradual=true");
        assertThatThrownBy(() -> new Release(false, false, true, false)).hasMessageContaining("snapshots=true");
        assertThatThrownBy(() -> new Release(false, false, false, true)).hasMessageContaining("warm=true");
    }

    @Test
    void aFunctionIsEitherWarmOrStartsFromASnapshotAndNeverBoth() {
        Environment both = Draft.of(Environments.prod())
                .with(new Release(true, true, true, true))
                .done();
        assertThat(both.shape(Step.FLIGHTS_FETCH).start()).isEqualTo(new Start.Warm(2));
        assertThat(both.shape(Step.FLIGHTS_CONVERT).start()).isEqualTo(new Start.Snapshot());
    }

    @Test
    void aSnapshotAllowsNoMoreDiskThanUsual() {
        assertThatThrownBy(() -> Shape.of(512, 60).withDisk(1024).with(new Start.Snapshot()))
                .hasMessageContaining("disk of a function with snapshots is 1024 MB");
        Environment staging = Environments.staging();
        assertThat(staging.shape(Step.AGGREGATOR_BUNDLE).start()).isEqualTo(new Start.Plain());
    }

    @Test
    void noMoreProcessesAreKeptWarmThanAreReserved() {
        assertThatThrownBy(() -> Shape.of(512, 60).withReserved(1).with(new Start.Warm(2)))
                .hasMessageContaining("kept warm are 2, expected at most the 1 reserved");
    }

    @Test
    void aFunctionStaysWithinWhatLambdaAllows() {
        assertThatThrownBy(() -> Shape.of(64, 60)).hasMessageContaining("memory is 64");
        assertThatThrownBy(() -> Shape.of(512, 901)).hasMessageContaining("timeout in seconds is 901");
    }

    @Test
    void aNetworkNeedsTwoSubnetsAndRouteTablesForItsWays() {
        String vpc = "vpc-0123456789abcdef0";
        assertThatThrownBy(() -> new Network(vpc, List.of("subnet-1"), List.of(), false))
                .hasMessageContaining("expected two at least");
        assertThatThrownBy(() -> new Network(vpc, List.of("subnet-1", "subnet-2"), List.of(), true))
                .hasMessageContaining("route tables are none");
    }

    @Test
    void qualityIsMeasuredInSharesAndQuarantineLiesBelowIt() {
        assertThatThrownBy(() -> new Quality(1.2, 0.7, 0.05, 0.3, 16, false))
                .hasMessageContaining("quality threshold is 1.2");
        assertThatThrownBy(() -> new Quality(0.8, 0.7, 0.05, 0.9, 16, false))
                .hasMessageContaining("quarantine threshold is 0.9");
        assertThatThrownBy(() -> new Quality(0.8, 0.7, 0.05, 0.3, 17, false))
                .hasMessageContaining("number of checks is 17");
    }

    @Test
    void aKeyThatTheProductDoesNotKnowIsRefused() {
        assertThatThrownBy(() ->
                        Deployment.of(Environments.dev(), Product.beside(), Map.of("ingest.raw-buckets", "lake-raw")))
                .hasMessageContaining("[ingest.raw-buckets]");
    }

    @Test
    void theLocalEnvironmentHasTheNamesOfTheLocalRun() {
        Deployment local = Deployment.of(Environments.local(), Product.beside());
        assertThat(List.of(
                        local.get("aggregator.landing-bucket"),
                        local.get("ingest.raw-bucket"),
                        local.get("export.bucket"),
                        local.get("aggregator.archive-bucket"),
                        local.get("export.athena-output"),
                        local.get("eventlog.source-bucket"),
                        local.get("lake.runs-table"),
                        local.get("aggregator.events-queue"),
                        local.get("ingest.sources.api-a.queue"),
                        local.get("export.athena-database"),
                        local.get("export.api-secret"),
                        local.get("eventlog.prefix")))
                .containsExactly(
                        "lake-landing",
                        "lake-raw",
                        "lake-processed",
                        "lake-archive",
                        "lake-results",
                        "lake-events",
                        "lake-runs",
                        "aggregator-events",
                        "ingest-api-a",
                        "glue_catalog",
                        "local/api/credentials",
                        "local/");
    }

    @Test
    void whatADraftIsMadeOfIsWhatItBecomes() {
        Environments.all()
                .forEach(environment -> assertThat(Draft.of(environment).done()).isEqualTo(environment));
    }
}
