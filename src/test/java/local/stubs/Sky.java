package local.stubs;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import local.OpenSkyStates;

/**
 * What one fleet looks like at any time, in answers whose states have all 18 positions. It moves on from one time to the
 * next; the last few answers are kept, and are given again byte for byte. To a time before these, or far ahead, a
 * fleet is not moved: a new one begins there, the same for the same time.
 */
final class Sky {
    private static final int KEPT = 6;
    private static final long FAR = Duration.ofHours(6).toSeconds();

    private final long seed;
    private final int states;
    private final Map<Long, byte[]> answers = new LinkedHashMap<>();
    private OpenSkyStates fleet;
    private long last;

    Sky(long seed, int states) {
        this.seed = seed;
        this.states = states;
    }

    /** The answer at a time in seconds. */
    synchronized byte[] at(long time) {
        byte[] kept = answers.get(time);
        if (kept != null) {
            return kept;
        }
        if (fleet == null || time < last || time - last > FAR) {
            fleet = new OpenSkyStates(seed, states, true);
        }
        last = time;
        byte[] answer = fleet.answer(time);
        answers.put(time, answer);
        if (answers.size() > KEPT) {
            answers.remove(answers.keySet().iterator().next());
        }
        return answer;
    }
}
