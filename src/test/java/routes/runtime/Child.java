package routes.runtime;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import routes.runtime.command.LakeRoutes;

/** The pipelines in a JVM of their own, which a test can kill. */
final class Child implements AutoCloseable {
    static final String HEAP = "128m";

    private final Process process;
    private final Path log;

    private Child(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** Starts a process with its doors, configured by system properties. */
    static Child start(Map<String, String> settings) {
        List<String> options = new ArrayList<>();
        settings.forEach((key, value) -> options.add("-D" + key + "=" + value));
        return start(options, LakeRoutes.class.getName(), "run");
    }

    /** Starts a process that waits for its settings; see {@link Spare}. */
    static Child spare() {
        return start(List.of(), Spare.class.getName());
    }

    /** Lets a spare process begin. */
    Child begin(Map<String, String> settings) {
        Properties properties = new Properties();
        properties.putAll(settings);
        try (OutputStream in = process.getOutputStream()) {
            properties.store(in, null);
        } catch (IOException e) {
            throw new UncheckedIOException(log(), e);
        }
        return this;
    }

    private static Child start(List<String> options, String... program) {
        try {
            Path log = Files.createTempFile("child-", ".log");
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx" + HEAP,
                    "-XX:+ExitOnOutOfMemoryError",
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+UseSerialGC",
                    "-Daws.accessKeyId=local",
                    "-Daws.secretAccessKey=local"));
            command.addAll(options);
            command.addAll(List.of("-cp", System.getProperty("java.class.path")));
            command.addAll(List.of(program));
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            return new Child(process, log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** What it has printed so far. */
    String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The most memory that it has had so far, in bytes; empty where the system does not tell. */
    OptionalLong peakMemory() {
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
                    .filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
                    .findFirst();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    /** SIGKILL: nothing of its own gets a chance to run. */
    void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** SIGTERM; answers its exit code. */
    int terminate() {
        process.destroy();
        return awaitEnd();
    }

    private int awaitEnd() {
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException("child does not end: " + log());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        kill();
        try {
            Files.deleteIfExists(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
