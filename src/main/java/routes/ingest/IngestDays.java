package routes.ingest;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import routes.aws.ObjectListing;
import routes.aws.RunLedger;
import routes.lake.DayStatus;
import routes.lake.Days;
import routes.lake.SourceDay;
import routes.policy.Poison;

/** The days of ingest as the ledger plans them and as the raw zone holds them. */
public final class IngestDays implements Days {
    /** The ledger's name of the daily plan. */
    static final String PLAN = "ingest-plan";

    private static final Pattern KEY =
            Pattern.compile("raw/source=([^/]+)/ingestion_date=(\\d{4}-\\d{2}-\\d{2})/(?:page=(\\d{6})\\.json\\.gz)?");

    private final IngestSettings settings;
    private final RunLedger ledger;
    private final ObjectListing objects;

    public IngestDays(IngestSettings settings, RunLedger ledger, ObjectListing objects) {
        this.settings = settings;
        this.ledger = ledger;
        this.objects = objects;
    }

    @Override
    public List<DayStatus> between(LocalDate from, LocalDate to) {
        List<DayStatus> days = new ArrayList<>();
        for (String source : settings.sources().keySet()) {
            Map<String, Map<String, String>> rows = new HashMap<>();
            ledger.rows(RawZone.run(source), from.toString(), to.toString())
                    .forEach(row -> rows.put(row.get("at"), row));
            from.datesUntil(to.plusDays(1))
                    .map(day -> new SourceDay(source, day))
                    .forEach(day -> days.add(
                            DayStatus.of(day, rows.getOrDefault(day.day().toString(), Map.of()), stored(day))));
        }
        return days;
    }

    private SortedSet<Integer> stored(SourceDay day) {
        SortedSet<Integer> pages = new TreeSet<>();
        objects.keys(settings.rawBucket(), prefix(day)).forEach(key -> {
            Matcher page = KEY.matcher(key);
            if (page.matches() && page.group(3) != null) {
                pages.add(Integer.valueOf(page.group(3)));
            }
        });
        return pages;
    }

    @Override
    public Optional<SourceDay> ofMessage(String body) {
        try {
            PageMessage message = PageMessage.parse(body);
            return Optional.of(new SourceDay(message.endpoint(), message.date()));
        } catch (Poison e) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<SourceDay> ofKey(String key) {
        Matcher matcher = KEY.matcher(key);
        return matcher.lookingAt()
                ? Optional.of(new SourceDay(matcher.group(1), LocalDate.parse(matcher.group(2))))
                : Optional.empty();
    }

    @Override
    public Optional<SourceDay> ofLedger(String run, String at) {
        return settings.sources().keySet().stream()
                .filter(source -> RawZone.run(source).equals(run))
                .findFirst()
                .map(source -> new SourceDay(source, LocalDate.parse(at)));
    }

    @Override
    public String queue(String source) {
        return settings.source(source).orElseThrow().queue();
    }

    @Override
    public String bucket() {
        return settings.rawBucket();
    }

    @Override
    public String prefix(SourceDay day) {
        return new PageMessage(day.source(), day.day(), 1, Optional.empty()).prefix();
    }

    @Override
    public String ledgerRun(String source) {
        return RawZone.run(source);
    }

    @Override
    public List<String> ledgerRuns() {
        List<String> runs = new ArrayList<>(List.of(PLAN));
        settings.sources().keySet().forEach(source -> runs.add(RawZone.run(source)));
        return runs;
    }
}
