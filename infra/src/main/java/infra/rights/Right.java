package infra.rights;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awscdk.services.iam.Effect;
import software.amazon.awscdk.services.iam.PolicyStatement;

/**
 * Something that a role may do.
 *
 * @param sid what for, in letters
 * @param actions each written out
 * @param resources ARNs
 * @param conditions as IAM has them
 * @param because why a resource has a star; without a reason there is none
 */
public record Right(
        String sid,
        List<String> actions,
        List<String> resources,
        Map<String, Map<String, String>> conditions,
        Optional<String> because) {
    public Right {
        actions = List.copyOf(actions);
        resources = List.copyOf(resources);
        conditions = Map.copyOf(conditions);
        if (!sid.matches("[A-Za-z]+")) {
            throw new IllegalArgumentException("id of a right is '" + sid + "', expected letters");
        }
        if (actions.isEmpty() || actions.stream().anyMatch(action -> !action.matches("[a-z0-9-]+:[A-Za-z]+"))) {
            throw new IllegalArgumentException(
                    "actions of " + sid + " are " + actions + ", expected some, written out");
        }
        if (resources.isEmpty()) {
            throw new IllegalArgumentException("resources of " + sid + " are none, expected some");
        }
        if (because.isEmpty() && resources.stream().anyMatch(resource -> resource.contains("*"))) {
            throw new IllegalArgumentException("resources of " + sid + " have a star without a reason: " + resources);
        }
    }

    /** The right to do some things with the resources that are named next. */
    public static Doing to(String sid, String... actions) {
        return new Doing(sid, List.of(actions));
    }

    /** A right whose resources are still to be named. */
    public record Doing(String sid, List<String> actions) {
        public Right on(String... resources) {
            return on(List.of(resources));
        }

        public Right on(List<String> resources) {
            return new Right(sid, actions, resources, Map.of(), Optional.empty());
        }

        /** On resources with a star, for a reason. */
        public Right onAll(String because, String... resources) {
            return new Right(sid, actions, List.of(resources), Map.of(), Optional.of(because));
        }
    }

    /** The same under another name. */
    Right as(String name) {
        return new Right(name, actions, resources, conditions, because);
    }

    /** The same done to what the other is done to as well; their actions and conditions are alike. */
    Right and(Right other) {
        if (!actions.equals(other.actions) || !conditions.equals(other.conditions)) {
            throw new IllegalArgumentException(
                    "rights " + sid + " and " + other.sid + " differ, expected alike but for their resources");
        }
        List<String> both = Stream.concat(resources.stream(), other.resources.stream())
                .distinct()
                .toList();
        String reasons = Stream.concat(because.stream(), other.because.stream())
                .distinct()
                .collect(Collectors.joining("; "));
        return new Right(sid, actions, both, conditions, Optional.of(reasons).filter(text -> !text.isEmpty()));
    }

    /** The same, as long as a condition holds. */
    public Right when(String operator, String key, String value) {
        return new Right(sid, actions, resources, Map.of(operator, Map.of(key, value)), because);
    }

    PolicyStatement statement() {
        PolicyStatement.Builder statement = PolicyStatement.Builder.create()
                .sid(sid)
                .effect(Effect.ALLOW)
                .actions(actions)
                .resources(resources);
        return conditions.isEmpty()
                ? statement.build()
                : statement.conditions(conditions).build();
    }
}
