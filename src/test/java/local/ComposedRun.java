package local;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** The configuration of docker-compose.yml, {@code deploy/compose/lake-routes.properties}, for other ports. */
public final class ComposedRun {
    private static final Duration PATIENCE = Duration.ofSeconds(180);
    private static final long LOOK_AGAIN_MILLIS = 250;

    /** Bucket and prefix of what a pipeline makes last. */
    private static final Map<String, String> OUTPUTS = new TreeMap<>(Map.of(
            "ingest", "lake-raw/raw/",
            "aggregator", "lake-archive/bundles/",
            "eventlog", "lake-processed/checkpoints/",
            "flights", "lake-processed/quality/"));

    private ComposedRun() {}

    /** What the file says, with the ports of this cloud and with free ones for what the process answers. */
    public static String configuration(Path file, LocalCloud cloud, int managementPort, int exportPort)
            throws IOException {
        return configuration(file, cloud.endpoint().getPort(), cloud.stubs().getPort(), managementPort, exportPort);
    }

    /** What the file says, with these ports in the place of 4566, 4570, 9876 and 8080. */
    public static String configuration(Path file, int gateway, int stubs, int managementPort, int exportPort)
            throws IOException {
        String text = Files.readString(file)
                .replace("127.0.0.1:4566", "127.0.0.1:" + gateway)
                .replace("127.0.0.1:4570", "127.0.0.1:" + stubs);
        return text + "\nlake.management-port=" + managementPort + "\nexport.http-port=" + exportPort + "\n";
    }

    /** Waits until each pipeline has done something that can be seen from outside. */
    public static void awaitWork(URI cloud, URI stubs) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try (LocalState state = new LocalState(cloud, stubs)) {
            while (!idle(state).isEmpty()) {
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException("within " + PATIENCE.toSeconds() + " s nothing came of "
                            + idle(state) + ", expected something of every pipeline");
                }
                TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
            }
        }
    }

    /** The pipelines of which nothing is to be seen. */
    private static List<String> idle(LocalState state) {
        List<String> idle = new ArrayList<>();
        OUTPUTS.forEach((pipeline, place) -> {
            String[] bucketAndPrefix = place.split("/", 2);
            boolean empty = state.clients()
                    .s3()
                    .listObjectsV2(list -> list.bucket(bucketAndPrefix[0]).prefix(bucketAndPrefix[1]))
                    .contents()
                    .isEmpty();
            if (empty) {
                idle.add(pipeline);
            }
        });
        if (state.told("/_export").isEmpty()) {
            idle.add("export");
        }
        return idle;
    }
}
