package infra;

import infra.environment.Analysts;
import infra.environment.Callers;
import infra.environment.Draft;
import infra.environment.Environments;
import infra.environment.Network;
import infra.environment.Runtime;
import java.util.List;
import java.util.Optional;

/** Environments with a switch turned that none of the five has turned. */
final class Variants {
    static final String DATA_KEY = "arn:aws:kms:eu-west-1:111122223333:key/01234567-89ab-cdef-0123-456789abcdef";

    private Variants() {}

    /** Production, governed by Lake Formation. */
    static Synthesised governed() {
        return Synthesised.of(
                "prod-governed",
                Draft.of(Environments.prod())
                        .with(new Analysts(
                                true,
                                List.of("first_name", "last_name", "email", "ptid"),
                                "region <> 'internal'",
                                10_000_000_000L))
                        .done());
    }

    /** Development, in a cluster. */
    static Synthesised kubernetes() {
        return Synthesised.of(
                "dev-kubernetes",
                Draft.of(Environments.dev()).with(Runtime.KUBERNETES).done());
    }

    /** Staging in a network, with a key that is there already, for callers with tokens. */
    static Synthesised networked() {
        return Synthesised.of(
                "staging-networked",
                Draft.of(Environments.staging())
                        .in(Optional.of(new Network(
                                "vpc-0123456789abcdef0",
                                List.of("subnet-0123456789abcdef0", "subnet-0fedcba9876543210"),
                                List.of("rtb-0123456789abcdef0"),
                                true)))
                        .dataKey(Optional.of(DATA_KEY))
                        .with(new Callers.WithToken("https://login.example.com/", "lake-export"))
                        .tag("cost-center", "lake")
                        .done());
    }
}
