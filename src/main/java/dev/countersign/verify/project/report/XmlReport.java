package dev.countersign.verify.project.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/// A report as XML, by its root element: JUnit's (`testsuites`, `testsuite`), which most runners write, or .NET's (`TestRun`). Document
/// types and entities of their own are refused, so that nothing is fetched and nothing grows.
final class XmlReport {
    private XmlReport() {}

    /// Empty where it is XML of another kind.
    static Optional<List<TestCase>> read(Path file) throws IOException, XMLStreamException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        try (InputStream in = Files.newInputStream(file)) {
            XMLStreamReader xml = factory.createXMLStreamReader(in);
            while (xml.hasNext() && xml.next() != XMLStreamConstants.START_ELEMENT) {
                if (xml.getEventType() == XMLStreamConstants.DTD) {
                    throw new XMLStreamException("a report has no document type");
                }
            }
            if (!xml.isStartElement()) {
                return Optional.empty();
            }
            return switch (xml.getLocalName()) {
                case "testsuites", "testsuite" -> Optional.of(new JunitXml(xml).read());
                case "TestRun" -> Optional.of(new Trx(xml).read());
                default -> Optional.empty();
            };
        }
    }

    static String text(XMLStreamReader xml, String attribute) {
        @Nullable String value = xml.getAttributeValue(null, attribute);
        return value == null ? "" : value;
    }

    /// All text below the element at which `xml` stands, as far as it is kept; `xml` stands at its end then.
    static String content(XMLStreamReader xml) throws XMLStreamException {
        var text = new StringBuilder();
        int depth = 1;
        while (depth > 0) {
            switch (xml.next()) {
                case XMLStreamConstants.START_ELEMENT -> depth++;
                case XMLStreamConstants.END_ELEMENT -> depth--;
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> {
                    if (text.length() < TestCase.LONGEST_TRACE) {
                        text.append(xml.getTextCharacters(), xml.getTextStart(), xml.getTextLength());
                    }
                }
                case XMLStreamConstants.END_DOCUMENT -> depth = 0;
                default -> { }
            }
        }
        return text.toString();
    }
}
