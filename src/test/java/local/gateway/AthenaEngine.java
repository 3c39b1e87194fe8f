package local.gateway;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import local.gateway.Operations.Operation;

/** Runs one query over the lake, and puts its result into S3. */
final class AthenaEngine {
    private final LakeObjects objects;
    private final LakeCatalog catalog;
    private final Path copies;
    private final Path results;

    /** @param home an empty directory of its own */
    AthenaEngine(Map<String, Operation> glue, LakeObjects objects, Path home) throws IOException {
        this.objects = objects;
        this.copies = Files.createDirectory(home.resolve("copies"));
        this.results = Files.createDirectory(home.resolve("results"));
        this.catalog = new LakeCatalog(glue, objects, new ObjectCache(objects, copies));
    }

    /** Takes the query to its end, whichever that is. */
    void run(AthenaQuery query) throws InterruptedException {
        if (!query.begin()) {
            return;
        }
        try {
            AthenaQuery.Result result = result(query);
            if (!query.hasEnded()) {
                objects.write(LakeObjects.address(query.resultUri()), BodyPublishers.ofFile(result.file()));
                query.succeed(result);
            }
        } catch (QueryFailedException failure) {
            query.fail(failure.getMessage());
        } catch (SQLException failure) {
            query.fail(QueryFailedException.of(failure).getMessage());
        } catch (IOException | RuntimeException failure) {
            query.fail("GENERIC_INTERNAL_ERROR: " + failure.getMessage());
        }
    }

    private AthenaQuery.Result result(AthenaQuery query)
            throws SQLException, IOException, InterruptedException, QueryFailedException {
        AthenaQuery.Submission asked = query.submission();
        String sql = SqlText.inDuckDb(SqlText.bound(asked.sql(), asked.parameters()));
        try (Connection duckDb = DuckDb.open()) {
            SqlTree tree = SqlTree.of(duckDb, sql);
            long bytes = catalog.show(duckDb, tree, asked.database());
            DuckDb.lock(duckDb, copies);
            try (Statement statement = duckDb.createStatement()) {
                query.runs(statement);
                try (ResultSet rows = statement.executeQuery(sql)) {
                    List<AthenaColumn> columns = columns(rows.getMetaData(), tree.labels());
                    Path file = results.resolve(query.id() + ".csv");
                    return new AthenaQuery.Result(file, columns, ResultFile.write(rows, columns, file), bytes);
                } finally {
                    query.runs(null);
                }
            }
        }
    }

    private static List<AthenaColumn> columns(ResultSetMetaData about, List<String> labels) throws SQLException {
        List<AthenaColumn> columns = new ArrayList<>();
        for (int i = 1; i <= about.getColumnCount(); i++) {
            String label = labels.isEmpty() ? about.getColumnLabel(i) : labels.get(i - 1);
            columns.add(AthenaColumn.of(label, about.getColumnTypeName(i)));
        }
        return columns;
    }
}
