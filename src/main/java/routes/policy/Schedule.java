package routes.policy;

import java.text.ParseException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.TimeZone;
import java.util.regex.Pattern;
import org.quartz.CronExpression;

/** The times at which a scheduled step is due, in UTC, computed: what was missed can be found again. */
public final class Schedule {
    /** A time of day, such as {@code 0 30 1 * * ?}: valid without Quartz, which costs a Lambda 20 ms of its start. */
    private static final Pattern DAILY = Pattern.compile("[1-5]?\\d [1-5]?\\d (1?\\d|2[0-3]) \\* \\* \\?");

    private final String cron;

    private Schedule(String cron) {
        this.cron = cron;
    }

    /** Reads a Quartz cron expression with six or seven fields. */
    public static Schedule parse(String cron) {
        if (!DAILY.matcher(cron).matches() && !CronExpression.isValidExpression(cron)) {
            throw new IllegalArgumentException("no cron expression");
        }
        return new Schedule(cron);
    }

    /** Every time in ({@code after}, {@code upTo}], in order, at most the {@code most} latest. */
    public List<Instant> due(Instant after, Instant upTo, int most) {
        CronExpression expression = expression();
        List<Instant> times = new ArrayList<>();
        Date time = expression.getNextValidTimeAfter(Date.from(after));
        while (time != null && !time.toInstant().isAfter(upTo)) {
            times.add(time.toInstant());
            if (times.size() > most) {
                times.remove(0);
            }
            time = expression.getNextValidTimeAfter(time);
        }
        return times;
    }

    private CronExpression expression() {
        try {
            CronExpression expression = new CronExpression(cron);
            expression.setTimeZone(TimeZone.getTimeZone("UTC"));
            return expression;
        } catch (ParseException e) {
            throw new IllegalStateException("cron expression " + cron + " was valid before", e);
        }
    }

    @Override
    public String toString() {
        return cron;
    }
}
