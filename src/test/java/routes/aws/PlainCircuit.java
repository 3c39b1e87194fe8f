package routes.aws;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A circuit breaker without generations, bits and rows: it keeps every outcome, and a set of the tickets that are still
 * good, which it empties whenever it moves.
 */
final class PlainCircuit {
    private static final Duration HALF_A_DAY = Duration.ofHours(12);

    private final CircuitRules rules;
    private final Set<Integer> good = new HashSet<>();
    private int tickets;
    private final List<Boolean> failed = new ArrayList<>();
    private final List<Instant> wishes = new ArrayList<>();
    private String mode = "closed";
    private Instant since = Instant.EPOCH;
    private Instant until = Instant.EPOCH;
    private int trips;

    PlainCircuit(CircuitRules rules) {
        this.rules = rules;
    }

    /** What is to be answered: {@code allowed}, {@code probe} or {@code refused until}. */
    String ask(Instant now) {
        if (mode.equals("closed")) {
            return "allowed";
        }
        Instant over = mode.equals("open") ? until : until.plusSeconds(5);
        if (now.isBefore(over)) {
            return "refused " + over;
        }
        good.clear();
        mode = "half-open";
        until = now.plus(rules.lease());
        return "probe " + until;
    }

    /** A number for the leave to call that the last answer gave. */
    int ticket() {
        good.add(++tickets);
        return tickets;
    }

    /** What is to be told: {@code closed}, {@code opened} or nothing. */
    String succeeded(int ticket, Instant now) {
        if (!good.contains(ticket)) {
            return "";
        }
        if (mode.equals("half-open")) {
            move("closed");
            failed.clear();
            wishes.clear();
            trips = 0;
            String told = "closed " + since;
            since = now;
            return told;
        }
        failed.add(false);
        if (last(window()).stream().noneMatch(failure -> failure)) {
            wishes.clear();
        }
        return "";
    }

    String failed(int ticket, Optional<Duration> retryAfter, Instant now) {
        Optional<Instant> wish = retryAfter.map(time -> now.plus(time.compareTo(HALF_A_DAY) > 0 ? HALF_A_DAY : time));
        if (mode.equals("open")) {
            until = wish.filter(until::isBefore).orElse(until);
            return "";
        }
        if (!good.contains(ticket)) {
            return "";
        }
        if (mode.equals("half-open")) {
            return open(wish.stream().toList(), now);
        }
        failed.add(true);
        wish.ifPresent(wishes::add);
        if (!tooMany()) {
            return "";
        }
        since = now;
        return open(wishes, now);
    }

    void released(int ticket, Instant now) {
        if (mode.equals("half-open") && good.contains(ticket)) {
            move("open");
            until = now;
        }
    }

    private String open(List<Instant> asked, Instant now) {
        Duration time = rules.cooldown();
        for (int trip = 0; trip < trips && time.compareTo(rules.longestCooldown()) < 0; trip++) {
            time = time.plus(time);
        }
        until = now.plus(time.compareTo(rules.longestCooldown()) > 0 ? rules.longestCooldown() : time);
        for (Instant wish : asked) {
            until = wish.isAfter(until) ? wish : until;
        }
        trips++;
        move("open");
        return "opened " + until + " " + trips;
    }

    private void move(String to) {
        mode = to;
        good.clear();
    }

    private int window() {
        return rules.trip() instanceof TripRule.Rate rate ? rate.calls() : 1;
    }

    private List<Boolean> last(int count) {
        return failed.subList(Math.max(0, failed.size() - count), failed.size());
    }

    private boolean tooMany() {
        if (rules.trip() instanceof TripRule.Rate rate) {
            long failures =
                    last(rate.calls()).stream().filter(failure -> failure).count();
            return failures > rate.above() * rate.calls();
        }
        int most = ((TripRule.Consecutive) rules.trip()).failures();
        return failed.size() >= most && !last(most).contains(false);
    }

    /** Mode, since when, and until when where that matters. */
    String state() {
        return mode + " since " + since + (mode.equals("closed") ? "" : " until " + until);
    }
}
