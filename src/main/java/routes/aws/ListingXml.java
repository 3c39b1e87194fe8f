package routes.aws;

import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a ListObjectsV2, taken apart as it comes. What is not plainly one from its beginning to its end is refused:
 * half a listing must not be taken for a whole one. Elements of other names are passed over, wherever they stand.
 */
final class ListingXml {
    private static final XMLInputFactory FACTORY = factory();

    private final XMLStreamReader xml;
    private final List<ListedObject> objects = new ArrayList<>();
    private @Nullable String truncated;
    private @Nullable String token;
    private String encoding = "";

    private ListingXml(XMLStreamReader xml) {
        this.xml = xml;
    }

    /**
     * Reads a page and the stream to its end.
     *
     * @throws XMLStreamException for what is no XML, has a document type, or breaks off
     * @throws IllegalArgumentException for what is no page of a listing
     */
    static ListedPage page(InputStream answer) throws XMLStreamException {
        // Left to find out the encoding, the JDK's parser would print what is wrong with it.
        XMLStreamReader xml =
                FACTORY.createXMLStreamReader(new InputStreamReader(answer, StandardCharsets.UTF_8.newDecoder()));
        try {
            return new ListingXml(xml).page();
        } finally {
            xml.close();
        }
    }

    private ListedPage page() throws XMLStreamException {
        xml.nextTag();
        expect("ListBucketResult", xml.getLocalName());
        while (xml.nextTag() == XMLStreamConstants.START_ELEMENT) {
            switch (xml.getLocalName()) {
                case "Contents" -> objects.add(object());
                case "IsTruncated" -> truncated = xml.getElementText();
                case "NextContinuationToken" -> token = xml.getElementText();
                case "EncodingType" -> encoding = xml.getElementText();
                default -> passOver();
            }
        }
        while (xml.hasNext()) {
            xml.next();
        }
        if (!encoding.isEmpty()) {
            expect("url", encoding);
            objects.replaceAll(ListingXml::decoded);
        }
        boolean more = "true".equals(truncated);
        expect(more ? "true" : "false", truncated);
        return ListedPage.of(objects, more, token);
    }

    private ListedObject object() throws XMLStreamException {
        String key = "";
        String eTag = "";
        long size = -1;
        String modified = "";
        while (xml.nextTag() == XMLStreamConstants.START_ELEMENT) {
            switch (xml.getLocalName()) {
                case "Key" -> key = xml.getElementText();
                case "ETag" -> eTag = xml.getElementText();
                case "Size" -> size = Long.parseLong(xml.getElementText());
                case "LastModified" -> modified = xml.getElementText();
                default -> passOver();
            }
        }
        return new ListedObject(key, eTag, size, modified);
    }

    private void passOver() throws XMLStreamException {
        for (int depth = 1; depth > 0; ) {
            int event = xml.next();
            if (event == XMLStreamConstants.START_ELEMENT) {
                depth++;
            } else if (event == XMLStreamConstants.END_ELEMENT) {
                depth--;
            }
        }
    }

    /** As of forms, where a plus sign means a space: so does S3 write its keys, and so does its client read them. */
    private static ListedObject decoded(ListedObject object) {
        if (object.key().indexOf('%') < 0 && object.key().indexOf('+') < 0) {
            return object;
        }
        String key = URLDecoder.decode(object.key(), StandardCharsets.UTF_8);
        return new ListedObject(key, object.eTag(), object.size(), object.modified());
    }

    private static void expect(String expected, @Nullable String found) {
        if (!expected.equals(found)) {
            throw new IllegalArgumentException("answer has another word where '" + expected + "' is expected");
        }
    }

    private static XMLInputFactory factory() {
        // The JDK's own, whatever else is on the class path; what it reads is never told to fetch or to grow.
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        return factory;
    }
}
