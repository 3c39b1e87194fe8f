package routes.ingest;

import java.net.URI;

/** How requests to a source identify themselves. Secrets are named here, never held. */
sealed interface Authentication {

    /** They do not. */
    record None() implements Authentication {}

    /**
     * A fixed header.
     *
     * @param header its name
     * @param secret name of the secret whose field {@code value} is the header's value
     */
    record Header(String header, String secret) implements Authentication {}

    /**
     * OAuth2 client credentials, sent as a bearer token.
     *
     * @param tokenUrl where tokens are issued
     * @param secret name of the secret with the fields {@code client_id} and {@code client_secret}
     */
    record ClientCredentials(URI tokenUrl, String secret) implements Authentication {}
}
