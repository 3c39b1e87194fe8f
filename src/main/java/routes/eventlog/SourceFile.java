package routes.eventlog;

/**
 * An event file as S3 tells of it.
 *
 * @param key of the object
 * @param eTag of its content, without quotes; empty where an event does not tell it
 */
record SourceFile(String key, String eTag) {
    SourceFile {
        if (key.isEmpty()) {
            throw new IllegalArgumentException("key is empty, expected the key of an event file");
        }
    }
}
