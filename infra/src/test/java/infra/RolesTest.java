package infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import infra.Synthesised.Resource;
import infra.environment.Environments;
import infra.product.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RolesTest {
    /** Actions for which AWS knows no resources. */
    private static final Set<String> WITHOUT_RESOURCES =
            Set.of("Trace", "JoinNetwork", "LookAtAlarms", "GetData", "Govern");

    private final Synthesised prod = Synthesised.of(Environments.prod());

    @Test
    void everyFunctionHasARoleOfItsOwn() {
        assertThat(prod.all("AWS::Lambda::Function").stream()
                        .map(function -> function.text("/Role"))
                        .distinct())
                .hasSize(Step.values().length);
    }

    @Test
    void noActionHasAStar() {
        statements(prod)
                .forEach(statement -> strings(statement.path("Action"))
                        .forEach(action -> assertThat(action).doesNotContain("*")));
    }

    @Test
    void noRoleHasAPolicyThatSomebodyElseWrote() {
        assertThat(prod.all("AWS::IAM::Role"))
                .isNotEmpty()
                .allMatch(role -> role.at("/ManagedPolicyArns").isMissingNode());
        assertThat(prod.all("AWS::IAM::Policy")).isEmpty();
    }

    @Test
    void everythingStandsAloneOnlyWhereAwsKnowsNoResources() {
        statements(prod).forEach(statement -> {
            boolean everything = strings(statement.path("Resource")).contains("*");
            assertThat(everything)
                    .as(statement.path("Sid").asText())
                    .isEqualTo(WITHOUT_RESOURCES.contains(statement.path("Sid").asText()));
        });
    }

    @Test
    void aStarInAResourceStandsBehindItsServiceAndItsName() {
        statements(prod)
                .forEach(statement -> strings(statement.path("Resource")).stream()
                        .filter(resource -> resource.contains("*") && !resource.equals("*"))
                        .forEach(resource -> assertThat(resource)
                                .as(statement.path("Sid").asText())
                                .matches("arn:<AWS::Partition>:"
                                        + "(s3:::lake-[^*]+/[^*]+\\*"
                                        + "|logs:[^*]+:log-group:/aws[^*]*\\*"
                                        + "|glue:[^*]+:table/[^*]+/crawled_\\*)")));
    }

    @Test
    void aPlanSendsPagesAndTouchesNoObject() {
        List<String> actions = actions("IngestTriggerRole");
        assertThat(actions).contains("sqs:SendMessage", "dynamodb:UpdateItem");
        assertThat(actions).noneMatch(action -> action.startsWith("s3:") || action.equals("sqs:ReceiveMessage"));
    }

    @Test
    void onlyWhoRemovesMayRemove() {
        for (Resource role : prod.all("functions", "AWS::IAM::Role")) {
            boolean removes = actions(role).contains("s3:DeleteObject");
            assertThat(removes)
                    .as(role.id())
                    .isEqualTo(role.id().matches("(IngestFetch|Export(Trigger|Request|Answer)|FlightsValidate)Role.*"));
        }
    }

    @Test
    void aDeliveryReadsOneSecretAndOnlyItsBundles() {
        Resource deliver = role("AggregatorDeliverRole");
        assertThat(resources(deliver, "ReadSecrets"))
                .singleElement()
                .asString()
                .endsWith(":secret:prod/nifi/credentials-??????");
        assertThat(resources(deliver, "ReadBundles")).singleElement().asString().endsWith("/bundles/*");
    }

    @Test
    void anExportAsksOnlyForTablesThatMayBeExported() {
        assertThat(resources(role("ExportRequestRole"), "ReadCatalogue"))
                .hasSize(3)
                .anyMatch(resource -> resource.endsWith(":table/glue_catalog_prod/prod_customers_silver"));
        assertThat(resources(role("ExportRequestRole"), "AskAthena"))
                .singleElement()
                .asString()
                .endsWith(":workgroup/lake-export-prod");
    }

    @Test
    void keysAreUsedByNameAndNotAll() {
        statements(prod).stream()
                .filter(statement ->
                        strings(statement.path("Action")).stream().anyMatch(action -> action.startsWith("kms:")))
                .forEach(statement ->
                        assertThat(strings(statement.path("Resource"))).allMatch(resource -> resource.startsWith("<")));
    }

    /** Every statement of every role. */
    private static List<JsonNode> statements(Synthesised lake) {
        List<JsonNode> all = new ArrayList<>();
        lake.all("AWS::IAM::Role").forEach(role -> all.addAll(statements(role)));
        assertThat(all).hasSizeGreaterThan(50);
        return all;
    }

    private static List<JsonNode> statements(Resource role) {
        List<JsonNode> all = new ArrayList<>();
        role.at("/Policies")
                .forEach(policy -> policy.at("/PolicyDocument/Statement").forEach(all::add));
        return all;
    }

    private Resource role(String begin) {
        return prod.all("AWS::IAM::Role").stream()
                .filter(role -> role.id().startsWith(begin))
                .findFirst()
                .orElseThrow();
    }

    private List<String> actions(String begin) {
        return actions(role(begin));
    }

    private static List<String> actions(Resource role) {
        return statements(role).stream()
                .flatMap(statement -> strings(statement.path("Action")).stream())
                .toList();
    }

    private static List<String> resources(Resource role, String sid) {
        return statements(role).stream()
                .filter(statement -> statement.path("Sid").asText().equals(sid))
                .flatMap(statement -> strings(statement.path("Resource")).stream())
                .toList();
    }

    /** One text or a list of them. */
    private static List<String> strings(JsonNode value) {
        List<String> all = new ArrayList<>();
        if (value.isArray()) {
            value.forEach(one -> all.add(Text.of(one)));
        } else {
            all.add(Text.of(value));
        }
        return all;
    }
}
