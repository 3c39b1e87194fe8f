package local;

import java.util.List;

/**
 * How one emulator is started.
 *
 * @param name what people call it
 * @param port the port of 127.0.0.1 that it will serve
 * @param artifacts Maven coordinates; the first wins where two bring the same class
 * @param options of its JVM
 */
record Recipe(
        String name, int port, List<String> artifacts, List<String> options, String mainClass, List<String> arguments) {

    static Recipe s3(int port) {
        return new Recipe(
                "S3Mock",
                port,
                List.of("org.slf4j:slf4j-api:2.0.17", "com.adobe.testing:s3mock:5.2.0"),
                LoopbackOnly.options(),
                "com.adobe.testing.s3mock.S3MockApplication",
                List.of(
                        "--server.address=127.0.0.1",
                        "--server.port=" + port,
                        "--server.ssl.enabled=false",
                        "--http.port=0",
                        "--spring.main.banner-mode=off"));
    }

    /** The queue URLs that it hands out lead through the gateway. */
    static Recipe sqs(int port, int gatewayPort) {
        return new Recipe(
                "ElasticMQ",
                port,
                List.of("org.elasticmq:elasticmq-server_2.13:1.7.1"),
                List.of(
                        "-Drest-sqs.bind-hostname=127.0.0.1",
                        "-Drest-sqs.bind-port=" + port,
                        "-Drest-stats.enabled=false",
                        "-Dnode-address.host=127.0.0.1",
                        "-Dnode-address.port=" + gatewayPort,
                        "-Daws.region=us-east-1",
                        "-Daws.accountId=000000000000"),
                "org.elasticmq.server.Main",
                List.of());
    }

    /** One set of tables for all regions and access keys, as the one account of the local cloud has it. */
    static Recipe dynamoDb(int port) {
        return new Recipe(
                "DynamoDB Local",
                port,
                List.of("com.amazonaws:DynamoDBLocal:2.6.1"),
                LoopbackOnly.options(),
                "com.amazonaws.services.dynamodbv2.local.main.ServerRunner",
                List.of("-inMemory", "-sharedDb", "-disableTelemetry", "-port", String.valueOf(port)));
    }
}
