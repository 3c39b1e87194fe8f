package routes.flights;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import routes.lake.Spool;
import routes.lake.parquet.ParquetReading;
import routes.lake.parquet.SpoolSource;

/**
 * Conversion alone, without a cloud, for the benchmark: {@code ConvertFolder <in> <out> [scores]} makes a Parquet file of
 * each {@code .json.gz}, and prints its scores where they are asked for. A file's time of change is when it was fetched.
 */
public final class ConvertFolder {
    private static final String RAW = ".json.gz";
    private static final int IN_MEMORY = 8 << 20;

    private ConvertFolder() {}

    public static void main(String[] arguments) throws IOException {
        Path out = Path.of(arguments[1]);
        Conversion conversion = new Conversion(100_000);
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> folder = Files.newDirectoryStream(Path.of(arguments[0]), "*" + RAW)) {
            folder.forEach(files::add);
        }
        for (Path raw : new TreeSet<>(files)) {
            Path parquet = out.resolve(raw.getFileName().toString().replace(RAW, ".parquet"));
            try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(parquet))) {
                conversion.convert(
                        () -> Files.newInputStream(raw),
                        Optional.of(Files.getLastModifiedTime(raw).toInstant()),
                        file,
                        new ByteArrayOutputStream());
            }
            if (arguments.length > 2) {
                System.out.println(scores(parquet));
            }
        }
    }

    private static String scores(Path parquet) throws IOException {
        try (Spool spool = new Spool(IN_MEMORY, parquet.getParent())) {
            Files.copy(parquet, spool);
            QualityRules rules = new QualityRules(16, Map.of(), Map.of(), 0.8, 0.7, 0.05, false);
            return Verdict.of(ParquetReading.open(new SpoolSource(spool)), rules) instanceof QualityReport report
                    ? new String(report.json(), java.nio.charset.StandardCharsets.UTF_8)
                    : "{}";
        }
    }
}
