package routes.flights;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import routes.Cases;

class SeenStatesTest {
    private final SeenStates seen = new SeenStates();

    private static StateRow row(String icao24, @Nullable Long contact) {
        StateRow row = new StateRow();
        row.text(StateField.ICAO24).set(icao24.toCharArray(), 0, icao24.length());
        row.found(StateField.ICAO24);
        if (contact != null) {
            row.setNumber(StateField.LAST_CONTACT, contact);
            row.found(StateField.LAST_CONTACT);
        }
        return row;
    }

    @Test
    void pairsThatAreNearlyTheSameAreDifferent() {
        String[] texts = {
            "000000", "00000", "0000000", "00000a", "00000A", "a00000", "ffffff", "gggggg", "üüü", " 00000"
        };
        Long[] times = {null, 0L, 1L, -1L, (1L << 38) - 1, 1L << 38, StateRules.MOST_TIME, StateRules.LEAST_TIME};
        for (String text : texts) {
            for (Long time : times) {
                assertThat(seen.add(row(text, time))).as("%s %s", text, time).isTrue();
            }
        }
        for (String text : texts) {
            for (Long time : times) {
                assertThat(seen.add(row(text, time))).as("%s %s", text, time).isFalse();
            }
        }
    }

    @Test
    void manyPairsAreKnownExactly() {
        Cases.forAll(cases -> {
            SeenStates states = new SeenStates();
            Set<List<Object>> expected = new HashSet<>();
            int range = cases.number(1, 200);
            for (int i = 0; i < 1_000; i++) {
                String text = "%06x".formatted(cases.number(0, range));
                long time = Snapshots.TIME - cases.number(0, range);
                assertThat(states.add(row(text, time))).isEqualTo(expected.add(List.of(text, time)));
            }
        });
    }

    @Test
    void theTableGrows() {
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 100_000; i++) {
                String text = "%06x".formatted(i * 160);
                if (seen.add(row(text, 1_795_286_400L + i % 3)) == (round == 1)) {
                    throw new AssertionError(text + " in round " + round);
                }
            }
        }
    }
}
