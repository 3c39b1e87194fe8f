package routes.lake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Iterator;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.dataformat.zipfile.ZipIterator;
import org.apache.camel.dataformat.zipfile.ZipSplitter;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import routes.Cases;

/** A route on the other side may take our zip file apart with camel-zipfile. */
class CamelZipFileTest {

    @Test
    void theZipSplitterOfCamelReadsEveryMember() {
        DefaultCamelContext camel = new DefaultCamelContext();
        camel.start();
        try {
            Cases.forAll(generator -> {
                SortedMap<String, byte[]> members = Bundles.members(generator);
                members.put("zz", new byte[0]);
                Exchange exchange = new DefaultExchange(camel);
                exchange.getIn().setBody(Bundles.bundle(BundleFormat.ZIP, members));
                assertThat(Bundles.expected(split(exchange))).isEqualTo(Bundles.expected(members));
            });
        } finally {
            camel.stop();
        }
    }

    private static SortedMap<String, byte[]> split(Exchange exchange) throws Exception {
        SortedMap<String, byte[]> members = new TreeMap<>();
        try (ZipIterator messages = (ZipIterator) new ZipSplitter().evaluate(exchange)) {
            for (Iterator<Message> each = messages; each.hasNext(); ) {
                Exchange part = new DefaultExchange(exchange.getContext());
                part.setIn(each.next());
                Message member = part.getIn();
                members.put(member.getHeader(Exchange.FILE_NAME, String.class), member.getBody(byte[].class));
            }
        }
        return members;
    }
}
