package routes.eventlog;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;
import routes.lake.parquet.ParquetMerge;
import routes.lake.parquet.ParquetWriting;

/**
 * An event on its way into its checkpoint.
 *
 * @param file that tells it
 * @param event as it is told
 */
record NewEvent(SourceFile file, LogEvent event) implements ParquetMerge.Row {
    /** The order of a checkpoint. */
    static final Comparator<NewEvent> ORDER =
            Comparator.comparingLong(NewEvent::time).thenComparing(NewEvent::key, Arrays::compareUnsigned);

    @Override
    public long time() {
        return event.timestamp();
    }

    @Override
    public byte[] key() {
        return file.key().getBytes(UTF_8);
    }

    @Override
    public void writeTo(ParquetWriting out) {
        int column = 0;
        text(out, column++, event.action());
        text(out, column++, event.study());
        out.integer(column++, event.adcid());
        text(out, column++, event.project());
        text(out, column++, event.center());
        text(out, column++, event.gear());
        text(out, column++, event.ptid());
        text(out, column++, event.visitDate());
        text(out, column++, event.visitNumber());
        text(out, column++, event.datatype());
        text(out, column++, event.module());
        text(out, column++, event.packet());
        out.number(column++, event.timestamp());
        text(out, column++, file.key());
        text(out, column++, file.eTag());
        if (!event.extra().isEmpty()) {
            out.texts(column, event.extra());
        }
    }

    private static void text(ParquetWriting out, int column, @Nullable String text) {
        if (text == null) {
            out.nothing(column);
        } else {
            out.text(column, text.getBytes(UTF_8));
        }
    }
}
