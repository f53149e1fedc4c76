package dev.countersign.verify;

import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/// A verification as JUnit XML, for build servers: a suite for each part, a case for each sensor. What was not checked, or is
/// stale, is skipped with its reason; never a pass.
public final class JunitReport {
    private final XMLStreamWriter out;

    private JunitReport(XMLStreamWriter out) {
        this.out = out;
    }

    public static String text(Verification verification) {
        var text = new StringWriter();
        try {
            XMLStreamWriter out = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
            new JunitReport(out).write(verification);
            out.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("a report is written to memory", e);
        }
        return text.append('\n').toString();
    }

    private void write(Verification verification) throws XMLStreamException {
        out.writeStartDocument("UTF-8", "1.0");
        start("testsuites", verification.results());
        attribute("name", "Countersign " + verification.tree().hex());
        for (Part part : Part.values()) {
            List<SensorResult> results = verification.of(part);
            if (results.isEmpty()) {
                continue;
            }
            start("testsuite", results);
            attribute("name", part.symbol());
            attribute("timestamp", verification.at().toString());
            for (SensorResult result : results) {
                test(result);
            }
            out.writeEndElement();
        }
        out.writeEndElement();
        out.writeEndDocument();
    }

    private void start(String element, List<SensorResult> results) throws XMLStreamException {
        out.writeCharacters("\n");
        out.writeStartElement(element);
        attribute("tests", Integer.toString(results.size()));
        attribute("failures", Long.toString(results.stream().filter(r -> r.state() instanceof SensorResult.State.Failed).count()));
        attribute("errors", "0");
        attribute("skipped", Long.toString(results.stream().filter(r -> !r.isChecked()).count()));
    }

    private void test(SensorResult result) throws XMLStreamException {
        out.writeCharacters("\n");
        out.writeStartElement("testcase");
        attribute("classname", result.part().symbol());
        attribute("name", result.sensor());
        if (result.evidence().isPresent()) {
            attribute("time", String.format(Locale.ROOT, "%.3f", result.evidence().get().took().toMillis() / 1000.0));
        }
        switch (result.state()) {
            case SensorResult.State.Passed _ -> { }
            case SensorResult.State.Failed failed -> {
                out.writeStartElement("failure");
                attribute("message", count(failed.residuals()));
                out.writeCharacters(legal(failed.residuals().stream().map(JunitReport::line).collect(Collectors.joining("\n"))));
                out.writeEndElement();
            }
            case SensorResult.State.NotChecked(String why) -> skipped("Not checked: " + why);
            case SensorResult.State.Stale(String why) -> skipped("Stale: " + why);
        }
        if (result.evidence().isPresent()) {
            out.writeStartElement("system-out");
            out.writeCharacters(legal(result.evidence().get().output()));
            out.writeEndElement();
        }
        out.writeEndElement();
    }

    private void skipped(String why) throws XMLStreamException {
        out.writeEmptyElement("skipped");
        attribute("message", why);
    }

    private static String count(List<Residual> residuals) {
        return residuals.size() == 1 ? "1 residual" : residuals.size() + " residuals";
    }

    private static String line(Residual residual) {
        return residual.path().map(path -> path + (residual.line() > 0 ? ":" + residual.line() : "") + ": ").orElse("") + residual.message();
    }

    private void attribute(String name, String value) throws XMLStreamException {
        out.writeAttribute(name, legal(value));
    }

    /// XML 1.0, production 2: other characters can't stand in a document, escaped or not.
    private static String legal(String text) {
        return text.codePoints().map(c -> c == 9 || c == 10 || c == 13 || c >= 0x20 && c <= 0xd7ff || c >= 0xe000 && c <= 0xfffd
                || c >= 0x10000 ? c : 0xfffd).collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
    }
}
