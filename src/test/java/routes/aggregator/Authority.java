package routes.aggregator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Makes certificates for tests, with the JDK's own keytool, in a directory of the test. */
final class Authority {
    private static final String PASSWORD = "changeit";

    private final Path directory;
    private final String name;
    private final Identity self;

    /**
     * @param certificate PEM
     * @param privateKey PEM, PKCS#8
     */
    record Identity(String certificate, String privateKey) {}

    /** An authority that nobody else vouches for. */
    static Authority named(String name, Path directory) {
        return new Authority(name, directory);
    }

    private Authority(String name, Path directory) {
        this.name = name;
        this.directory = directory;
        generate(name, "EC", "bc:c");
        this.self = new Identity(keytool(name, "-exportcert", "-rfc"), privateKey(name));
    }

    /** The authority itself, whose certificate is signed by its own key. */
    Identity self() {
        return self;
    }

    /**
     * Somebody for whom it vouches.
     *
     * @param algorithm of the key, RSA or EC
     * @param extension of the certificate, as keytool writes it
     */
    Identity issue(String subject, String algorithm, String extension) {
        generate(subject, algorithm, extension);
        Path request = directory.resolve(subject + ".csr");
        keytool(subject, "-certreq", "-file", request.toString());
        String certificate = keytool(name, "-gencert", "-rfc", "-infile", request.toString(), "-ext", extension);
        return new Identity(certificate, privateKey(subject));
    }

    private void generate(String subject, String algorithm, String extension) {
        keytool(subject, "-genkeypair", "-keyalg", algorithm, "-dname", "CN=" + subject, "-ext", extension);
    }

    private Path store(String subject) {
        return directory.resolve(subject + ".p12");
    }

    private String privateKey(String subject) {
        try {
            KeyStore keys = KeyStore.getInstance(store(subject).toFile(), PASSWORD.toCharArray());
            PrivateKey key = (PrivateKey) keys.getKey(subject, PASSWORD.toCharArray());
            return "-----BEGIN PRIVATE KEY-----\n"
                    + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded())
                    + "\n-----END PRIVATE KEY-----\n";
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private String keytool(String subject, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        command.addAll(List.of("-alias", subject, "-keystore", store(subject).toString(), "-storepass", PASSWORD));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(directory.resolve("keytool.log").toFile())
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(command + " failed: " + said);
            }
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
