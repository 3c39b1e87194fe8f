package routes.deploy;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/** What pom.xml says, by XPath. */
final class Pom {
    private Pom() {}

    /** The text of every element at {@code path}. */
    static List<String> texts(String path) {
        try {
            Document pom = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(Path.of("pom.xml").toFile());
            NodeList found =
                    (NodeList) XPathFactory.newInstance().newXPath().evaluate(path, pom, XPathConstants.NODESET);
            return IntStream.range(0, found.getLength())
                    .mapToObj(i -> found.item(i).getTextContent().strip())
                    .toList();
        } catch (Exception e) {
            throw new IllegalStateException("pom.xml cannot be read at " + path, e);
        }
    }

    /** The text of the one element at {@code path}. */
    static String text(String path) {
        List<String> texts = texts(path);
        if (texts.size() != 1) {
            throw new IllegalStateException("pom.xml has " + texts + " at " + path + ", expected one text");
        }
        return texts.get(0);
    }
}
