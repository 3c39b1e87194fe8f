package routes.lake;

import java.net.URI;
import java.util.List;
import java.util.Map;

/**
 * What a pipeline must find outside before it can work.
 *
 * @param buckets names
 * @param queues names of those that it receives from; each has a dead-letter queue beside it
 * @param secrets fields that are read, by name of the secret
 * @param urls addresses of others, by the setting that names them
 */
public record Contacts(
        List<String> buckets, List<String> queues, Map<String, List<String>> secrets, Map<String, URI> urls) {}
