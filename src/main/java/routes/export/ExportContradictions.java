package routes.export;

import routes.settings.Settings;

/** What is wrong with several keys together, though each of them is right. */
final class ExportContradictions {

    private ExportContradictions() {}

    static void find(ExportSettings all, Settings settings) {
        limits(all, settings);
        dates(all, settings);
        timer(all.timer(), all, settings);
        if (settings.areRight("export.poll-delay", "export.poll-cap")
                && all.queries().pollCap().compareTo(all.queries().pollDelay()) < 0) {
            settings.fault("export.poll-cap is " + all.queries().pollCap() + ", expected at least "
                    + all.queries().pollDelay() + " (export.poll-delay)");
        }
        int management = settings.number("lake.management-port", 0, 65_535);
        if (settings.areRight("lake.management-port", "export.http-port")
                && all.http().port() == management
                && management != 0) {
            settings.fault("export.http-port is " + management + ", expected another than lake.management-port");
        }
    }

    private static void limits(ExportSettings all, Settings settings) {
        if (settings.areRight("export.default-limit", "export.max-records")
                && all.limits().standard() > all.limits().maxRecords()) {
            settings.fault("export.default-limit is " + all.limits().standard() + ", expected at most "
                    + all.limits().maxRecords() + " (export.max-records)");
        }
    }

    private static void dates(ExportSettings all, Settings settings) {
        if (!settings.areRight("export.date-column")) {
            return;
        }
        for (ExportTable table : all.tables().values()) {
            if (ExportTables.dateColumn(table, all.dateColumn()).isEmpty()) {
                settings.fault("export.date-column is '" + all.dateColumn() + "', expected a date or timestamp among"
                        + " export.tables." + table.name() + ".columns");
            }
        }
    }

    private static void timer(ExportSettings.Timer timer, ExportSettings all, Settings settings) {
        if (timer.where().isPresent() && timer.table().isEmpty()) {
            settings.fault("export.schedule-where is there without export.schedule-table, expected both or neither");
        }
        if (timer.table().isEmpty() || !settings.areRight("export.tables")) {
            return;
        }
        String name = timer.table().get();
        ExportTable table = all.tables().get(name);
        if (table == null) {
            // A table whose columns cannot be read has a fault of its own.
            if (settings.areRight("export.tables." + name + ".columns")) {
                settings.fault("export.schedule-table is '" + name + "', expected one of export.tables");
            }
            return;
        }
        timer.where().ifPresent(where -> {
            try {
                WhereClause.parse(where, table);
            } catch (Refusal e) {
                // Not the clause itself: its values may be anybody's.
                settings.fault(
                        "export.schedule-where does not fit export.schedule-table " + name + ": " + e.getMessage());
            }
        });
    }
}
