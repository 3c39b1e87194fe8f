package local.stubs;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;

/** What all ends have received: counts of everything, and the last requests in full. */
final class Journal {
    private static final int KEPT = 1_000;

    private static final class Page {
        private int requests;
        private int successes;
        private Digest last;
    }

    private static final class Account {
        private int requests;
        private long bytesIn;
        private long bytesOut;
        private final Map<Integer, Integer> statuses = new TreeMap<>();
        private final Map<String, Page> pages = new TreeMap<>();
        private final Deque<Entry> entries = new ArrayDeque<>();
    }

    private final Map<String, Account> byEnd = new TreeMap<>();

    synchronized void add(String end, Entry entry, int status) {
        entry.answered(status);
        Account account = byEnd.computeIfAbsent(end, name -> new Account());
        account.requests++;
        account.bytesIn += entry.json().path("in").path("bytes").asLong();
        account.statuses.merge(status, 1, Integer::sum);
        account.entries.addLast(entry);
        if (account.entries.size() > KEPT) {
            account.entries.removeFirst();
        }
        if (!entry.item().isEmpty()) {
            Page page = account.pages.computeIfAbsent(entry.item(), item -> new Page());
            page.requests++;
            if (entry.isSuccess()) {
                account.bytesOut += entry.out().bytes();
                page.successes++;
                page.last = entry.content();
            }
        }
    }

    /** Per end: the counts, and for each page or bundle the digest of its bytes when they last went through with success. */
    synchronized ObjectNode summary() {
        ObjectNode summary = JsonNodeFactory.instance.objectNode();
        byEnd.forEach((end, account) -> {
            ObjectNode json = summary.putObject(end);
            json.put("requests", account.requests);
            json.put("bytes_in", account.bytesIn);
            json.put("bytes_out", account.bytesOut);
            ObjectNode statuses = json.putObject("statuses");
            account.statuses.forEach((status, count) -> statuses.put(String.valueOf(status), count));
            ObjectNode pages = json.putObject("pages");
            account.pages.forEach((item, page) -> {
                ObjectNode about = pages.putObject(item);
                about.put("requests", page.requests).put("successes", page.successes);
                if (page.last != null) {
                    about.setAll(page.last.json());
                }
            });
        });
        return summary;
    }

    /** The last requests of one end, oldest first. */
    synchronized ArrayNode entries(String end) {
        ArrayNode entries = JsonNodeFactory.instance.arrayNode();
        if (byEnd.containsKey(end)) {
            byEnd.get(end).entries.forEach(entry -> entries.add(entry.json().deepCopy()));
        }
        return entries;
    }

    synchronized void reset() {
        byEnd.clear();
    }
}
