package local.gateway;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A result file as the pages of GetQueryResults; the token of a page is where in the file it begins. */
final class ResultPages {
    private final Path file;

    ResultPages(Path file) {
        this.file = file;
    }

    /** @return {@code Rows}, and {@code NextToken} unless this is the last page */
    ObjectNode page(long start, int most) throws IOException {
        List<ObjectNode> rows = new ArrayList<>();
        long position = start;
        try (InputStream lines = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            lines.skipNBytes(start);
            long length = Files.size(file);
            while (rows.size() < most && position < length) {
                position += row(lines, rows);
            }
            return Tree.object(
                    "Rows",
                    Tree.array(rows.stream()),
                    "NextToken",
                    position < length ? String.valueOf(position) : null);
        }
    }

    /** Reads one line, which ends outside quotes; answers how many bytes it had. */
    private static long row(InputStream line, List<ObjectNode> rows) throws IOException {
        List<ObjectNode> values = new ArrayList<>();
        ByteArrayOutputStream value = new ByteArrayOutputStream();
        boolean inside = false;
        boolean isNull = true;
        long read = 0;
        while (true) {
            int next = line.read();
            read++;
            boolean separates = !inside && (next == ',' || next == '\n' || next < 0);
            if (separates) {
                String text = value.toString(StandardCharsets.UTF_8);
                values.add(Tree.object("VarCharValue", isNull ? null : text));
                value.reset();
                isNull = true;
                if (next != ',') {
                    rows.add(Tree.object("Data", Tree.array(values.stream())));
                    return read;
                }
            } else if (next == '"') {
                // The second of two quotes opens again what the first has closed, and stands for itself.
                if (!inside && !isNull) {
                    value.write('"');
                }
                inside = !inside;
                isNull = false;
            } else {
                value.write(next);
            }
        }
    }
}
