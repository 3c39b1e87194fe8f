package routes.aws;

import software.amazon.awssdk.awscore.endpoint.DualstackEnabledProvider;
import software.amazon.awssdk.awscore.endpoint.FipsEnabledProvider;

/**
 * Which kind of address of a service is asked for: what goes past the SDK's clients has to go to the same one.
 *
 * @param fips one whose cryptography is certified
 * @param dualStack one that has an IPv6 address as well
 */
record EndpointKind(boolean fips, boolean dualStack) {
    /** What the SDK finds, too: system properties before the environment before the profile. */
    static EndpointKind here() {
        return new EndpointKind(
                FipsEnabledProvider.builder().build().isFipsEnabled().orElse(false),
                DualstackEnabledProvider.builder().build().isDualstackEnabled().orElse(false));
    }
}
