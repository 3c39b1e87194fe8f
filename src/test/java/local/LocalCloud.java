package local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;
import local.gateway.Gateway;
import local.stubs.Stubs;

/**
 * AWS and the other ends of the pipelines on this machine: S3Mock, ElasticMQ and DynamoDB Local, each in a JVM of its
 * own, behind one {@linkplain Gateway gateway} that adds what they lack, and the {@linkplain Stubs stub ends} beside
 * it. Everything ends with {@link #close}, and with this process however that ends.
 */
public final class LocalCloud implements AutoCloseable {
    private final Gateway gateway;
    private final Stubs stubs;
    private final Path home;
    private final List<Emulator> emulators = new CopyOnWriteArrayList<>();

    private LocalCloud(Gateway gateway, Stubs stubs, Path home) {
        this.gateway = gateway;
        this.stubs = stubs;
        this.home = home;
    }

    /** An empty cloud on free ports. */
    public static LocalCloud start() {
        return start(0, 0);
    }

    /**
     * An empty cloud.
     *
     * @param gatewayPort where AWS answers; 0 for a free port
     * @param stubPort where the stub ends answer; 0 for a free port
     */
    public static LocalCloud start(int gatewayPort, int stubPort) {
        return start("127.0.0.1", gatewayPort, stubPort, ClassPaths::new, Optional.empty());
    }

    /**
     * An empty cloud.
     *
     * @param host the address that answers; 0.0.0.0 for all, as a container needs it
     * @param jars where the emulators' jars are found
     * @param dynamoDb one that runs elsewhere; empty: one of our own
     */
    static LocalCloud start(
            String host, int gatewayPort, int stubPort, Supplier<EmulatorJars> jars, Optional<URI> dynamoDb) {
        Gateway gateway = Gateway.open(host, gatewayPort);
        Stubs stubs;
        try {
            stubs = Stubs.open(host, stubPort);
        } catch (RuntimeException taken) {
            gateway.close();
            throw taken;
        }
        LocalCloud cloud = new LocalCloud(gateway, stubs, temporaryDirectory());
        try {
            cloud.startEmulators(jars, dynamoDb);
            return cloud;
        } catch (RuntimeException failure) {
            cloud.close();
            throw failure;
        }
    }

    private void startEmulators(Supplier<EmulatorJars> jars, Optional<URI> dynamoDb) {
        List<IntFunction<Recipe>> recipes = new ArrayList<>(
                List.of(Recipe::s3, port -> Recipe.sqs(port, endpoint().getPort())));
        if (dynamoDb.isEmpty()) {
            recipes.add(Recipe::dynamoDb);
        }
        ExecutorService threads = Executors.newFixedThreadPool(recipes.size());
        try (EmulatorJars classPaths = jars.get()) {
            List<Callable<Emulator>> starts = new ArrayList<>();
            for (IntFunction<Recipe> recipe : recipes) {
                starts.add(() -> start(recipe.apply(freePort()), classPaths));
            }
            List<Future<Emulator>> ended = threads.invokeAll(starts);
            URI s3 = ended.get(0).get().uri();
            URI sqs = ended.get(1).get().uri();
            gateway.serve(
                    s3,
                    sqs,
                    dynamoDb.isPresent() ? dynamoDb.get() : ended.get(2).get().uri());
        } catch (ExecutionException failed) {
            throw new IllegalStateException(failed.getCause().getMessage(), failed.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the start of the local cloud was interrupted", interrupted);
        } finally {
            threads.shutdownNow();
        }
    }

    private Emulator start(Recipe recipe, EmulatorJars classPaths) throws IOException, InterruptedException {
        String classPath = classPaths.of(recipe.artifacts());
        Emulator emulator =
                Emulator.start(recipe, classPath, Files.createDirectory(home.resolve("port-" + recipe.port())));
        emulators.add(emulator);
        emulator.awaitReady();
        return emulator;
    }

    /** Where every AWS client of this cloud belongs: the value for {@code AWS_ENDPOINT_URL}. */
    public URI endpoint() {
        return gateway.uri();
    }

    /** Where the stub ends answer. */
    public URI stubs() {
        return stubs.uri();
    }

    /** Creates everything that the pipelines expect to find, with the names that the documents give. */
    public void furnish() {
        new Furniture(endpoint(), stubs()).putInPlace();
    }

    /** The processes that must be gone when this cloud is closed. */
    List<ProcessHandle> processes() {
        return emulators.stream().map(Emulator::process).toList();
    }

    @Override
    public void close() {
        gateway.close();
        stubs.close();
        emulators.parallelStream().forEach(Emulator::close);
        delete(home);
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException failure) {
            throw new UncheckedIOException("no free port on 127.0.0.1", failure);
        }
    }

    private static Path temporaryDirectory() {
        try {
            return Files.createTempDirectory("local-cloud-");
        } catch (IOException failure) {
            throw new UncheckedIOException("the local cloud found no place for its files", failure);
        }
    }

    private static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(directory + " could not be deleted", failure);
        }
    }
}
