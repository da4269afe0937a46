package org.danegate.policy.file;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/// Parses the XML of an appliance, and finds its elements by name.
final class ApplianceXml {

    /// The appliance's own document type: only a name. The parser refuses any other.
    private static final Pattern DOCTYPE =
            Pattern.compile("<!DOCTYPE\\s+config\\s+SYSTEM\\s+\"[\\w.-]*\"\\s*>", Pattern.CASE_INSENSITIVE);

    private ApplianceXml() {}

    /// The root element, parsed without a document type: no entity is ever declared, so the parser expands none and
    /// fetches nothing.
    static Element root(String text) throws SAXException, IOException {
        String own = DOCTYPE.matcher(ByteOrderMark.without(text).strip()).replaceFirst("");
        return parser().parse(new InputSource(new StringReader(own))).getDocumentElement();
    }

    private static DocumentBuilder parser() {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
            factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
            factory.setExpandEntityReferences(false);
            DocumentBuilder builder = factory.newDocumentBuilder();
            builder.setErrorHandler(null);
            return builder;
        } catch (ParserConfigurationException impossible) {
            throw new IllegalStateException("the parser of the JDK has these features", impossible);
        }
    }

    /// The stripped text of the first child with that name; empty when there is none or it has none.
    static Optional<String> text(Element parent, String name) {
        return children(parent, name).stream()
                .findFirst()
                .map(child -> child.getTextContent().strip())
                .filter(text -> !text.isEmpty());
    }

    static List<Element> children(Element parent, String name) {
        List<Element> found = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element child && child.getTagName().equals(name)) {
                found.add(child);
            }
        }
        return found;
    }

    /// The elements two levels below, each with that name in a parent with that name.
    static List<Element> grandchildren(Element root, String parent, String name) {
        return children(root, parent).stream()
                .flatMap(list -> children(list, name).stream())
                .toList();
    }
}
