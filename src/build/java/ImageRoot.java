import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Lays out what the images are made of, below one directory:
 *
 * <ul>
 *   <li>{@code root}: a Java runtime of the JDK that was found (jlink), who the process is, the class path
 *   <li>{@code machine}: the C library of this machine, for a base that has none ({@code scratch}); otherwise empty
 *   <li>{@code stage}: the jars where they will be in the image and with the times that they will have there, to make the
 *       archive of classes from
 * </ul>
 *
 * <p>Run by the build: {@code java -Dimage.jdk=<a JDK, or empty to look for one> ImageRoot.java <base> <directory>
 * <distribution> <jar>}
 */
final class ImageRoot {
    private static final int LEAST_JAVA = 25;

    /** All of Java SE, and what is asked for by name: agents and diagnostics of a running process, DNS, TLS, zip. */
    private static final String MODULES =
            "java.se,jdk.charsets,jdk.crypto.cryptoki,jdk.crypto.ec,jdk.httpserver,jdk.jcmd,"
                    + "jdk.jfr,jdk.management,jdk.management.agent,jdk.naming.dns,jdk.net,jdk.security.auth,jdk.unsupported,jdk.zipfs";

    /** What jib gives every file: an archive of classes knows its jars by their times. */
    private static final FileTime FIXED = FileTime.fromMillis(1_000);

    private static final Pattern LIBRARY = Pattern.compile("(/\\S+)(?: \\(0x\\p{XDigit}+\\))$", Pattern.MULTILINE);

    private final Path root;
    private final Path machine;
    private final Path stage;

