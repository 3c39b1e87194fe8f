package infra;

import static org.assertj.core.api.Assertions.assertThat;

import infra.Synthesised.Resource;
import infra.environment.Environments;
import java.util.List;
import org.junit.jupiter.api.Test;

class LakeFormationTest {
    private final Synthesised governed = Variants.governed();

    @Test
    void itIsAStackOfItsOwnBehindASwitch() {
        assertThat(governed.templates()).containsKey("lake-formation");
        Environments.all()
                .forEach(environment ->
                        assertThat(Synthesised.of(environment).templates()).doesNotContainKey("lake-formation"));
    }

    @Test
    void coreAnalystsSeeNoColumnOfPeopleAndOnlySomeRows() {
        assertThat(filter("prod_customers_silver")).satisfies(filter -> {
            assertThat(filter.at("/ColumnWildcard/ExcludedColumnNames").toString())
                    .isEqualTo("[\"first_name\",\"last_name\",\"email\"]");
            assertThat(filter.text("/RowFilter/FilterExpression")).isEqualTo("region <> 'internal'");
        });
        assertThat(filter("visit_events")).satisfies(filter -> {
            assertThat(filter.at("/ColumnWildcard/ExcludedColumnNames").toString())
                    .isEqualTo("[\"ptid\"]");
            assertThat(filter.at("/RowFilter/AllRowsWildcard").isObject()).isTrue();
        });
        assertThat(tablesOf("CoreAnalystRole"))
                .doesNotContain("prod_customers_silver", "visit_events")
                .contains("flight_states", "flight_quality");
        assertThat(permissions("CoreAnalystRole"))
                .anyMatch(grant -> grant.text("/Resource/DataCellsFilter/Name").equals("prod_customers_silver_core"));
    }

    @Test
    void piiAnalystsSeeThemAll() {
        assertThat(tablesOf("PiiAnalystRole")).contains("prod_customers_silver", "visit_events", "flight_states");
    }

    @Test
    void analystsAskInAWorkgroupOfTheirOwnAndReadTheirOwnResultsAlone() {
        for (String role : List.of("core", "pii")) {
            Resource found = governed.all("AWS::IAM::Role").stream()
                    .filter(one -> one.text("/RoleName").equals("lake-" + role + "-analyst-prod-eu-west-1"))
                    .findFirst()
                    .orElseThrow();
            String policy = found.at("/Policies").toString();
            assertThat(policy)
                    .contains("workgroup/lake-" + role + "-analyst-prod", "/workgroups/" + role + "-analyst/*");
            assertThat(policy).doesNotContain(role.equals("core") ? "pii-analyst" : "core-analyst");
        }
    }

    @Test
    void nobodyMayPassOnWhatHeMay() {
        assertThat(governed.all("AWS::LakeFormation::PrincipalPermissions"))
                .isNotEmpty()
                .allMatch(grant -> grant.at("/PermissionsWithGrantOption").isEmpty());
    }

    @Test
    void tablesAreOpenToNobodyByRightsOfIamAlone() {
        assertThat(governed.all("AWS::Glue::Database"))
                .hasSize(3)
                .allMatch(database -> database.at("/DatabaseInput/CreateTableDefaultPermissions")
                                .isArray()
                        && database.at("/DatabaseInput/CreateTableDefaultPermissions")
                                .isEmpty());
    }

    @Test
    void exportsAndTheCrawlerKeepWhatTheyNeed() {
        assertThat(governed.all("AWS::LakeFormation::PrincipalPermissions").stream()
                        .map(grant -> grant.text("/Principal/DataLakePrincipalIdentifier")))
                .anyMatch(principal -> principal.endsWith(":role/lake-export-request-prod-eu-west-1"))
                .anyMatch(principal -> principal.endsWith(":role/lake-crawler-prod-eu-west-1"));
    }

    @Test
    void exportsMayAskLakeFormationForDataAndLocationsAreGovernedForEverybody() {
        assertThat(governed.all("functions", "AWS::IAM::Role").stream()
                        .filter(role -> role.id().startsWith("ExportRequestRole"))
                        .map(role -> role.at("/Policies").toString()))
                .hasSize(1)
                .allMatch(policy -> policy.contains("lakeformation:GetDataAccess"));
        assertThat(governed.all("AWS::LakeFormation::Resource"))
                .hasSize(2)
                .allMatch(location -> location.at("/HybridAccessEnabled").isMissingNode());
    }

    @Test
    void whoDeploysIsAnAdministrator() {
        assertThat(governed.all("AWS::LakeFormation::DataLakeSettings"))
                .singleElement()
                .satisfies(settings -> assertThat(settings.at("/Admins").toString())
                        .contains("cdk-hnb659fds-cfn-exec-role-", "AdminRole"));
    }

    @Test
    void cdkNagFindsNothingThere() {
        assertThat(governed.findings()).noneMatch(line -> line.contains(NagTest.UNREASONED));
    }

    private Resource filter(String table) {
        return governed.all("AWS::LakeFormation::DataCellsFilter").stream()
                .filter(filter -> filter.text("/TableName").equals(table))
                .findFirst()
                .orElseThrow();
    }

    private List<Resource> permissions(String role) {
        return governed.all("AWS::LakeFormation::PrincipalPermissions").stream()
                .filter(grant ->
                        grant.text("/Principal/DataLakePrincipalIdentifier").startsWith("<" + role))
                .toList();
    }

    private List<String> tablesOf(String role) {
        return permissions(role).stream()
                .map(grant -> grant.text("/Resource/Table/Name"))
                .toList();
    }
}
