package routes.runtime.command;

import java.security.Provider;
import java.security.Security;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/**
 * The cryptography of a process that runs for long, or calls AWS very often. The start script turns the second compiler off, and with it the JVM's
 * own fast AES and SHA-256: TLS and hashes would cost more than all other work. The distribution brings Amazon's provider
 * for some platforms; everywhere else, and where its library cannot be loaded, the JDK's own stay.
 */
final class NativeCrypto {
    private static final String NAME = "AmazonCorrettoCryptoProvider";

    private NativeCrypto() {}

    /** Prefers the native provider, where the class path has one that works. */
    static void install() {
        prefer(ServiceLoader.load(Provider.class).stream()
                .filter(found -> found.type().getSimpleName().equals(NAME))
                .map(ServiceLoader.Provider::get));
    }

    /** Puts the first that works before all others; without its library a provider is there, but offers nothing. */
    static void prefer(Stream<Provider> candidates) {
        candidates
                .filter(candidate -> candidate.getService("MessageDigest", "SHA-256") != null)
                .findFirst()
                .ifPresent(working -> Security.insertProviderAt(working, 1));
    }
}
