package dev.countersign.verify.project.report;

import dev.countersign.verify.project.report.TestCase.Status;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// Visual Studio's test results (`.trx`), as `dotnet test --logger trx` writes them.
final class Trx {
    private final XMLStreamReader xml;
    private final List<TestCase> cases = new ArrayList<>();
    private final List<String> ids = new ArrayList<>();
    private final Map<String, String> classes = new HashMap<>();

    /// @param xml stands at the root
    Trx(XMLStreamReader xml) {
        this.xml = xml;
    }

    List<TestCase> read() throws XMLStreamException {
        String definition = "";
        for (int event = xml.getEventType(); event != XMLStreamConstants.END_DOCUMENT; event = xml.next()) {
            if (event == XMLStreamConstants.START_ELEMENT) {
                switch (xml.getLocalName()) {
                    case "UnitTestResult" -> result();
                    case "UnitTest" -> definition = XmlReport.text(xml, "id");
                    // The assembly may follow the name of the class.
                    case "TestMethod" -> classes.put(definition, XmlReport.text(xml, "className").replaceFirst(",.*", ""));
                    default -> { }
                }
            }
        }
        var named = new ArrayList<TestCase>();
        for (int i = 0; i < cases.size(); i++) {
            String owner = classes.getOrDefault(ids.get(i), "");
            TestCase each = cases.get(i);
            named.add(owner.isEmpty() || each.id().startsWith(owner + ".") ? each : each.named(owner + "." + each.id()));
        }
        return named;
    }

    private void result() throws XMLStreamException {
        String name = XmlReport.text(xml, "testName");
        String id = XmlReport.text(xml, "testId");
        Status status = switch (XmlReport.text(xml, "outcome")) {
            case "Passed", "PassedButRunAborted", "Warning" -> Status.PASSED;
            case "NotExecuted", "NotRunnable", "Inconclusive", "Pending", "Disconnected" -> Status.SKIPPED;
            default -> Status.FAILED;
        };
        String message = "";
        var trace = new StringBuilder();
        int depth = 1;
        while (depth > 0) {
            int event = xml.next();
            if (event == XMLStreamConstants.END_DOCUMENT) {
                return;
            } else if (event == XMLStreamConstants.END_ELEMENT) {
                depth--;
            } else if (event == XMLStreamConstants.START_ELEMENT) {
                switch (xml.getLocalName()) {
                    case "Message" -> message = XmlReport.content(xml);
                    case "StackTrace" -> trace.append(XmlReport.content(xml));
                    case "StdOut", "StdErr" -> XmlReport.content(xml);
                    default -> depth++;
                }
            }
        }
        if (!name.isBlank() && cases.size() < TestReports.MOST_CASES) {
            String why = TestCase.firstLine(message);
            cases.add(new TestCase(name, status, status == Status.FAILED && why.isEmpty() ? "failed" : why, trace.toString(), Optional.empty()));
            ids.add(id);
        }
    }
}
