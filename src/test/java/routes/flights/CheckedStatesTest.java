package routes.flights;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static routes.flights.CheckedRow.good;

import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import routes.Cases;
import routes.lake.parquet.ParquetColumn;
import routes.lake.parquet.ParquetColumn.Kind;
import routes.lake.parquet.ParquetReading;
import routes.lake.parquet.UnreadableParquet;

class CheckedStatesTest {

    static List<String> columns() {
        return CheckedFiles.COLUMNS.stream().map(ParquetColumn::name).toList();
    }

    @ParameterizedTest
    @MethodSource("columns")
    void aFileWithoutAColumnIsUnreadableByItsName(String column) {
        ParquetReading file = CheckedFiles.file(
                good(2),
                10,
                Map.of(),
                one -> one.name().equals(column) ? new ParquetColumn(column + "_", one.kind(), one.required()) : one);
        assertThatThrownBy(() -> CheckedStates.read(file))
                .isInstanceOf(UnreadableParquet.class)
                .hasMessageStartingWith("column " + column + " is [] in the file, expected one of ");
    }

    @ParameterizedTest
    @MethodSource("columns")
    void aColumnOfAnotherKindIsUnreadableByItsName(String column) {
        ParquetReading file = CheckedFiles.file(
                List.of(),
                10,
                Map.of(),
                one -> one.name().equals(column) ? ParquetColumn.optional(column, Kind.INTEGERS) : one);
        assertThatThrownBy(() -> CheckedStates.read(file))
                .isInstanceOf(UnreadableParquet.class)
                .hasMessageStartingWith("column " + column + " is [INTEGERS] in the file, expected one of ");
    }

    @Test
    void statesWithoutTheSnapshotsTimeAreUnreadable() {
        ParquetReading file = CheckedFiles.file(good(3, 3, row -> row.snapshotTime = null), 10, Map.of());
        assertThatThrownBy(() -> CheckedStates.read(file))
                .isInstanceOf(UnreadableParquet.class)
                .hasMessageContaining("snapshot_time");
    }

    @Test
    void theReferenceIsTheLatestTimeOfTheColumn() {
        List<CheckedRow> rows = good(4);
        rows.get(0).snapshotTime = null;
        rows.get(1).snapshotTime = CheckedRow.TIME - 1000;
        assertThat(CheckedFiles.states(rows).reference()).isEqualTo(CheckedRow.TIME);
    }

    @Test
    void moreRowsThanASnapshotHasAreUnreadable() {
        CheckedRow row = new CheckedRow(1);
        List<CheckedRow> rows = Collections.nCopies(CheckedStates.MOST_ROWS + 1, row);
        ParquetReading file = CheckedFiles.file(rows, 1 << 17, Map.of());
        assertThatThrownBy(() -> CheckedStates.read(file))
                .isInstanceOf(UnreadableParquet.class)
                .hasMessageContaining("more than 500000 rows");
    }

    @Test
    void moreTextThanASnapshotHasIsUnreadable() {
        byte[] text = new byte[1 << 20];
        TextColumn column = new TextColumn("callsign", 65);
        for (int i = 0; i < 64; i++) {
            column.add(text);
        }
        assertThatThrownBy(() -> column.add(new byte[1]))
                .isInstanceOf(UnreadableParquet.class)
                .hasMessageStartingWith("column callsign has more than 67108864 bytes of text");
    }

    @Test
    void timesMayBeInMicroseconds() {
        ParquetReading file = CheckedFiles.file(
                good(3),
                10,
                Map.of(),
                one -> one.kind() == Kind.MILLIS ? ParquetColumn.optional(one.name(), Kind.MICROS) : one);
        CheckedStates states = CheckedFiles.states(file);
        assertThat(states.reference()).isEqualTo(CheckedRow.TIME);
        assertThat(states.lastContact).containsOnly(CheckedRow.TIME - 5000.0);
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void aNumberThatIsNotFiniteIsNone(double value) {
        List<CheckedRow> rows = good(2);
        rows.get(0).velocity = value;
        assertThat(CheckedFiles.states(rows).velocity).containsExactly(Double.NaN, 420);
    }

    @Test
    void rowsOfAllGroupsAreReadInTheirOrder() {
        List<CheckedRow> rows = good(25);
        rows.get(7).icao24 = null;
        rows.get(8).icao24 = "";
        CheckedStates states = CheckedFiles.states(CheckedFiles.file(rows, 4, Map.of()));
        assertThat(states.rows).isEqualTo(25);
        for (int i = 0; i < 25; i++) {
            String icao24 = rows.get(i).icao24;
            assertThat(states.icao24.isNull(i)).isEqualTo(icao24 == null);
            if (icao24 != null) {
                assertThat(states.icao24.is(i, icao24.getBytes(UTF_8))).isTrue();
                assertThat(states.icao24.is(i, "3c00".getBytes(UTF_8))).isFalse();
            }
        }
    }

    @Test
    @Tag("property")
    void repeatedTextsAreThoseThatASetHasAlready() {
        Cases.forAll(cases -> {
            int rows = cases.number(0, 600);
            int letters = cases.number(1, 3);
            TextColumn column = new TextColumn("icao24", rows);
            Set<String> seen = new HashSet<>();
            int repeated = 0;
            for (int i = 0; i < rows; i++) {
                // Aa and BB have the same hash, as have all words of them.
                String text = cases.number(0, 20) == 0 ? "" : word(cases, letters);
                column.add(text.getBytes(UTF_8));
                repeated += seen.add(text) ? 0 : 1;
            }
            assertThat(column.repeated()).isEqualTo(repeated);
        });
    }

    @Test
    @Tag("property")
    void quantilesLieOnTheLineBetweenNeighbours() {
        Cases.forAll(cases -> {
            double[] values = new double[cases.number(1, 50)];
            double step = cases.number(1, 1000) / 7.0;
            for (int i = 0; i < values.length; i++) {
                values[i] = i * step;
            }
            double share = cases.number(0, 100) / 100.0;
            assertThat(Distribution.of(values).quantile(share))
                    .isCloseTo(share * (values.length - 1) * step, within(1e-9));
        });
    }

    @Test
    void aDistributionOfNothingHasNoQuantileAndNothingBeyond() {
        Distribution none = Distribution.of(new double[] {Double.NaN, Double.NaN});
        assertThat(none.count()).isZero();
        assertThat(none.quantile(0.5)).isNaN();
        assertThat(none.isBeyond(3, 1e9)).isFalse();
        Distribution one = Distribution.of(new double[] {Double.NaN, 7});
        assertThat(one.count()).isEqualTo(1);
        assertThat(one.quantile(0.25)).isEqualTo(7);
        assertThat(one.isBeyond(3, 1e9)).isFalse();
    }

    private static String word(Cases cases, int letters) {
        StringBuilder word = new StringBuilder();
        for (int i = cases.number(1, letters); i > 0; i--) {
            word.append(cases.number(0, 1) == 0 ? "Aa" : "BB");
        }
        return word.toString();
    }
}
