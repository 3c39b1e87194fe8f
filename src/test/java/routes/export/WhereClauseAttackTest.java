package routes.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import routes.Cases;

class WhereClauseAttackTest {
    private static final int EACH = 50;
    private static final Pattern TEXTS = Pattern.compile("'(?:[^']++|'')*+'");
    private static final Pattern UNSEEN = Pattern.compile("\\\\u([0-9a-f]{4})");
    private static final Set<String> WORDS = Set.of(
            ("and or not in between like escape is null true false date timestamp lower upper length customer_id name region"
                            + " active age visits orders score weight balance created seen")
                    .split(" "));

    @Test
    void atLeastSixtyAttacksAreKnown() throws IOException {
        assertThat(attacks().distinct()).hasSizeGreaterThanOrEqualTo(60);
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void aKnownAttackIsRefusedInOneLineWithoutItsContent(String attack) {
        Refusal refusal = refusal(attack).orElseThrow(() -> new AssertionError("accepted: " + attack));
        assertThat(refusal.field()).isEqualTo("where_clause");
        assertThat(refusal.getMessage().lines()).hasSize(1);
        assertThat(refusal.getMessage()).doesNotContainIgnoringCase("vault").doesNotContainIgnoringCase("secret");
    }

    @Test
    void nothingOfTheCallersReachesAthenaExceptAsAParameter() {
        forAllAttacks((attack, condition) -> {
            assertThat(PlainSql.marks(condition.sql()))
                    .isEqualTo(condition.parameters().size());
            assertThat(condition.parameters()).allMatch(PlainSql::isLiteral);
        });
    }

    @Test
    void anAttackThatPassesIsAPlainConditionIndeed() {
        forAllAttacks((attack, condition) -> {
            String outside = TEXTS.matcher(attack).replaceAll("''");
            assertThat(outside)
                    .as(attack)
                    .matches("[A-Za-z0-9_ \\t\\r\\n'\"(),.<>=!-]*")
                    .doesNotContain("--");
            assertThat(Pattern.compile("[A-Za-z_]+")
                            .matcher(outside.replaceAll("[0-9][eE]", "0"))
                            .results()
                            .map(word -> word.group().toLowerCase(Locale.ROOT)))
                    .as(attack)
                    .isSubsetOf(WORDS);
        });
    }

    @Test
    void aRefusalRepeatsNothingOfTheAttack() {
        Cases.forAll(cases -> {
            for (int i = 0; i < EACH; i++) {
                String attack = HostileClauses.clause(cases) + " 'Geheimnis' Geheimnis \"Geheimnis\"";
                Refusal refusal = refusal(attack).orElseThrow(() -> new AssertionError("accepted: " + attack));
                assertThat(refusal.getMessage())
                        .as(attack)
                        .doesNotContain("Geheimnis")
                        .matches("[ -~]+");
            }
        });
    }

    @Test
    void attacksAreNotAllRefusedSoThatWhatPassesIsLookedAt() {
        int[] passed = new int[1];
        forAllAttacks((attack, condition) -> passed[0]++);
        assertThat(passed[0]).isBetween(Cases.CASES * EACH / 50, Cases.CASES * EACH / 2);
    }

    @Test
    void theWorstOfClausesIsReadInNoTimeOnASmallStack() throws Exception {
        List<String> worst = List.of(
                "(".repeat(10) + "age = 5" + ")".repeat(10),
                "(".repeat(10) + "age = ",
                "((((((((((age = 5) and active) or active) and active) or active) and active) or active) and active)"
                        + " or active) and active",
                "not (not (not (not (not (not (not (not (not (not (age in ((1),(2),(3)))))))))))",
                "active" + " or active".repeat(400),
                "age in (" + "1,".repeat(999) + "1)",
                "age in (" + "(1),".repeat(900) + "(1))",
                "not ".repeat(1000) + "active",
                "active" + " and(active".repeat(10) + ")".repeat(10),
                "((active)and".repeat(9) + "(active)" + ")".repeat(9),
                "name = '" + "''".repeat(2000) + "'",
                "name like '" + "%a".repeat(500) + "'",
                "\"".repeat(4000),
                "lower(".repeat(600));
        Throwable[] broken = new Throwable[1];
        Thread thread = new Thread(
                null,
                () -> assertTimeout(Duration.ofSeconds(5), () -> worst.forEach(this::refusal)),
                "small",
                256 * 1024);
        thread.setUncaughtExceptionHandler((self, e) -> broken[0] = e);
        thread.start();
        thread.join();
        assertThat(broken[0]).isNull();
    }

    static Stream<String> attacks() throws IOException {
        try (InputStream file = WhereClauseAttackTest.class.getResourceAsStream("where-clause-attacks.txt")) {
            String text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
            return text
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("# "))
                    .map(line -> UNSEEN.matcher(line)
                            .replaceAll(code -> Character.toString(Integer.parseInt(code.group(1), 16))))
                    .toList()
                    .stream();
        }
    }

    /** What holds for an attack that was accepted, and what it became. */
    @FunctionalInterface
    interface Property {
        void check(String attack, Condition condition);
    }

    private static void forAllAttacks(Property property) {
        Cases.forAll(cases -> {
            for (int i = 0; i < EACH; i++) {
                String attack = HostileClauses.clause(cases);
                try {
                    property.check(attack, WhereClause.parse(attack, Customers.TABLE));
                } catch (Refusal refused) {
                    assertThat(refused.field()).isEqualTo("where_clause");
                }
            }
        });
    }

    private Optional<Refusal> refusal(String clause) {
        try {
            WhereClause.parse(clause, Customers.TABLE);
            return Optional.empty();
        } catch (Refusal refused) {
            return Optional.of(refused);
        }
    }
}
