package infra.product;

/** When something is due, as the product says it (Quartz) and as EventBridge says it. */
public final class Cron {
    private static final int FIELDS = 6;

    private Cron() {}

    /**
     * The same times for EventBridge: it knows no seconds and wants a year.
     *
     * @param quartz such as {@code 0 0 1 * * ?}, in UTC
     * @return such as {@code cron(0 1 * * ? *)}
     */
    public static String eventBridge(String quartz) {
        String[] fields = quartz.trim().split("\\s+");
        if (fields.length != FIELDS || !fields[0].equals("0")) {
            throw new IllegalArgumentException(
                    "schedule is '" + quartz + "', expected six fields of Quartz, the first (seconds) 0");
        }
        if (fields[3].equals("?") == fields[5].equals("?")) {
            throw new IllegalArgumentException(
                    "schedule is '" + quartz + "', expected ? for either the day of the month or the day of the week");
        }
        return "cron(" + String.join(" ", fields[1], fields[2], fields[3], fields[4], fields[5], "*") + ")";
    }
}
