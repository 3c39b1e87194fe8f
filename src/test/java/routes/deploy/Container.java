package routes.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A process out of an unpacked image, as a container engine would run it but for the network, which is this machine's: it
 * sees the image's files alone and can change none of them, {@code /tmp} is empty and its own, and it is the image's user.
 * Needs Linux and root.
 */
final class Container implements AutoCloseable {
    /** Mounts in a namespace that ends with the process; then the process itself in the shell's place. */
    private static final String SCRIPT = """
            root=$1; user=$2; mounts=$3; shift 3
            mount --bind "$root" "$root"
            mount -t proc proc "$root/proc"
            mount -t tmpfs -o mode=755,size=64k tmpfs "$root/dev"
            for device in null zero random urandom; do
                touch "$root/dev/$device"; mount --bind /dev/$device "$root/dev/$device"
            done
            mount -t tmpfs -o nosuid,nodev,mode=1777,size=1g tmpfs "$root/tmp"
            for each in $mounts; do mount --bind "${each%%=*}" "$root/${each#*=}"; done
            mount -o remount,bind,ro "$root"
            exec chroot --userspec="$user" "$root" "$@"
            """;

    private final Process process;
    private final Path log;

    private Container(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /**
     * Starts a process.
     *
     * @param root where the image is unpacked
     * @param environment all that it gets, but for {@code PATH} and what the image itself sets
     * @param mounts files of this machine by their paths in the image
     * @param command in the place of the entrypoint and its arguments
     */
    static Container start(
            ImageTar image,
            Path root,
            Map<String, String> environment,
            Map<String, Path> mounts,
            List<String> command) {
        try {
            for (String needed : List.of("proc", "dev", "tmp")) {
                Files.createDirectories(root.resolve(needed));
            }
            StringBuilder list = new StringBuilder();
            for (Map.Entry<String, Path> mount : mounts.entrySet()) {
                Path place = root.resolve(mount.getKey().substring(1));
                Files.createDirectories(place.getParent());
                if (Files.notExists(place)) {
                    Files.createFile(place);
                }
                list.append(mount.getValue()).append('=').append(mount.getKey()).append(' ');
            }
            String user = image.config().at("/config/User").asText();
            List<String> words = new ArrayList<>(
                    List.of("unshare", "--mount", "sh", "-eu", "-c", SCRIPT, "container", root.toString(), user));
            words.add(list.toString());
            words.addAll(command);
            Path log = Files.createTempFile("container-", ".log");
            ProcessBuilder builder =
                    new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(log.toFile());
            builder.environment().clear();
            builder.environment().put("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
            image.words("/config/Env")
                    .forEach(pair -> builder.environment()
                            .put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1)));
            builder.environment().putAll(environment);
            return new Container(builder.start(), log);
        } catch (IOException e) {
            throw new UncheckedIOException("the container could not be started", e);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    /** All that it has said. */
    String log() {
        try {
            return Files.readString(log, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for its end, and answers its exit code. */
    int awaitEnd() throws InterruptedException {
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the container does not end: " + log());
        }
        return process.exitValue();
    }

    /** SIGTERM, as an engine sends it; answers the exit code. */
    int stop() throws InterruptedException {
        process.destroy();
        return awaitEnd();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor();
            Files.deleteIfExists(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
