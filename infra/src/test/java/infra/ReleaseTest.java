package infra;

import static org.assertj.core.api.Assertions.assertThat;

import infra.environment.Environments;
import infra.product.Step;
import org.junit.jupiter.api.Test;

class ReleaseTest {
    private final Synthesised prod = Synthesised.of(Environments.prod());

    @Test
    void callersGoThroughAnAliasOfAPublishedVersionAndNeverToTheLatestCode() {
        assertThat(prod.all("AWS::Lambda::Alias")).hasSize(Step.values().length).allSatisfy(alias -> {
            assertThat(alias.text("/Name")).isEqualTo("LIVE");
            assertThat(alias.text("/FunctionVersion")).matches("<.+CurrentVersion.+\\.Version>");
        });
        assertThat(prod.templates().toString()).doesNotContain("$LATEST");
    }

    @Test
    void theWeightsOfAnAliasBelongToCodeDeployAlone() {
        assertThat(prod.all("AWS::Lambda::Alias")).allSatisfy(alias -> {
            assertThat(alias.at("/RoutingConfig").isMissingNode()).isTrue();
            assertThat(alias.json()
                            .at("/UpdatePolicy/CodeDeployLambdaAliasUpdate")
                            .isMissingNode())
                    .isFalse();
        });
    }

    @Test
    void aNewVersionGetsATenthFirstAndGoesBackWhenItsAlarmsRing() {
        assertThat(prod.all("AWS::CodeDeploy::DeploymentGroup"))
                .hasSize(Step.values().length)
                .allSatisfy(group -> {
                    assertThat(group.text("/DeploymentConfigName")).contains("Canary10Percent5Minutes");
                    assertThat(group.at("/AlarmConfiguration/Alarms")).hasSize(2);
                    assertThat(group.at("/AlarmConfiguration/Enabled").asBoolean())
                            .isTrue();
                    assertThat(group.at("/AutoRollbackConfiguration/Events").toString())
                            .contains("DEPLOYMENT_STOP_ON_ALARM", "DEPLOYMENT_FAILURE");
                });
    }

    @Test
    void alarmsOfAReleaseLookAtTheAlias() {
        assertThat(prod.all("functions", "AWS::CloudWatch::Alarm"))
                .hasSize(2 * Step.values().length)
                .allSatisfy(alarm -> {
                    assertThat(alarm.text("/Dimensions/0/Name")).isEqualTo("FunctionName");
                    assertThat(alarm.text("/Dimensions/1/Name")).isEqualTo("Resource");
                    assertThat(alarm.text("/Dimensions/1/Value"))
                            .isEqualTo(alarm.text("/Dimensions/0/Value") + ":LIVE");
                });
    }

    @Test
    void inProductionTwoProcessesOfTheFetcherAreKeptWarmAndNothingStartsFromASnapshot() {
        assertThat(prod.all("AWS::Lambda::Alias").stream()
                        .filter(alias ->
                                !alias.at("/ProvisionedConcurrencyConfig").isMissingNode()))
                .singleElement()
                .satisfies(alias -> {
                    assertThat(alias.id()).startsWith("FlightsFetch");
                    assertThat(alias.at("/ProvisionedConcurrencyConfig/ProvisionedConcurrentExecutions")
                                    .asInt())
                            .isEqualTo(2);
                });
        assertThat(prod.all("AWS::Lambda::Function"))
                .allMatch(function -> function.at("/SnapStart").isMissingNode());
    }

    @Test
    void inStagingFunctionsStartFromSnapshotsUnlessTheyNeedMoreDisk() {
        Synthesised staging = Synthesised.of(Environments.staging());
        assertThat(staging.all("AWS::Lambda::Function")).allSatisfy(function -> {
            boolean large = function.at("/EphemeralStorage/Size").asInt(512) > 512;
            assertThat(function.text("/SnapStart/ApplyOn"))
                    .as(function.id())
                    .isEqualTo(large ? "" : "PublishedVersions");
        });
        assertThat(staging.all("AWS::Lambda::Alias"))
                .allMatch(alias -> alias.at("/ProvisionedConcurrencyConfig").isMissingNode());
    }

    @Test
    void whereNothingIsGradualAnAliasMovesAtOnceAndNobodyPaysForCodeDeploy() {
        Synthesised dev = Synthesised.of(Environments.dev());
        assertThat(dev.all("AWS::Lambda::Alias")).hasSize(Step.values().length);
        assertThat(dev.everything())
                .noneMatch(resource -> resource.json().path("Type").asText().startsWith("AWS::CodeDeploy"));
    }

    @Test
    void whereNothingIsVersionedCallersGoToTheFunctionItself() {
        Synthesised local = Synthesised.of(Environments.local());
        assertThat(local.all("AWS::Lambda::Alias")).isEmpty();
        assertThat(local.all("AWS::Lambda::EventSourceMapping"))
                .noneMatch(source -> source.text("/FunctionName").endsWith(":LIVE"));
    }
}
