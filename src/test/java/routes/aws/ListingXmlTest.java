package routes.aws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static routes.Cases.forAll;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLStreamException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import routes.Cases;

class ListingXmlTest {
    private static final String AT = "<LastModified>2026-11-21T20:00:00.000Z</LastModified>";
    private static final String REST = AT + "<ETag>e</ETag><Size>7</Size></Contents>";
    private static final String OBJECT = "<Contents><Key>a</Key>" + REST;
    private static final String LAST = "<IsTruncated>false</IsTruncated>";

    private static ListedPage page(String answer) throws XMLStreamException {
        return ListingXml.page(new ByteArrayInputStream(answer.getBytes(UTF_8)));
    }

    private static String listing(String elements) {
        return "<ListBucketResult>" + elements + "</ListBucketResult>";
    }

    private static String object(String key) {
        return "<Contents><Key>" + key + "</Key>" + REST;
    }

    private static List<String> keys(String answer) throws XMLStreamException {
        return page(answer).objects().stream().map(ListedObject::key).toList();
    }

    @Test
    void anAnswerOfS3IsAPage() throws XMLStreamException {
        String answer = """
                <?xml version="1.0" encoding="UTF-8"?>
                <ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">
                  <Name>lake</Name><Prefix>a/</Prefix><KeyCount>2</KeyCount><MaxKeys>1000</MaxKeys>
                  <!-- every object with all that S3 may say of it -->
                  <Contents><Key>a/1</Key><LastModified>2026-11-21T20:00:00.000Z</LastModified>
                    <ETag>&quot;0cc1&quot;</ETag><ChecksumAlgorithm>CRC32</ChecksumAlgorithm><Size>5368709120</Size>
                    <Owner><ID>7</ID><DisplayName><![CDATA[<Key>]]></DisplayName></Owner>
                    <StorageClass>STANDARD</StorageClass></Contents>
                  <Contents><Key>a/2</Key><ETag>"0cc2-3"</ETag><Size>0</Size><LastModified>now</LastModified></Contents>
                  <IsTruncated>true</IsTruncated>
                  <NextContinuationToken>1ueGcxLPRx1Tr/XYExHnhbYLgveDs2J/wm36Hy4vbOwM=</NextContinuationToken>
                  <CommonPrefixes><Prefix>b/</Prefix></CommonPrefixes>
                </ListBucketResult>
                """;
        assertThat(page(answer))
                .isEqualTo(new ListedPage(
                        List.of(
                                new ListedObject("a/1", "0cc1", 5_368_709_120L, "2026-11-21T20:00:00.000Z"),
                                new ListedObject("a/2", "0cc2-3", 0, "now")),
                        Optional.of("1ueGcxLPRx1Tr/XYExHnhbYLgveDs2J/wm36Hy4vbOwM=")));
    }

    @Test
    void anEmptyBucketIsAPage() throws XMLStreamException {
        assertThat(page(listing(LAST))).isEqualTo(new ListedPage(List.of(), Optional.empty()));
    }

    @Test
    void theLastPageHasNoneBehindItWhateverElseItSays() throws XMLStreamException {
        assertThat(page(listing(LAST + "<NextContinuationToken>t</NextContinuationToken>"))
                        .next())
                .isEmpty();
    }

    @Test
    void keysAreDecodedOnlyWhenTheyAreSaidToBeEncodedBeforeThemOrAfter() throws XMLStreamException {
        String encoded = "<EncodingType>url</EncodingType>";
        String object = object("a+b%2Bc%25%0A");
        assertThat(keys(listing(LAST + encoded + object))).containsExactly("a b+c%\n");
        assertThat(keys(listing(LAST + object + encoded))).containsExactly("a b+c%\n");
        assertThat(keys(listing(LAST + object))).containsExactly("a+b%2Bc%25%0A");
    }

    @Test
    void anyKeyComesBackAsItIs() {
        forAll(cases -> {
            List<String> keys = new ArrayList<>();
            StringBuilder objects = new StringBuilder();
            for (int i = cases.number(1, 20); i > 0; i--) {
                String key = cases.text(40) + (char) cases.number(0, 31);
                keys.add(key);
                String encoded = URLEncoder.encode(key, UTF_8);
                objects.append(object(cases.random().nextBoolean() ? encoded : encoded.replace("+", "%20")));
            }
            assertThat(keys(listing(objects + LAST + "<EncodingType>url</EncodingType>")))
                    .isEqualTo(keys);
        });
    }

