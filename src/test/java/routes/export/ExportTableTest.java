package routes.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExportTableTest {
    private static final Column ID = new Column("id", ColumnType.BIGINT);

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a\"b", "a.b", "$path", "größe", "a\n", "a;b", "a-b"})
    void aNameThatNeedsAnEscapeIsRefused(String name) {
        assertThatThrownBy(() -> new ExportTable(name, List.of(ID), false))
                .hasMessage("table is '" + name + "', expected 1 to 255 letters, digits and underscores");
        assertThatThrownBy(() -> new Column(name, ColumnType.BIGINT))
                .hasMessage("column is '" + name + "', expected 1 to 255 letters, digits and underscores");
    }

    @Test
    void aTableWithoutColumnsIsRefused() {
        assertThatThrownBy(() -> new ExportTable("t", List.of(), false))
                .hasMessage("table 't' has no columns, expected at least one");
    }

    @Test
    void aColumnIsThereOnceInWhateverCase() {
        assertThatThrownBy(() -> new ExportTable("t", List.of(ID, new Column("ID", ColumnType.BIGINT)), false))
                .hasMessage("table 't' has columns [id, ID], expected each once, in whatever case");
    }

    @Test
    void aColumnIsFoundInWhateverCase() {
        ExportTable table = new ExportTable("t", List.of(ID, new Column("ask", ColumnType.BIGINT)), false);
        assertThat(table.column("iD")).contains(ID);
        assertThat(table.column("idd")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"as\u212a", "a\u017fk", "ask ", "\"ask\""})
    void aLookAlikeIsAnotherColumn(String name) {
        ExportTable table = new ExportTable("t", List.of(ID, new Column("ask", ColumnType.BIGINT)), false);
        assertThat(table.column(name)).isEmpty();
    }

    @Test
    void namesAreQuoted() {
        assertThat(new ExportTable("t_1", List.of(ID), true).sql()).isEqualTo("\"t_1\"");
        assertThat(ID.sql()).isEqualTo("\"id\"");
    }
}
