package routes.runtime.command;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import routes.aws.DeadLetters;
import routes.aws.DeadLetters.Depth;
import routes.aws.DeadLetters.Parked;
import routes.lake.DayStatus;
import routes.lake.Days;
import routes.lake.Note;
import routes.lake.SourceDay;
import routes.runtime.Assembly;
import routes.runtime.Pipeline;

/**
 * How a pipeline stands.
 *
 * @param days each source and day
 * @param parked messages by the day that they are about
 * @param queues each queue that it receives from
 * @param notes what else it tells of itself
 */
record PipelineStatus(List<DayStatus> days, Map<SourceDay, Integer> parked, List<Queue> queues, List<Note> notes) {
    private static final int LOOKED_AT = 10_000;

    /**
     * How a queue stands. SQS tells the age of the oldest message to CloudWatch alone, and receiving one to see would use
     * up a receive: so the ledger tells since when work has been waiting.
     *
     * @param name of the queue
     * @param depth of the queue
     * @param parked depth of its dead-letter queue
     * @param oldestParked age of the oldest message parked
     * @param openSince age of the oldest plan, of these days, whose end has not been seen
     */
    record Queue(
            String name, Depth depth, Depth parked, Optional<Duration> oldestParked, Optional<Duration> openSince) {}

    static PipelineStatus of(Assembly assembly, Pipeline.Plan plan, LocalDate from, LocalDate to) {
        DeadLetters letters =
                new DeadLetters(assembly.clients()::sqs, assembly.lake().queues());
        Days view = plan.days(assembly.lake(), assembly.lake().reader().listing());
        Instant now = assembly.lake().clock().instant();
        List<DayStatus> days = view.between(from, to);
        Map<SourceDay, Integer> parkedByDay = new HashMap<>();
        List<Queue> queues = new ArrayList<>();
        for (String name : plan.queues()) {
            String dlq = name + assembly.lakeSettings().dlqSuffix();
            Depth parked = letters.depth(dlq);
            List<Parked> messages = letters.look(dlq, LOOKED_AT);
            messages.forEach(message ->
                    view.ofMessage(message.body()).ifPresent(day -> parkedByDay.merge(day, 1, Integer::sum)));
            Optional<Duration> oldest = messages.stream()
                    .map(Parked::sentAt)
                    .min(Comparator.naturalOrder())
                    .map(at -> Duration.between(at, now));
            Optional<Duration> open = days.stream()
                    .filter(day -> day.state() == DayStatus.State.OPEN)
                    .filter(day -> view.queue(day.of().source()).equals(name))
                    .flatMap(day -> day.plannedAt().stream())
                    .min(Comparator.naturalOrder())
                    .map(at -> Duration.between(at, now));
            queues.add(new Queue(name, letters.depth(name), parked, oldest, open));
        }
        return new PipelineStatus(days, parkedByDay, queues, plan.notes(assembly.lake()));
    }

    int parkedOf(SourceDay day) {
        return parked.getOrDefault(day, 0);
    }

    /** An age as people say it: its largest unit. */
    static String inWords(Duration age) {
        if (age.toDays() > 0) {
            return age.toDays() + " d";
        }
        if (age.toHours() > 0) {
            return age.toHours() + " h";
        }
        return age.toMinutes() > 0 ? age.toMinutes() + " min" : Math.max(0, age.toSeconds()) + " s";
    }

    Map<String, Object> asMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("days", days.stream().map(this::day).toList());
        map.put("queues", queues.stream().map(PipelineStatus::queue).toList());
        map.put("notes", notes.stream().map(PipelineStatus::note).toList());
        return map;
    }

    private static Map<String, Object> note(Note note) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("about", note.about());
        note.facts().forEach((name, value) -> {
            if (value instanceof Duration age) {
                map.put(name + "_seconds", age.toSeconds());
            } else {
                map.put(name, value instanceof Number ? value : value.toString());
            }
        });
        return map;
    }

    /** What a note tells, in one line. */
    static String inWords(Note note) {
        return String.join(
                ", ",
                note.facts().entrySet().stream()
                        .map(fact -> fact.getKey().replace('_', ' ') + " "
                                + (fact.getValue() instanceof Duration age ? inWords(age) : fact.getValue()))
                        .toList());
    }

    private Map<String, Object> day(DayStatus day) {
        Map<String, Object> map = day.asMap();
        map.put("parked", parkedOf(day.of()));
        return map;
    }

    private static Map<String, Object> queue(Queue queue) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("queue", queue.name());
        map.put("waiting", queue.depth().visible());
        map.put("in_flight", queue.depth().inFlight());
        map.put("delayed", queue.depth().delayed());
        map.put("parked", queue.parked().total());
        queue.oldestParked().ifPresent(age -> map.put("oldest_parked_seconds", age.toSeconds()));
        queue.openSince().ifPresent(age -> map.put("open_since_seconds", age.toSeconds()));
        return map;
    }
}
