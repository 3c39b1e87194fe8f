package infra.lakeformation;

import java.util.List;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.services.lakeformation.CfnPrincipalPermissions;
import software.amazon.awscdk.services.lakeformation.CfnPrincipalPermissions.DataLakePrincipalProperty;
import software.amazon.awscdk.services.lakeformation.CfnPrincipalPermissions.ResourceProperty;
import software.constructs.Construct;

/** What Lake Formation lets somebody do. Nobody may pass anything on. */
final class Grants {
    private final Construct scope;

    Grants(Construct scope) {
        this.scope = scope;
    }

    void database(String id, String principal, String database, String... permissions) {
        grant(
                id,
                principal,
                ResourceProperty.builder()
                        .database(CfnPrincipalPermissions.DatabaseResourceProperty.builder()
                                .catalogId(Aws.ACCOUNT_ID)
                                .name(database)
                                .build())
                        .build(),
                permissions);
    }

    void table(String id, String principal, String database, String table, String... permissions) {
        grant(
                id,
                principal,
                ResourceProperty.builder()
                        .table(CfnPrincipalPermissions.TableResourceProperty.builder()
                                .catalogId(Aws.ACCOUNT_ID)
                                .databaseName(database)
                                .name(table)
                                .build())
                        .build(),
                permissions);
    }

    /** To make tables of what lies in a bucket. */
    void location(String id, String principal, String bucketArn) {
        grant(
                id,
                principal,
                ResourceProperty.builder()
                        .dataLocation(CfnPrincipalPermissions.DataLocationResourceProperty.builder()
                                .catalogId(Aws.ACCOUNT_ID)
                                .resourceArn(bucketArn)
                                .build())
                        .build(),
                "DATA_LOCATION_ACCESS");
    }

    /** What a filter leaves of a table. */
    CfnPrincipalPermissions cells(String id, String principal, String database, String table, String filter) {
        return grant(
                id,
                principal,
                ResourceProperty.builder()
                        .dataCellsFilter(CfnPrincipalPermissions.DataCellsFilterResourceProperty.builder()
                                .tableCatalogId(Aws.ACCOUNT_ID)
                                .databaseName(database)
                                .tableName(table)
                                .name(filter)
                                .build())
                        .build(),
                "SELECT");
    }

    private CfnPrincipalPermissions grant(
            String id, String principal, ResourceProperty resource, String... permissions) {
        return CfnPrincipalPermissions.Builder.create(scope, id)
                .principal(DataLakePrincipalProperty.builder()
                        .dataLakePrincipalIdentifier(principal)
                        .build())
                .resource(resource)
                .permissions(List.of(permissions))
                .permissionsWithGrantOption(List.of())
                .build();
    }
}
