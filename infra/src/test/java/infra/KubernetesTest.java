package infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import infra.Synthesised.Resource;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
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
                        "lake-routes/lake-routes-all",
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
                        "/lake-routes/dev/flights",
                        "/lake-routes/dev/all");
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
    void aProcessOfAllPipelinesIsToldWhatEachOfThemIsTold() {
        List<String> values = pods.all("AWS::SSM::Parameter").stream()
                .map(parameter -> parameter.text("/Value"))
                .toList();
        String all = values.stream()
                .filter(value -> value.startsWith("lake.pipelines=ingest,aggregator,export,eventlog,flights\n"))
                .findFirst()
                .orElseThrow();
        assertThat(values)
                .hasSize(6)
                .allSatisfy(value -> assertThat(all.lines())
                        .containsAll(value.lines().skip(1).toList()));
    }

    @Test
    void aProcessOfAllPipelinesMayExactlyWhatTheFiveMay() {
        Set<String> five = Stream.of("Ingest", "Aggregator", "Export", "Eventlog", "Flights")
                .flatMap(pipeline -> allowed(pipeline).stream())
                .collect(Collectors.toSet());
        assertThat(allowed("All")).hasSizeGreaterThan(100).isEqualTo(five);
    }

    @Test
    void noRolesPoliciesAreLongerThanIamTakes() {
        for (Resource role : pods.all("pods", "AWS::IAM::Role")) {
            int length = role.at("/Policies").findValues("PolicyDocument").stream()
                    .mapToInt(policy -> written(policy).length())
                    .sum();
            assertThat(length).as(role.id()).isBetween(100, 10_240);
        }
    }

    @Test
    void noParameterIsLongerThanItsTier() {
        assertThat(pods.all("AWS::SSM::Parameter"))
                .allMatch(parameter -> written(parameter.at("/Value")).length()
                        < (parameter.text("/Tier").equals("Advanced") ? 8_192 : 4_096));
    }

    /** Every action with every resource that a pod's role allows. */
    private Set<String> allowed(String role) {
        Set<String> allowed = new TreeSet<>();
        pods.all("pods", "AWS::IAM::Role").stream()
                .filter(one -> one.id().startsWith(role + "Role"))
                .forEach(one -> one.at("/Policies/0/PolicyDocument/Statement")
                        .forEach(statement -> texts(statement.path("Action"))
                                .forEach(action -> texts(statement.path("Resource"))
                                        .forEach(resource -> allowed.add(action + " " + resource)))));
        return allowed;
    }

    private static List<String> texts(JsonNode value) {
        return value.isArray()
                ? StreamSupport.stream(value.spliterator(), false).map(Text::of).toList()
                : List.of(Text.of(value));
    }

    /** As long as it is once it is deployed: placeholders become partition, account, or the ARN of a key. */
    private static String written(JsonNode value) {
        String text = value.isObject() && value.has("Statement")
                ? StreamSupport.stream(value.path("Statement").spliterator(), false)
                        .map(statement -> "{" + statement.path("Sid") + texts(statement.path("Action"))
                                + texts(statement.path("Resource"))
                                + "'Sid':,'Effect':'Allow','Action':,'Resource':''}")
                        .collect(Collectors.joining(","))
                : Text.of(value);
        return text.replace("<AWS::Partition>", "aws")
                .replace("<AWS::AccountId>", "111122223333")
                .replaceAll("<[^>]+>", "arn:aws:kms:eu-west-1:111122223333:key/01234567-89ab-cdef-0123-456789abcdef")
                .replace(", ", "','");
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
