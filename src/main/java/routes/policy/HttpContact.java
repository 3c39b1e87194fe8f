package routes.policy;

import java.time.Duration;
import java.util.Optional;

/**
 * How one pipeline speaks to others over HTTP: it has a Camel component of its own, and so its own connections and
 * time-outs.
 *
 * @param component the scheme of its endpoints, such as {@code ingest-http}
 * @param connectTimeout for a connection: to wait for a free one, to open one, to shake hands
 * @param responseTimeout how long the other end may be silent
 * @param decodes whether answers may come compressed, because they are read
 * @param identity who it is to the other end; empty: nobody, and the JDK's certificates are trusted
 */
public record HttpContact(
    String component,
    Duration connectTimeout,
    Duration responseTimeout,
    boolean decodes,
    Optional<TlsIdentity> identity) {

    /** A contact that asks for what others have. */
    public static HttpContact reading(String component, Duration connectTimeout, Duration responseTimeout) {
        return new HttpContact(component, connectTimeout, responseTimeout, true, Optional.empty());
    }

    /** A contact that brings others what they are to have, and reads of their answers no more than the head. */
    public static HttpContact sending(
            String component, Duration connectTimeout, Duration responseTimeout, TlsIdentity identity) {
        return new HttpContact(component, connectTimeout, responseTimeout, false, Optional.of(identity));
    }
}
