package routes.eventlog;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The key of a group's checkpoint, made by a template such as {@code checkpoints/{study}/{datatype}/events.parquet}. */
final class CheckpointKey {
    private static final String STUDY = "{study}";
    private static final String DATATYPE = "{datatype}";

    private final String template;
    private final Pattern pattern;

    private CheckpointKey(String template) {
        this.template = template;
        this.pattern = Pattern.compile(Pattern.quote(template)
                .replace(STUDY, "\\E(?<study>" + EventFields.STUDY.pattern() + ")\\Q")
                .replace(DATATYPE, "\\E(?<datatype>" + String.join("|", EventFields.DATATYPES) + ")\\Q"));
    }

    /** @throws IllegalArgumentException for a template that would put two groups into one file, or nothing else would find */
    static CheckpointKey of(String template) {
        boolean once = template.indexOf(STUDY) >= 0
                && template.indexOf(STUDY) == template.lastIndexOf(STUDY)
                && template.indexOf(DATATYPE) >= 0
                && template.indexOf(DATATYPE) == template.lastIndexOf(DATATYPE);
        String rest = template.replace(STUDY, "").replace(DATATYPE, "");
        if (!once || !rest.matches("[A-Za-z0-9/._=-]*") || template.startsWith("/") || !template.endsWith(".parquet")) {
            throw new IllegalArgumentException("no template of a checkpoint's key");
        }
        return new CheckpointKey(template);
    }

    String of(Group group) {
        return template.replace(STUDY, group.study()).replace(DATATYPE, group.datatype());
    }

    /** The group whose checkpoint has this key; empty for other objects. */
    Optional<Group> group(String key) {
        Matcher matcher = pattern.matcher(key);
        return matcher.matches()
                ? Optional.of(new Group(matcher.group("study"), matcher.group("datatype")))
                : Optional.empty();
    }

    /** What all keys begin with. */
    String prefix() {
        return template.substring(0, template.indexOf('{'));
    }

    @Override
    public String toString() {
        return template;
    }
}
