package dev.countersign.verify.project.report;

import dev.countersign.verify.project.report.TestCase.Status;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// JUnit's XML as Surefire, Gradle, pytest, CTest, Node and others write it. There is no standard: `testcase` with `failure`, `error`
/// or `skipped` is what they agree on.
final class JunitXml {
    private final XMLStreamReader xml;
    private final Deque<String> suites = new ArrayDeque<>();
    private final List<TestCase> cases = new ArrayList<>();

    /// @param xml stands at the root
    JunitXml(XMLStreamReader xml) {
        this.xml = xml;
    }

    List<TestCase> read() throws XMLStreamException {
        for (int event = xml.getEventType(); event != XMLStreamConstants.END_DOCUMENT; event = xml.next()) {
            if (event == XMLStreamConstants.START_ELEMENT) {
                switch (xml.getLocalName()) {
                    case "testsuite", "testsuites" -> suites.addLast(XmlReport.text(xml, "name"));
                    case "testcase" -> testCase();
                    case "system-out", "system-err", "properties" -> XmlReport.content(xml);
                    default -> { }
                }
            } else if (event == XMLStreamConstants.END_ELEMENT && !suites.isEmpty()) {
                switch (xml.getLocalName()) {
                    case "testsuite", "testsuites" -> suites.removeLast();
                    default -> { }
                }
            }
        }
        return cases;
    }

    private void testCase() throws XMLStreamException {
        String name = XmlReport.text(xml, "name");
        String owner = XmlReport.text(xml, "classname");
        Optional<TestCase.Place> place = place();
        Status status = XmlReport.text(xml, "status").equals("disabled") || XmlReport.text(xml, "status").equals("notrun")
                ? Status.SKIPPED : Status.PASSED;
        String message = "";
        String trace = "";
        String printed = "";
        for (int event = xml.next(); event != XMLStreamConstants.END_ELEMENT; event = xml.next()) {
            if (event == XMLStreamConstants.END_DOCUMENT) {
                return;
            }
            if (event != XMLStreamConstants.START_ELEMENT) {
                continue;
            }
            String child = xml.getLocalName();
            String says = XmlReport.text(xml, "message");
            String type = XmlReport.text(xml, "type");
            String content = XmlReport.content(xml);
            switch (child) {
                case "failure", "error" -> {
                    status = Status.FAILED;
                    message = says.isBlank() ? TestCase.firstLine(content) : TestCase.firstLine(says);
                    message = message.isEmpty() ? type : message.equals("collection failure") ? cause(content).orElse(message) : message;
                    trace = says + "\n" + content;
                }
                case "skipped" -> {
                    status = status == Status.FAILED ? status : Status.SKIPPED;
                    message = status == Status.FAILED ? message : says;
                }
                // Surefire's own second try.
                case "flakyFailure", "flakyError" -> status = status == Status.PASSED ? Status.FLAKY : status;
                case "system-out", "system-err" -> printed = printed.isEmpty() ? content : printed;
                default -> { }
            }
        }
        if (status == Status.FAILED && trace.isBlank()) {
            // CTest gives no reason; what the test printed is all there is.
            trace = printed;
            message = message.isBlank() ? TestCase.firstLine(printed) : message;
        }
        String id = id(owner, name);
        if (!id.isBlank() && cases.size() < TestReports.MOST_CASES) {
            cases.add(new TestCase(id, status, status == Status.FAILED && message.isBlank() ? "failed" : message, trace, place));
        }
    }

    /// What pytest says last of a file that it could not import.
    private static Optional<String> cause(String trace) {
        return trace.lines().filter(line -> line.startsWith("E  ")).reduce((_, last) -> last).map(line -> line.substring(1).strip());
    }

    private Optional<TestCase.Place> place() {
        String file = XmlReport.text(xml, "file");
        String line = XmlReport.text(xml, "line");
        return file.isEmpty() ? Optional.empty()
                : Optional.of(new TestCase.Place(file, line.matches("\\d{1,9}") ? Integer.parseInt(line) : 0));
    }

    /// Node calls each class "test" and nests suites instead; CTest says its name twice.
    private String id(String owner, String name) {
        if (owner.isEmpty() || owner.equals(name) || owner.equals("test")) {
            var path = new StringBuilder();
            if (owner.equals("test")) {
                suites.stream().filter(suite -> !suite.isEmpty()).forEach(suite -> path.append(suite).append(" > "));
            }
            return path.append(name).toString();
        }
        return owner + "." + name;
    }
}
