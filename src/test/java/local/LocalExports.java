package local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.TreeSet;

/** What export has made of the customers' object, read back from the API that took the records. */
final class LocalExports {
    private static final String QUEUE = "export-events";
    private static final String OBJECT = "s3://lake-processed/silver/customers/customers.parquet";

    private final LocalState state;
    private final LocalPipelines pipelines;

    LocalExports(LocalState state, LocalPipelines pipelines) {
        this.state = state;
        this.pipelines = pipelines;
    }

    /** Whether the object's event has been worked through. */
    boolean areDone() {
        return state.depth(QUEUE) == 0 && !state.told("/_export").isEmpty();
    }

    void print(PrintStream out) {
        String id = id();
        JsonNode export = state.told("/_export/" + id);
        TreeSet<Long> customers = new TreeSet<>();
        int records = 0;
        int whole = 0;
        for (JsonNode record : records(id)) {
            records++;
            customers.add(record.path("customer_id").asLong());
            whole += record.size() == Customers.COLUMNS.size() ? 1 : 0;
        }
        out.printf("%nexport: what came in and what the API received, read back%n%n");
        out.println("  object   " + OBJECT);
        out.println("  export   " + id);
        out.printf(
                "%n  customers %d; the API received %d records, %d of them with all columns, in %d of %d batches; twice"
                        + " %d; parked %d%n",
                Customers.PEOPLE,
                records,
                whole,
                export.path("accepted_batches").asInt(),
                export.path("total_batches").asInt(),
                records - customers.size(),
                state.depth(QUEUE + "-dlq"));
    }

    /** How to look at all this, a line each. */
    List<String> commands() {
        String export = "http://127.0.0.1:" + pipelines.exportPort() + "/export";
        return List.of(
                "curl -s " + state.stubs() + "/_export/" + id() + "/records | head -n 1",
                "curl -s -H 'x-api-key: local' -G " + export + " -d table=" + Customers.TABLE + " -d limit=5"
                        + " --data-urlencode \"where_clause=region = 'us-east' AND vip\"",
                "curl -s -H 'x-api-key: local' " + export + "/" + id(),
                state.aws() + " athena start-query-execution --query-execution-context Database=glue_catalog"
                        + " --result-configuration OutputLocation=s3://lake-results/mine/ --query-string"
                        + " 'SELECT region, count(*) FROM " + Customers.TABLE + " GROUP BY region'");
    }

    private String id() {
        return state.told("/_export").fieldNames().next();
    }

    private List<JsonNode> records(String id) {
        try (InputStream lines = state.open("/_export/" + id + "/records");
                MappingIterator<JsonNode> records =
                        new ObjectMapper().readerFor(JsonNode.class).readValues(lines)) {
            return records.readAll();
        } catch (IOException failure) {
            throw new UncheckedIOException("records of export " + id + " cannot be read back", failure);
        }
    }
}
