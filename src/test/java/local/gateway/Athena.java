package local.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import local.gateway.AthenaQuery.State;
import local.gateway.AthenaQuery.Submission;
import local.gateway.Operations.Operation;

/** Athena's operations: queries over the tables of the local Glue, answered by DuckDB. */
final class Athena implements AutoCloseable {
    private static final int LARGEST_PAGE = 1_000;

    private final AthenaQueue queue;
    private final WorkGroups workGroups = new WorkGroups();
    private final Map<String, AthenaQuery> queries = new LinkedHashMap<>();
    private final Map<String, AthenaQuery> byToken = new TreeMap<>();
    private int started;
    private int stopped;

    Athena(AthenaQueue queue) {
        this.queue = queue;
    }

    Map<String, Operation> operations() {
        return Map.of(
                "StartQueryExecution", this::start,
                "GetQueryExecution",
                        input -> Tree.object("QueryExecution", query(input).description()),
                "BatchGetQueryExecution", this::several,
                "ListQueryExecutions", this::list,
                "StopQueryExecution", this::stop,
                "GetQueryResults", this::results,
                "GetQueryRuntimeStatistics",
                        input -> Tree.object(
                                "QueryRuntimeStatistics", query(input).statistics()),
                "CreateWorkGroup", workGroups::create,
                "GetWorkGroup", workGroups::get);
    }

    private synchronized ObjectNode start(ObjectNode input) {
        Submission submission = submission(input);
        String token = input.path("ClientRequestToken").asText(UUID.randomUUID().toString());
        if (token.length() < 32 || token.length() > 128) {
            throw invalid("ClientRequestToken has " + token.length() + " characters; expected 32 to 128");
        }
        AthenaQuery earlier = byToken.get(token);
        if (earlier == null) {
            earlier = new AthenaQuery(UUID.randomUUID().toString(), submission);
            byToken.put(token, earlier);
            queries.put(earlier.id(), earlier);
            started++;
            queue.submit(earlier);
        } else if (!earlier.submission().equals(submission)) {
            throw invalid("Idempotent parameters do not match");
        }
        return Tree.object("QueryExecutionId", earlier.id());
    }

    private Submission submission(ObjectNode input) {
        String workGroup = input.path("WorkGroup").asText(WorkGroups.PRIMARY);
        String output = input.path("ResultConfiguration").path("OutputLocation").asText(workGroups.output(workGroup));
        if (output.isEmpty()) {
            throw invalid("No output location provided. An output location is required either through the Workgroup"
                    + " result configuration setting or as an API input.");
        }
        LakeObjects.address(output);
        String sql = input.path("QueryString").asText().strip();
        if (sql.isEmpty()) {
            throw invalid("QueryString is empty");
        }
        List<String> parameters = new ArrayList<>();
        input.path("ExecutionParameters").forEach(parameter -> parameters.add(parameter.asText()));
        JsonNode context = input.path("QueryExecutionContext");
        return new Submission(
                sql,
                parameters,
                context.path("Catalog").asText("AwsDataCatalog"),
                context.path("Database").asText(""),
                workGroup,
                output);
    }

    private synchronized AthenaQuery query(ObjectNode input) {
        String id = Tree.text(input, "QueryExecutionId");
        AthenaQuery query = queries.get(id);
        if (query == null) {
            throw invalid("QueryExecution " + id + " was not found");
        }
        return query;
    }

    private synchronized ObjectNode several(ObjectNode input) {
        List<ObjectNode> found = new ArrayList<>();
        List<ObjectNode> unknown = new ArrayList<>();
        for (JsonNode id : input.path("QueryExecutionIds")) {
            AthenaQuery query = queries.get(id.asText());
            if (query != null) {
                found.add(query.description());
            } else {
                unknown.add(Tree.object("QueryExecutionId", id.asText(), "ErrorCode", "INVALID_QUERY_EXECUTION_ID"));
            }
        }
        return Tree.object(
                "QueryExecutions",
                Tree.array(found.stream()),
                "UnprocessedQueryExecutionIds",
                Tree.array(unknown.stream()));
    }

    /** The youngest first, in one page. */
    private synchronized ObjectNode list(ObjectNode input) {
        String workGroup = input.path("WorkGroup").asText(WorkGroups.PRIMARY);
        List<String> ids = new ArrayList<>();
        queries.values().stream()
                .filter(query -> query.submission().workGroup().equals(workGroup))
                .forEach(query -> ids.add(0, query.id()));
        return Tree.object("QueryExecutionIds", Tree.array(ids.stream()));
    }

    private ObjectNode stop(ObjectNode input) throws InterruptedException {
        boolean ended = queue.stop(query(input));
        synchronized (this) {
            stopped += ended ? 1 : 0;
        }
        return Tree.object();
    }

    private ObjectNode results(ObjectNode input) throws IOException {
        AthenaQuery.Result result = query(input).result();
        int most = input.path("MaxResults").asInt(LARGEST_PAGE);
        String token = input.path("NextToken").asText("0");
        if (most < 1 || most > LARGEST_PAGE || !token.matches("\\d{1,18}")) {
            throw invalid("MaxResults is " + most + " and NextToken is '" + token
                    + "'; expected 1 to 1000 and a token of the page before");
        }
        ObjectNode page = new ResultPages(result.file()).page(Long.parseLong(token), most);
        ObjectNode about =
                Tree.object("ColumnInfo", Tree.array(result.columns().stream().map(AthenaColumn::info)));
        return Tree.object(
                "ResultSet",
                Tree.object("Rows", page.get("Rows"), "ResultSetMetadata", about),
                "NextToken",
                page.get("NextToken"),
                "UpdateCount",
                0);
    }

    /** How many queries were started and stopped since the last reset, and how many there are in each state. */
    synchronized ObjectNode counts() {
        ObjectNode counts = Tree.object("started", started, "stopped", stopped);
        for (State state : State.values()) {
            long queriesInState = queries.values().stream()
                    .filter(query -> query.state() == state)
                    .count();
            counts.put(state.name().toLowerCase(Locale.ROOT), queriesInState);
        }
        return counts;
    }

    AthenaQueue queue() {
        return queue;
    }

    synchronized void reset() {
        queue.reset();
        started = 0;
        stopped = 0;
    }

    static AwsError invalid(String message) {
        return new AwsError(400, "InvalidRequestException", message);
    }

    @Override
    public void close() {
        queue.close();
    }
}
