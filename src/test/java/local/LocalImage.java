package local;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * What the image {@code lake-routes-local} does.
 *
 * <ul>
 *   <li>{@code serve <gateway's port> <stub ends' port>} runs an empty local cloud until it is told to stop. Variable
 *       {@code LOCAL_DYNAMODB} says where DynamoDB answers, {@code LOCAL_EMULATORS} where the other emulators' jars are.
 *   <li>{@code furnish <gateway's port> <stub ends' port>} puts into it what the pipelines expect to find, and something
 *       to work on.
 * </ul>
 */
public final class LocalImage {
    private static final String ALL = "0.0.0.0";

    private LocalImage() {}

    public static void main(String[] arguments) throws InterruptedException {
        int gateway = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 4566;
        int stubs = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 4570;
        switch (arguments.length > 0 ? arguments[0] : "") {
            case "serve" -> serve(gateway, stubs);
            case "furnish" -> furnish(here(gateway), here(stubs));
            default -> {
                System.err.println("lake-routes-local: the command is " + List.of(arguments)
                        + ", expected serve or furnish, each with two ports or none");
                System.exit(2);
            }
        }
    }

    private static void serve(int gateway, int stubs) throws InterruptedException {
        Path jars = Path.of(variable("LOCAL_EMULATORS"));
        URI dynamoDb = URI.create(variable("LOCAL_DYNAMODB"));
        LocalCloud cloud = LocalCloud.start(ALL, gateway, stubs, () -> new PackedJars(jars), Optional.of(dynamoDb));
        Runtime.getRuntime().addShutdownHook(new Thread(cloud::close, "local-cloud-close"));
        System.out.println("The local cloud is at " + cloud.endpoint() + ", the stub ends are at " + cloud.stubs());
        new CountDownLatch(1).await();
    }

    /** Puts in place what the pipelines expect to find, and gives them something to work on. */
    static void furnish(URI cloud, URI stubs) {
        System.setProperty("aws.accessKeyId", "local");
        System.setProperty("aws.secretAccessKey", "local");
        new Furniture(cloud, stubs).putInPlace();
        try (LocalState state = new LocalState(cloud, stubs)) {
            new LocalBundles(state).putObjects();
            new LocalEvents(state).putLot();
        }
        System.out.println("Buckets, queues, tables and secrets are in place at " + cloud);
    }

    private static URI here(int port) {
        return URI.create("http://127.0.0.1:" + port);
    }

    private static String variable(String name) {
        String value = System.getenv(name);
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(name + " is not set, expected where that is found");
        }
        return value;
    }
}
