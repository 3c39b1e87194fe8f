package infra.environment;

/**
 * The EKS cluster in which a process runs, by Pod Identity.
 *
 * @param name of the cluster
 * @param namespace of the pods
 * @param serviceAccountPrefix of their service accounts: {@code lake-routes} for {@code lake-routes-ingest}
 */
public record Cluster(String name, String namespace, String serviceAccountPrefix) {
    public Cluster {
        for (String part : new String[] {name, namespace, serviceAccountPrefix}) {
            if (!part.matches("[a-z0-9][a-z0-9-]{0,62}")) {
                throw new IllegalArgumentException(
                        "name in a cluster is '" + part + "', expected small letters, digits and dashes, 63 at most");
            }
        }
    }
}
