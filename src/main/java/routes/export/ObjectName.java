package routes.export;

/**
 * One object of the lake, whose rows are exported.
 *
 * @param bucket name of the bucket
 * @param key as it is, decoded: it comes from outside
 */
record ObjectName(String bucket, String key) {

    ObjectName {
        if (bucket.isBlank() || key.isEmpty()) {
            throw new IllegalArgumentException("bucket has " + bucket.length() + " characters, key " + key.length()
                    + ", expected both to have some");
        }
    }

    /** What {@code "$path"} is for each of its rows. */
    String uri() {
        return "s3://" + bucket + "/" + key;
    }
}
