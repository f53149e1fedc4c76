package dev.countersign.verify.project;

import dev.countersign.workspace.WorkspacePath;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/// Coverage as XML: JaCoCo (`sourcefile` in `package`, lines with instructions covered `ci`) and Cobertura (`class filename`, lines
/// with `hits`), which coverage.py writes too. Reads nothing from elsewhere.
final class CoverageXml {
    private final CoverageLines into;
    private final List<String> sources = new ArrayList<>();
    private String folder = "";
    private Optional<WorkspacePath> file = Optional.empty();

    private CoverageXml(CoverageLines into) {
        this.into = into;
    }

    static void read(Path report, CoverageLines into) throws IOException, XMLStreamException {
        XMLInputFactory factory = XMLInputFactory.newFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        var coverage = new CoverageXml(into);
        try (InputStream in = Files.newInputStream(report)) {
            XMLStreamReader xml = factory.createXMLStreamReader(in);
            while (xml.hasNext()) {
                if (xml.next() == XMLStreamConstants.START_ELEMENT) {
                    coverage.element(xml);
                }
            }
            xml.close();
        }
    }

    private void element(XMLStreamReader xml) throws XMLStreamException {
        switch (xml.getLocalName()) {
            case "source" -> sources.add(xml.getElementText().strip());
            case "package" -> folder = text(xml, "name");
            case "sourcefile" -> file = into.file(folder.isEmpty() ? text(xml, "name") : folder + "/" + text(xml, "name"));
            case "class" -> {
                if (!text(xml, "filename").isEmpty()) {
                    file = named(text(xml, "filename"));
                }
            }
            case "line" -> file.ifPresent(path -> {
                String count = text(xml, "ci").isEmpty() ? text(xml, "hits") : text(xml, "ci");
                if (!count.isEmpty()) {
                    into.line(path, Integer.parseInt(xml.getAttributeValue(null, text(xml, "nr").isEmpty() ? "number" : "nr")),
                            Long.parseLong(count) > 0);
                }
            });
            default -> { }
        }
    }

    private Optional<WorkspacePath> named(String name) {
        return sources.stream().filter(source -> Path.of(source).isAbsolute()).map(source -> into.file(source + "/" + name))
                .flatMap(Optional::stream).findFirst().or(() -> into.file(name));
    }

    private static String text(XMLStreamReader xml, String attribute) {
        @Nullable String value = xml.getAttributeValue(null, attribute);
        return value == null ? "" : value;
    }
}
