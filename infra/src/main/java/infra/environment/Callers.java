package infra.environment;

/** Who may ask for an export over HTTP. */
public sealed interface Callers {
    /** Whoever signs with credentials of AWS that allow execute-api:Invoke. */
    record Signed() implements Callers {}

    /**
     * Whoever has a token of this issuer.
     *
     * @param issuer its address
     * @param audience for which the token was made out
     */
    record WithToken(String issuer, String audience) implements Callers {
        public WithToken {
            if (!issuer.startsWith("https://")) {
                throw new IllegalArgumentException("issuer is '" + issuer + "', expected https");
            }
        }
    }
}
