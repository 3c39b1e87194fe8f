package routes.flights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import routes.Cases;

/** The checks against {@link NaiveChecks} on a hundred generated snapshots, of none to some hundred states. */
@Tag("property")
class ChecksPropertyTest {

    @Test
    void everyScoreIsThatOfAPlainComputation() {
        Set<QualityCheck> imperfect = EnumSet.noneOf(QualityCheck.class);
        Set<Finding> found = new HashSet<>();
        Cases.forAll(cases -> {
            List<CheckedRow> rows = rows(cases);
            int rowsOfGroup = cases.number(1, 200);
            List<CheckScore> scores = Checks.of(CheckedFiles.states(CheckedFiles.file(rows, rowsOfGroup, Map.of())));
            List<Double> expected = new NaiveChecks(rows).scores();
            for (QualityCheck check : QualityCheck.values()) {
                CheckScore score = scores.get(check.ordinal());
                assertThat(score.check()).isEqualTo(check);
                assertThat(score.score()).as(check.label()).isCloseTo(expected.get(check.ordinal()), within(1e-9));
                if (score.score() < 1) {
                    imperfect.add(check);
                }
                score.findings().forEach((finding, count) -> {
                    if (count > 0) {
                        found.add(finding);
                    }
                });
            }
        });
        assertThat(imperfect).as("checks that found something").containsExactlyInAnyOrder(QualityCheck.values());
        assertThat(found).as("rules that were broken").containsExactlyInAnyOrder(Finding.values());
    }

    @Test
    void scoresDoNotDependOnRowGroupsNorOnTheOrderOfStates() {
        Cases.forAll(cases -> {
            List<CheckedRow> rows = rows(cases);
            List<CheckScore> scores = Checks.of(CheckedFiles.states(rows));
            List<CheckedRow> shuffled = new ArrayList<>(rows);
            Collections.shuffle(shuffled, cases.random());
            assertThat(Checks.of(CheckedFiles.states(CheckedFiles.file(shuffled, cases.number(1, 50), Map.of()))))
                    .isEqualTo(scores);
        });
    }

    private static List<CheckedRow> rows(Cases cases) {
        int count = cases.number(0, 9) == 0 ? cases.number(0, 12) : cases.number(0, 400);
        int faults = cases.number(0, 30);
        List<CheckedRow> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rows.add(row(cases, faults));
        }
        return rows;
    }

    private static CheckedRow row(Cases cases, int faults) {
        CheckedRow row = new CheckedRow(cases.number(0, 5000));
        boolean ground = cases.number(0, 9) == 0;
        row.onGround = ground;
        row.longitude = decimals(cases.number(-180_000_000, 180_000_000), cases);
        row.latitude = decimals(cases.number(-90_000_000, 90_000_000), cases);
        row.baroAltitude = ground ? 0.0 : cases.number(100, 1800) * 25 * 0.3048 * 3.28084;
        row.geoAltitude = row.baroAltitude + cases.number(-1050, 1050);
        row.velocity = ground ? cases.number(0, 65) * 1.0 : 38 + cases.number(0, 5000) / 10.0;
        row.country = cases.number(0, 3) == 0 ? "United States" : "Norway";
        row.lastContact = CheckedRow.TIME - cases.number(0, 310) * 1000L;
        row.timePosition = cases.number(0, 5) == 0 ? null : row.lastContact - cases.number(0, 20) * 1000L;
        while (cases.number(0, 99) < faults) {
            spoil(row, cases);
        }
        return row;
    }

    private static void spoil(CheckedRow row, Cases cases) {
        switch (cases.number(0, 15)) {
            case 0 -> row.icao24 = cases.number(0, 1) == 0 ? null : cases.text(7);
            case 1 -> row.longitude = pick(cases, null, 0.0, -0.0, 180.0, -180.000001, 200.0, 0.05, row.latitude);
            case 2 -> row.latitude = pick(cases, null, 0.0, 90.0, -90.5, 0.1, 0.09, 49.9, row.longitude);
            case 3 -> row.baroAltitude = pick(cases, null, 0.0, -1000.0, -1000.5, 60_000.0, 60_001.0, 250_000.0);
            case 4 -> row.geoAltitude = null;
            case 5 -> row.velocity = pick(cases, null, 0.0, -1.0, 1200.0, 1200.5, 9000.0, 60.0, 40.0);
            case 6 -> row.onGround = cases.number(0, 1) == 0 ? null : true;
            case 7 -> row.callsign = cases.number(0, 3) == 0 ? "  " : cases.number(0, 1) == 0 ? null : word(cases);
            case 8 -> row.country = cases.number(0, 1) == 0 ? null : "";
            case 9 -> row.lastContact = cases.number(0, 1) == 0 ? null : time(cases);
            case 10 -> row.timePosition = time(cases);
            case 11 -> row.hasPosition = cases.number(0, 1) == 0 ? null : false;
            case 12 -> row.hasAltitude = false;
            case 13 -> row.hasVelocity = false;
            case 14 -> {
                row.longitude = 0.01;
                row.latitude = -0.02;
            }
            default -> {
                row.country = "United States";
                row.longitude = 12.5;
                row.latitude = 41.9;
            }
        }
    }

    /** From some seconds after the snapshot's time to more than a day before it. */
    private static long time(Cases cases) {
        return CheckedRow.TIME - cases.number(-9, 90_000) * 1000L;
    }

    /** Millionths with 4 to 8 places behind the point. */
    private static double decimals(int millionths, Cases cases) {
        String more = cases.number(0, 30) == 0 ? "" + cases.number(1, 99) : "";
        int coarse = cases.number(0, 1) == 0 ? 100 : 1;
        String digits = millionths / coarse * coarse + more;
        return new BigDecimal(digits).movePointLeft(6 + more.length()).doubleValue();
    }

    /** Letters of any alphabet, blanks around them. */
    private static String word(Cases cases) {
        return " " + "ÄB7𐐀Xyz9Q0".substring(0, cases.number(0, 2)) + "ABCDEFGHIJ".substring(cases.number(0, 9)) + "  ";
    }

    private static @Nullable Double pick(Cases cases, @Nullable Double... values) {
        return values[cases.number(0, values.length - 1)];
    }
}
