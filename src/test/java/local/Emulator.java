package local;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real emulator in a JVM of its own; it ends with {@link #close}, and with this process however that ends. */
final class Emulator implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(120);
    private static final Duration FAREWELL = Duration.ofSeconds(4);
    private static final long LOOK_AGAIN_MILLIS = 20;

    private final Recipe recipe;
    private final Path log;
    private final Process process;

    private Emulator(Recipe recipe, Path log, Process process) {
        this.recipe = recipe;
        this.log = log;
        this.process = process;
    }

    /**
     * Starts the process; {@link #awaitReady} waits until it answers.
     *
     * @param home a directory of its own for its files and its log
     */
    static Emulator start(Recipe recipe, String classPath, Path home) throws IOException {
        putInto(home, Leash.class);
        putInto(home, LoopbackOnly.class);
        putInto(home, LoopbackOnly.LocalServer.class);
        Path log = home.resolve("log.txt");
        Process process = new ProcessBuilder(command(recipe, classPath, home))
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        return new Emulator(recipe, log, process);
    }

    private static List<String> command(Recipe recipe, String classPath, Path home) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m", "-Xshare:auto"));
        command.add("-Djava.io.tmpdir=" + home);
        command.addAll(recipe.options());
        command.addAll(
                List.of("-cp", home + File.pathSeparator + classPath, Leash.class.getName(), recipe.mainClass()));
        command.addAll(recipe.arguments());
        return command;
    }

    /** Only these few classes of ours are on the emulator's class path: our resources would reconfigure it. */
    private static void putInto(Path home, Class<?> type) throws IOException {
        String file = type.getName().replace('.', '/') + ".class";
        Files.createDirectories(home.resolve(file).getParent());
        try (InputStream bytes = type.getResourceAsStream("/" + file)) {
            Files.copy(bytes, home.resolve(file));
        }
    }

    void awaitReady() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + START.toNanos();
        while (!answers()) {
            boolean ended = process.waitFor(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
            if (ended || System.nanoTime() > deadline) {
                throw new IllegalStateException("%s on port %d %s; the end of its log: %s"
                        .formatted(
                                recipe.name(),
                                recipe.port(),
                                ended ? "ended at its start" : "was not ready within " + START.toSeconds() + " s",
                                endOfLog()));
            }
        }
    }

    private boolean answers() throws IOException {
        try (Socket socket = new Socket("127.0.0.1", recipe.port())) {
            return socket.isConnected();
        } catch (ConnectException notYet) {
            return false;
        }
    }

    private String endOfLog() throws IOException {
        List<String> lines = Files.readAllLines(log);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + recipe.port());
    }

    ProcessHandle process() {
        return process.toHandle();
    }

    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(FAREWELL.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (IOException broken) {
            process.destroyForcibly();
        } catch (InterruptedException hurry) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
