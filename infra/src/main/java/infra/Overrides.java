package infra;

import infra.environment.Analysts;
import infra.environment.Draft;
import infra.environment.Environment;
import infra.environment.Runtime;
import infra.environment.Watching;
import java.util.Optional;

/**
 * What the command line says in place of the environment; empty: nothing.
 *
 * @param runtime lambda or kubernetes
 * @param lakeFormation true or false
 * @param email of alarms
 */
record Overrides(String runtime, String lakeFormation, String email) {
    Overrides {
        if (!runtime.isEmpty() && !runtime.equals("lambda") && !runtime.equals("kubernetes")) {
            throw new IllegalArgumentException("runtime is '" + runtime + "', expected lambda or kubernetes");
        }
        if (!lakeFormation.isEmpty() && !lakeFormation.equals("true") && !lakeFormation.equals("false")) {
            throw new IllegalArgumentException("lakeFormation is '" + lakeFormation + "', expected true or false");
        }
    }

    Environment on(Environment environment) {
        Draft draft = Draft.of(environment);
        if (!runtime.isEmpty()) {
            draft.with(runtime.equals("lambda") ? Runtime.LAMBDA : Runtime.KUBERNETES);
        }
        if (!lakeFormation.isEmpty()) {
            Analysts analysts = environment.analysts();
            draft.with(new Analysts(
                    lakeFormation.equals("true"), analysts.piiColumns(), analysts.rowFilter(), analysts.scanLimit()));
        }
        if (!email.isEmpty()) {
            Watching watching = environment.watching();
            draft.with(new Watching(
                    watching.logLevel(),
                    watching.logDays(),
                    watching.xray(),
                    watching.collector(),
                    watching.insights(),
                    watching.alarms(),
                    watching.dashboards(),
                    Optional.of(email)));
        }
        return draft.done();
    }
}
