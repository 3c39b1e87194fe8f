package infra.catalogue;

import infra.environment.Deployment;
import java.util.List;
import java.util.stream.Stream;

/** The databases, by zone of the lake, and which tables hold what about people. */
public final class Zones {
    private Zones() {}

    public static String raw(Deployment deployment) {
        return deployment.naming().database("lake_raw");
    }

    public static String processed(Deployment deployment) {
        return deployment.naming().database("lake_processed");
    }

    /** The one in which exports ask. */
    public static String silver(Deployment deployment) {
        return deployment.get("export.athena-database");
    }

    /** Tables of the processed and the silver zone that are made here. */
    public static List<Table> tables(Deployment deployment) {
        LakeTables tables = new LakeTables(deployment);
        return Stream.concat(
                        tables.processed().stream().map(table -> of(processed(deployment), table, false)),
                        tables.silver().stream().map(table -> of(silver(deployment), table, true)))
                .toList();
    }

    private static Table of(String database, LakeTable table, boolean silver) {
        return new Table(database, table.name(), List.copyOf(table.columns().keySet()), silver);
    }

    /**
     * A table of the catalogue.
     *
     * @param silver whether it is one of the silver zone, of which analysts may see some rows only
     */
    public record Table(String database, String name, List<String> columns, boolean silver) {}
}