    @Test
    void noPartOfAnAnswerIsTakenForTheWhole() throws XMLStreamException {
        String answer = listing(OBJECT + OBJECT + LAST);
        assertThat(page(answer).objects()).hasSize(2);
        for (int end = 0; end < answer.length(); end++) {
            String part = answer.substring(0, end);
            assertThatThrownBy(() -> page(part)).as(part).isInstanceOf(XMLStreamException.class);
        }
    }

    @Test
    void anAnswerWhoseConnectionBreaksIsNone() {
        InputStream breaks = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("connection reset");
            }
        };
        InputStream start = new ByteArrayInputStream(("<ListBucketResult>" + OBJECT + LAST).getBytes(UTF_8));
        assertThatThrownBy(() -> ListingXml.page(new SequenceInputStream(start, breaks)))
                .isInstanceOf(XMLStreamException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "not XML at all",
                "{\"ListBucketResult\":{}}",
                "<html><body><h1>It works!</h1></body></html>",
                "<!doctype html><html><br></html>",
                "<?xml version=\"1.0\"?><Error><Code>SlowDown</Code><Message>later</Message></Error>",
                "<ListVersionsResult><IsTruncated>false</IsTruncated></ListVersionsResult>",
                "<!DOCTYPE x><ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>",
                "<!DOCTYPE x [<!ENTITY k \"a\">]><ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>",
                "<!DOCTYPE x SYSTEM \"http://127.0.0.1:1/x\"><ListBucketResult><IsTruncated>false</IsTruncated>"
                        + "</ListBucketResult>",
                "<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult><ListBucketResult/>",
                "<ListBucketResult><IsTruncated>false</IsTruncated>text</ListBucketResult>",
            })
    void whatIsNoListingIsRefused(String answer) {
        assertThatThrownBy(() -> page(answer))
                .isInstanceOfAny(XMLStreamException.class, IllegalArgumentException.class)
                .hasMessageNotContaining("Connection refused");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                OBJECT,
                OBJECT + "<IsTruncated/>",
                OBJECT + "<IsTruncated>yes</IsTruncated>",
                OBJECT + "<IsTruncated>true</IsTruncated>",
                OBJECT + "<IsTruncated>true</IsTruncated><NextContinuationToken/>",
                LAST + "<EncodingType>base64</EncodingType>" + OBJECT,
                LAST + "<EncodingType>url</EncodingType><Contents><Key>%zz</Key>" + REST,
                LAST + "<Contents>" + REST,
                LAST + "<Contents><Key/>" + REST,
                LAST + "<Contents><Key>a<b/></Key>" + REST,
                LAST + "<Contents><Key>a&unknown;</Key>" + REST,
                LAST + "<Contents><Key>a&#x1;</Key>" + REST,
                LAST + "<Contents><Key>a</Key>text" + REST,
                LAST + "<Contents><Key>a</Key>" + AT + "<Size>7</Size></Contents>",
                LAST + "<Contents><Key>a</Key>" + AT + "<ETag>e</ETag></Contents>",
                LAST + "<Contents><Key>a</Key>" + AT + "<ETag>e</ETag><Size>-7</Size></Contents>",
                LAST + "<Contents><Key>a</Key>" + AT + "<ETag>e</ETag><Size>7 bytes</Size></Contents>",
                LAST + "<Contents><Key>a</Key><ETag>e</ETag><Size>7</Size></Contents>",
            })
    void aListingThatLeavesSomethingOpenIsRefused(String elements) {
        assertThatThrownBy(() -> page(listing(elements)))
                .isInstanceOfAny(XMLStreamException.class, IllegalArgumentException.class);
    }

    @Test
    void anAnswerThatWasDamagedIsReadOrRefused() {
        byte[] answer = listing(LAST + "<EncodingType>url</EncodingType>" + OBJECT + object("b%20c"))
                .getBytes(UTF_8);
        forAll(cases -> {
            for (int i = 0; i < 100; i++) {
                assertThat(isReadOrRefused(damaged(answer, cases))).isTrue();
            }
        });
    }

    private static byte[] damaged(byte[] answer, Cases cases) {
        byte[] damaged = answer.clone();
        for (int i = cases.number(1, 4); i > 0; i--) {
            byte[] signs = "<>&;/!%[]\"".getBytes(UTF_8);
            damaged[cases.number(0, damaged.length - 1)] = cases.random().nextBoolean()
                    ? signs[cases.number(0, signs.length - 1)]
                    : (byte) cases.number(0, 255);
        }
        return damaged;
    }

    private static boolean isReadOrRefused(byte[] answer) {
        try {
            return ListingXml.page(new ByteArrayInputStream(answer)).objects().size() <= 2;
        } catch (XMLStreamException | IllegalArgumentException e) {
            return true;
        }
    }
}
