package infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class KubernetesTest {
    private final Synthesised pods = Variants.kubernetes();

    @Test
    void thereAreStorageMessagingCatalogueAndRolesOfPodsButNoFunctionsAndNoClocks() {
        assertThat(pods.templates().keySet())
                .containsExactlyInAnyOrder("storage", "messaging", "catalogue", "pods", "observability");
        assertThat(pods.everything()
                        .map(resource -> resource.json().path("Type").asText())
                        .filter(type -> type.startsWith("AWS::Lambda") || type.startsWith("AWS::Events")))
                .isEmpty();
    }

    @Test
    void everyPipelineHasARoleThatOnlyItsServiceAccountGets() {
        assertThat(pods.all("AWS::EKS::PodIdentityAssociation").stream()
                        .map(association -> association.text("/Namespace") + "/" + association.text("/ServiceAccount")))
                .containsExactlyInAnyOrder(
                        "lake-routes/lake-routes-ingest",
                        "lake-routes/lake-routes-aggregator",
                        "lake-routes/lake-routes-export",
                        "lake-routes/lake-routes-eventlog",
                        "lake-routes/lake-routes-flights",
                        "keda/keda-operator");
        assertThat(pods.all("pods", "AWS::IAM::Role"))
                .allMatch(role -> role.text("/AssumeRolePolicyDocument/Statement/0/Principal/Service")
                        .equals("pods.eks.amazonaws.com"));
    }

    @Test
    void aProcessMayWhatTheFunctionsOfItsPipelineMay() {
        String policy = pods.all("pods", "AWS::IAM::Role").stream()
                .filter(role -> role.id().startsWith("Ingest"))
                .findFirst()
                .orElseThrow()
                .at("/Policies")
                .toString();
        assertThat(policy)
                .contains("sqs:ReceiveMessage", "sqs:ChangeMessageVisibility", "s3:DeleteObject", "dynamodb:Query");
    }

    @Test
    void whatAProcessHasToBeToldLiesInAParameter() {
        assertThat(pods.all("AWS::SSM::Parameter").stream().map(parameter -> parameter.text("/Name")))
                .containsExactlyInAnyOrder(
                        "/lake-routes/dev/ingest",
                        "/lake-routes/dev/aggregator",
                        "/lake-routes/dev/export",
                        "/lake-routes/dev/eventlog",
                        "/lake-routes/dev/flights");
        assertThat(pods.all("AWS::SSM::Parameter").stream()
                        .filter(parameter -> parameter.text("/Name").endsWith("/ingest"))
                        .map(parameter -> parameter.text("/Value")))
                .singleElement()
                .asString()
                .contains(
                        "lake.pipelines=ingest\n",
                        "ingest.sources.api-a.queue=ingest-api-a-dev\n",
                        "lake.runs-table=lake-runs-dev\n")
                .doesNotContain("aggregator.");
    }

    @Test
    void callersOfAProcessNameAKeyBecauseNoGatewayAskedThem() {
        assertThat(pods.deployment().get("export.http-authorisation")).isEqualTo("api-key");
        assertThat(pods.all("pods", "AWS::IAM::Role").stream()
                        .filter(role -> role.id().startsWith("Export"))
                        .map(role -> role.at("/Policies").toString()))
                .allMatch(policy -> policy.contains("dev/export/api-key"));
    }

    @Test
    void queuesAreStillWatched() {
        List<String> alarms = pods.all("AWS::CloudWatch::Alarm").stream()
                .map(alarm -> alarm.text("/AlarmName"))
                .toList();
        assertThat(alarms)
                .contains("lake-dev-aggregator-events-dev-dlq-messages", "lake-dev-ingest-api-a-dev-age")
                .hasSize(20);
    }

    @Test
    void cdkNagFindsNothingThere() {
        assertThat(pods.findings()).noneMatch(line -> line.contains(NagTest.UNREASONED));
    }
}
