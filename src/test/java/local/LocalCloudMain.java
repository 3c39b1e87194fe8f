package local;

import java.util.concurrent.CountDownLatch;

/** Runs a furnished local cloud until Ctrl-C. Arguments: the gateway's port (4566) and the stub ends' port (4570). */
public final class LocalCloudMain {
    private LocalCloudMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        int gatewayPort = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 4566;
        int stubPort = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 4570;
        CountDownLatch ended = new CountDownLatch(1);
        try (LocalCloud cloud = LocalCloud.start(gatewayPort, stubPort)) {
            cloud.furnish();
            Runtime.getRuntime().addShutdownHook(new Thread(cloud::close, "local-cloud-close"));
            System.out.printf("""
                    The local cloud is at %s, the stub ends are at %s. To look:
                        export AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local AWS_DEFAULT_REGION=us-east-1
                        aws --endpoint-url %s s3 ls
                        aws --endpoint-url %s sqs list-queues
                        curl %s/_received
                    Ctrl-C ends it.
                    """, cloud.endpoint(), cloud.stubs(), cloud.endpoint(), cloud.endpoint(), cloud.stubs());
            ended.await();
        }
    }
}