    private ImageRoot(Path directory) {
        this.root = directory.resolve("root");
        this.machine = directory.resolve("machine");
        this.stage = directory.resolve("stage");
    }

    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[1]);
        delete(directory);
        new ImageRoot(directory).make(arguments[0], Path.of(arguments[2]), Path.of(arguments[3]));
    }

    private void make(String base, Path distribution, Path jar) throws Exception {
        Path jdk = findJdk();
        Path trusted = jdk.resolve("lib/security/cacerts");
        if (base.contains("@sha256:") && !trusted.toRealPath().startsWith(jdk)) {
            throw new IllegalStateException(trusted + " is a link to " + trusted.toRealPath()
                    + ", expected the JDK's own certificates: a release must not trust what this machine trusts");
        }
        Path java = root.resolve("opt/java");
        Files.createDirectories(java.getParent());
        run(
                jdk.resolve("bin/jlink").toString(),
                "--add-modules",
                MODULES,
                "--no-header-files",
                "--no-man-pages",
                "--strip-debug",
                "--output",
                java.toString());
        Files.createDirectories(root.resolve("etc"));
        Files.writeString(
                root.resolve("etc/passwd"),
                "root:x:0:0:root:/root:/sbin/nologin\nlake:x:10001:10001:lake-routes:/tmp:/sbin/nologin\n");
        Files.writeString(root.resolve("etc/group"), "root:x:0:\nlake:x:10001:\n");
        Files.createDirectories(machine);
        if (base.equals("scratch")) {
            takeLibraries(java);
            Files.createDirectories(machine.resolve("tmp"));
            Files.writeString(machine.resolve("etc/nsswitch.conf"), "passwd: files\ngroup: files\nhosts: files dns\n");
        }
        stageJars(distribution, jar);
        System.out.println("images: Java " + release(jdk, "JAVA_RUNTIME_VERSION") + " on " + base);
    }

    /** The jars in the order of the class path: ours, then by name; native code for this platform alone. */
    private void stageJars(Path distribution, Path own) throws IOException {
        Path libs = Files.createDirectories(stage.resolve("app/libs"));
        List<String> classPath = new ArrayList<>();
        classPath.add("/app/classpath/" + copy(own, Files.createDirectories(stage.resolve("app/classpath"))));
        for (Path from : List.of(distribution.resolve("lib"), distribution.resolve("lib/" + platform()))) {
            for (Path jar : jars(from)) {
                if (!jar.getFileName().equals(own.getFileName())) {
                    classPath.add("/app/libs/" + copy(jar, libs));
                }
            }
        }
        Files.createDirectories(root.resolve("app"));
        Files.writeString(root.resolve("app/class-path"), String.join(":", classPath));
    }

    private static Path copy(Path jar, Path to) throws IOException {
        Path copied = Files.copy(jar, to.resolve(jar.getFileName()));
        Files.setLastModifiedTime(copied, FIXED);
        return copied.getFileName();
    }

    private static List<Path> jars(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        }
    }

    /** As uname says it, and the directories of the distribution. */
    private static String platform() {
        return System.getProperty("os.name")
                + (System.getProperty("os.arch").equals("aarch64") ? "-aarch64" : "-x86_64");
    }

    /** The C library, and all that the runtime's own libraries ask for; the local image's DuckDB is written in C++. */
    private void takeLibraries(Path java) throws Exception {
        List<Path> asking = new ArrayList<>();
        try (Stream<Path> files = Files.walk(java)) {
            files.filter(file -> file.toString().endsWith(".so") || file.endsWith("bin/java"))
                    .forEach(asking::add);
        }
        Set<Path> wanted = new LinkedHashSet<>();
        for (Path file : asking) {
            LIBRARY.matcher(run("ldd", file.toString()))
                    .results()
                    .map(found -> Path.of(found.group(1)))
                    .filter(library -> !library.normalize()
                            .startsWith(java.toAbsolutePath().normalize()))
                    .filter(library -> !library.toString().matches(".*/lib(X|asound|freetype|xcb|bsd|md\\b).*"))
                    .forEach(wanted::add);
        }
        Path beside = wanted.stream()
                .filter(library -> library.endsWith("libc.so.6"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no libc.so.6 among " + wanted + ", expected a glibc"))
                .getParent();
        for (String more :
                List.of("libresolv.so.2", "libnss_files.so.2", "libnss_dns.so.2", "libgcc_s.so.1", "libstdc++.so.6")) {
            for (Path place :
                    List.of(beside, Path.of("/usr").resolve(beside.toString().substring(1)))) {
                if (Files.exists(place.resolve(more))) {
                    wanted.add(place.resolve(more));
                    break;
                }
            }
        }
        for (Path library : wanted) {
            Path copied = machine.resolve(library.toString().substring(1));
            Files.createDirectories(copied.getParent());
            Files.copy(library.toRealPath(), copied);
        }
        Files.createDirectories(machine.resolve("etc"));
    }

    /** The one that {@code image.jdk} names; else the newest of the usual places that is new enough. */
    private static Path findJdk() throws IOException {
        String named = System.getProperty("image.jdk", "");
        List<Path> places = new ArrayList<>();
        if (named.isEmpty()) {
            places.add(Path.of(System.getProperty("java.home")));
            for (String variable : List.of("JAVA_HOME", "JAVA_HOME_25_X64", "JAVA_HOME_25_ARM64")) {
                String home = System.getenv(variable);
                if (home != null && !home.isBlank()) {
                    places.add(Path.of(home));
                }
            }
            places.addAll(children(Path.of("/usr/lib/jvm")));
            places.addAll(children(Path.of(System.getProperty("user.home"), ".sdkman/candidates/java")));
        } else {
            places.add(Path.of(named));
        }
        for (Path place : places) {
            if (Files.isExecutable(place.resolve("bin/jlink")) && feature(place) >= LEAST_JAVA) {
                return place.toRealPath();
            }
        }
        throw new IllegalStateException("no JDK " + LEAST_JAVA + " or newer with jlink in "
                + places.stream().map(Path::toString).collect(Collectors.joining(", "))
                + "; name one with -Dimage.jdk=<directory>");
    }

    private static List<Path> children(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted(Comparator.reverseOrder()).toList();
        }
    }

    private static int feature(Path jdk) throws IOException {
        Matcher version = Pattern.compile("^(\\d+)").matcher(release(jdk, "JAVA_VERSION"));
        return version.find() ? Integer.parseInt(version.group(1)) : 0;
    }

    private static String release(Path jdk, String key) throws IOException {
        Properties release = new Properties();
        Path file = jdk.resolve("release");
        if (Files.isRegularFile(file)) {
            try (var reader = Files.newBufferedReader(file)) {
                release.load(reader);
            }
        }
        return release.getProperty(key, "").replace("\"", "");
    }

    /** Runs a program, and answers what it has said. */
    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) {
            throw new IllegalStateException(
                    String.join(" ", command) + " ended with " + process.exitValue() + ": " + said);
        }
        return said;
    }

    private static void delete(Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
