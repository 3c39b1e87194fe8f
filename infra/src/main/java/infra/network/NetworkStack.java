package infra.network;

import infra.environment.Network;
import java.util.List;
import java.util.Set;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.ec2.CfnSecurityGroup;
import software.amazon.awscdk.services.ec2.CfnSecurityGroupIngress;
import software.amazon.awscdk.services.ec2.CfnVPCEndpoint;
import software.constructs.Construct;

/** What functions need within a VPC: a security group, and ways to AWS's services that do not leave it. */
public final class NetworkStack extends Stack {
    private static final int HTTPS = 443;
    private static final List<String> GATEWAYS = List.of("s3", "dynamodb");
    private static final List<String> INTERFACES =
            List.of("sqs", "sns", "kms", "secretsmanager", "athena", "glue", "xray");

    private final CfnSecurityGroup functions;

    /** @param ports that functions reach outside */
    public NetworkStack(Construct scope, String id, StackProps props, Network network, Set<Integer> ports) {
        super(scope, id, props);
        this.functions = CfnSecurityGroup.Builder.create(this, "Functions")
                .groupDescription("lake-routes: functions, which nobody calls over the network")
                .vpcId(network.vpcId())
                .securityGroupEgress(
                        ports.stream().sorted().map(NetworkStack::outward).toList())
                .build();
        if (network.endpoints()) {
            endpoints(network);
        }
    }

    /** The id of the functions' security group. */
    public String securityGroup() {
        return functions.getAttrGroupId();
    }

    private static CfnSecurityGroup.EgressProperty outward(int port) {
        return CfnSecurityGroup.EgressProperty.builder()
                .ipProtocol("tcp")
                .fromPort(port)
                .toPort(port)
                .cidrIp("0.0.0.0/0")
                .description("AWS, source APIs, NiFi, OpenSky, the API of exports: " + port)
                .build();
    }

    private void endpoints(Network network) {
        CfnSecurityGroup endpoints = CfnSecurityGroup.Builder.create(this, "Endpoints")
                .groupDescription("lake-routes: ways to AWS services")
                .vpcId(network.vpcId())
                .build();
        CfnSecurityGroupIngress.Builder.create(this, "EndpointsFromFunctions")
                .groupId(endpoints.getAttrGroupId())
                .sourceSecurityGroupId(functions.getAttrGroupId())
                .ipProtocol("tcp")
                .fromPort(HTTPS)
                .toPort(HTTPS)
                .description("functions")
                .build();
        for (String service : GATEWAYS) {
            CfnVPCEndpoint.Builder.create(this, id(service))
                    .vpcId(network.vpcId())
                    .vpcEndpointType("Gateway")
                    .serviceName(name(service))
                    .routeTableIds(network.routeTableIds())
                    .build();
        }
        for (String service : INTERFACES) {
            CfnVPCEndpoint.Builder.create(this, id(service))
                    .vpcId(network.vpcId())
                    .vpcEndpointType("Interface")
                    .serviceName(name(service))
                    .subnetIds(network.subnetIds())
                    .securityGroupIds(List.of(endpoints.getAttrGroupId()))
                    .privateDnsEnabled(true)
                    .build();
        }
    }

    private String name(String service) {
        return "com.amazonaws." + getRegion() + "." + service;
    }

    private static String id(String service) {
        return "To" + Character.toUpperCase(service.charAt(0)) + service.substring(1);
    }
}
