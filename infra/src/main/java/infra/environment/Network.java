package infra.environment;

import java.util.List;

/**
 * The VPC in which functions run. Source APIs, NiFi and OpenSky are outside of AWS: the subnets need a way there.
 *
 * @param vpcId such as {@code vpc-0123456789abcdef0}
 * @param subnetIds at least two, of different zones
 * @param routeTableIds of these subnets; the ways to S3 and DynamoDB are entered there
 * @param endpoints whether the ways to AWS's services are made here; false: the VPC has them
 */
public record Network(String vpcId, List<String> subnetIds, List<String> routeTableIds, boolean endpoints) {
    public Network {
        subnetIds = List.copyOf(subnetIds);
        routeTableIds = List.copyOf(routeTableIds);
        if (!vpcId.matches("vpc-[0-9a-f]{8,17}")) {
            throw new IllegalArgumentException("VPC is '" + vpcId + "', expected an id such as vpc-0123456789abcdef0");
        }
        if (subnetIds.size() < 2) {
            throw new IllegalArgumentException("subnets are " + subnetIds + ", expected two at least");
        }
        if (endpoints && routeTableIds.isEmpty()) {
            throw new IllegalArgumentException("route tables are none, expected those of the subnets");
        }
    }
}
