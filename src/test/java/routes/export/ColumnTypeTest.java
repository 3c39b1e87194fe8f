package routes.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ColumnTypeTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "text",
                "array<int>",
                "map(varchar,varchar)",
                "row(a int)",
                "varchar(10)",
                "char(3)",
                "varbinary",
                "json",
                "time",
                "timestamp(6)",
                "decimal",
                "decimal(10)",
                "decimal(10,2) x",
                "decimal(100,2)",
                "integer; drop",
                "ınteger"
            })
    void aTypeThatCannotBeExportedIsRefused(String text) {
        assertThatThrownBy(() -> ColumnType.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("column type is '" + text + "', expected varchar, string, boolean, tinyint,");
    }

    @ParameterizedTest
    @ValueSource(strings = {"decimal(0,0)", "decimal(39,2)", "decimal(2,3)"})
    void aDecimalHasAtMost38DigitsAndNotMoreBehindItsPoint(String text) {
        assertThatThrownBy(() -> ColumnType.parse(text))
                .hasMessage("column type is '" + text
                        + "', expected decimal(1 to 38, 0 to precision) or another type without digits");
    }

    @Test
    void onlyADecimalHasDigits() {
        assertThatThrownBy(() -> new ColumnType(ColumnType.Kind.DATE, 3, 0))
                .hasMessageStartingWith("column type is 'date(3,0)'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "varchar | varchar",
                "string | varchar",
                "boolean | boolean",
                "tinyint | tinyint",
                "smallint | smallint",
                "int | integer",
                "integer | integer",
                "bigint | bigint",
                "real | real",
                "float | real",
                "double | double",
                "decimal(10,2) | decimal(10,2)",
                "DECIMAL( 38 , 0 ) | decimal(38,0)",
                "date | date",
                "timestamp | timestamp",
                "Timestamp  With Time Zone | timestamp with time zone"
            })
    void aTypeHasTheNameThatAthenaCastsTo(String text, String sql) {
        assertThat(ColumnType.parse(text)).hasToString(sql).returns(sql, ColumnType::sql);
    }
}
