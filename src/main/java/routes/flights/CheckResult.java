package routes.flights;

/**
 * A check's score beside what was asked of it.
 *
 * @param score with what was found
 * @param threshold the least score that passes
 */
record CheckResult(CheckScore score, double threshold) {

    boolean passed() {
        return score.score() >= threshold;
    }
}
