package infra.environment;

/**
 * How new code reaches its callers.
 *
 * @param versioned whether callers go through the alias LIVE of a published version
 * @param gradual whether CodeDeploy leads a tenth of them to a new version first, and back when its alarms ring
 * @param snapshots whether functions start from a snapshot wherever their disk allows it
 * @param warm whether those shapes that ask for it are kept warm
 */
public record Release(boolean versioned, boolean gradual, boolean snapshots, boolean warm) {
    public Release {
        if (!versioned && (gradual || snapshots || warm)) {
            throw new IllegalArgumentException("a release is without versions and gradual=" + gradual + " snapshots="
                    + snapshots + " warm=" + warm + ", expected versions: all of them need a published one");
        }
    }
}
