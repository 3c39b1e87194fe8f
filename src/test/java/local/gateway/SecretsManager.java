package local.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import local.gateway.Operations.Operation;

/** Secrets with their versions; the stages AWSCURRENT and AWSPREVIOUS move as in AWS. */
final class SecretsManager {
    private static final String CURRENT = "AWSCURRENT";
    private static final String PREVIOUS = "AWSPREVIOUS";

    private record Version(String id, JsonNode text, JsonNode binary, Set<String> stages, Instant created) {}

    private record Secret(String name, String arn, ObjectNode about, Map<String, Version> versions) {}

    private final Map<String, Secret> secrets = new TreeMap<>();

    Map<String, Operation> operations() {
        return Map.of(
                "CreateSecret", this::create,
                "PutSecretValue", this::put,
                "UpdateSecret", this::update,
                "GetSecretValue", this::get,
                "DescribeSecret", this::describe,
                "ListSecrets", this::list,
                "DeleteSecret", this::delete);
    }

    private synchronized ObjectNode create(ObjectNode input) {
        String name = Tree.text(input, "Name");
        if (secrets.containsKey(name)) {
            throw new AwsError(
                    400,
                    "ResourceExistsException",
                    "The operation failed because the secret " + name + " already exists.");
        }
        ObjectNode about = Tree.object("Description", Tree.optional(input, "Description"));
        about.set("Tags", input.path("Tags").isArray() ? input.get("Tags") : Tree.array(Stream.of()));
        String arn = Aws.arn("secretsmanager", "secret:" + name + "-LoCaL0");
        secrets.put(name, new Secret(name, arn, about, new LinkedHashMap<>()));
        return store(secrets.get(name), input);
    }

    private synchronized ObjectNode put(ObjectNode input) {
        return store(secret(input), input);
    }

    private synchronized ObjectNode update(ObjectNode input) {
        Secret secret = secret(input);
        if (input.has("Description")) {
            secret.about().set("Description", input.get("Description"));
        }
        return store(secret, input);
    }

    /** Adds the version that the input brings, if it brings one, and makes it the current one. */
    private ObjectNode store(Secret secret, ObjectNode input) {
        ObjectNode result = Tree.object("ARN", secret.arn(), "Name", secret.name());
        if (input.has("SecretString") || input.has("SecretBinary")) {
            String id =
                    input.path("ClientRequestToken").asText(UUID.randomUUID().toString());
            if (!secret.versions().containsKey(id)) {
                add(secret, id, input);
            }
            result.setAll(Tree.object(
                    "VersionId", id, "VersionStages", stages(secret.versions().get(id))));
        }
        return result;
    }

    private static void add(Secret secret, String id, ObjectNode input) {
        Set<String> stages = new TreeSet<>();
        input.path("VersionStages").forEach(stage -> stages.add(stage.asText()));
        if (stages.isEmpty()) {
            stages.add(CURRENT);
        }
        if (stages.contains(CURRENT)) {
            secret.versions().values().forEach(version -> version.stages().remove(PREVIOUS));
            secret.versions().values().stream()
                    .filter(version -> version.stages().contains(CURRENT))
                    .forEach(version -> version.stages().add(PREVIOUS));
        }
        secret.versions().values().forEach(version -> version.stages().removeAll(stages));
        secret.versions()
                .put(id, new Version(id, input.get("SecretString"), input.get("SecretBinary"), stages, Instant.now()));
    }

    private synchronized ObjectNode get(ObjectNode input) {
        Secret secret = secret(input);
        String id = Tree.optional(input, "VersionId");
        String stage = input.path("VersionStage").asText(id == null ? CURRENT : null);
        Version version = secret.versions().values().stream()
                .filter(candidate -> id == null || candidate.id().equals(id))
                .filter(candidate -> stage == null || candidate.stages().contains(stage))
                .findFirst()
                .orElseThrow(() -> missing("Secrets Manager can't find the specified secret value for "
                        + (id == null ? "staging label: " + stage : "VersionId: " + id)));
        return Tree.object(
                "ARN", secret.arn(),
                "Name", secret.name(),
                "VersionId", version.id(),
                "SecretString", version.text(),
                "SecretBinary", version.binary(),
                "VersionStages", stages(version),
                "CreatedDate", version.created());
    }

    private static JsonNode stages(Version version) {
        return Tree.array(version.stages().stream());
    }

    private synchronized ObjectNode describe(ObjectNode input) {
        return described(secret(input));
    }

    private static ObjectNode described(Secret secret) {
        ObjectNode stages = Tree.object();
        secret.versions().values().stream()
                .filter(version -> !version.stages().isEmpty())
                .forEach(version -> stages.set(version.id(), stages(version)));
        ObjectNode description = Tree.object("ARN", secret.arn(), "Name", secret.name(), "VersionIdsToStages", stages);
        return description.setAll(secret.about());
    }

    private synchronized ObjectNode list(ObjectNode input) {
        return Tree.object(
                "SecretList",
                Tree.array(
                        secrets.values().stream().map(SecretsManager::described).map(description -> {
                            description.set("SecretVersionsToStages", description.remove("VersionIdsToStages"));
                            return description;
                        })));
    }

    private synchronized ObjectNode delete(ObjectNode input) {
        Secret secret = secret(input);
        secrets.remove(secret.name());
        return Tree.object("ARN", secret.arn(), "Name", secret.name(), "DeletionDate", Instant.now());
    }

    private Secret secret(ObjectNode input) {
        String id = Tree.text(input, "SecretId");
        return secrets.values().stream()
                .filter(secret -> secret.name().equals(id) || secret.arn().equals(id))
                .findFirst()
                .orElseThrow(() -> missing("Secrets Manager can't find the specified secret."));
    }

    private static AwsError missing(String message) {
        return new AwsError(400, "ResourceNotFoundException", message);
    }
}
