package dev.countersign.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.verify.SensorResult.State;
import dev.countersign.workspace.Sha256;
import dev.countersign.workspace.WorkspacePath;
import java.io.StringReader;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ReportsTest {
    private static final Sha256 TREE = Sha256.of(new byte[] {1});

    private static Residual residual(String message) {
        return new Residual(Part.LOG, "mvn test", Optional.of(WorkspacePath.of("src/ä b%.java")), 3, 5, 4, 9, message, 2, 0.5);
    }

    private static final Verification VERIFICATION = new Verification(TREE, List.of(
            new SensorResult(Part.SYN, "Java syntax", new State.Passed("1 file"), Optional.empty()),
            new SensorResult(Part.LOG, "mvn test", new State.Failed(List.of(residual("<new> & \u0000 bad"))), Optional.of(new SensorResult.Evidence(
                    List.of("mvn", "test"), Optional.of(1), Duration.ofMillis(1500), TREE, "out \u001b[31m ]]>")),
                    new SensorResult.Baseline(true, List.of(residual("old")), List.of(residual("mended")))),
            new SensorResult(Part.BOOT, "start", new State.NotChecked("no command"), Optional.empty())),
            TREE, Instant.parse("2026-11-21T08:00:00Z"), Duration.ZERO);

    @Test
    void sarifHasPlaceStateAndWeightOfEachResidual() {
        JsonNode run = JsonMapper.shared().readTree(SarifReport.text(VERIFICATION, "1.2")).path("runs").path(0);

        assertThat(run.path("results").valueStream().map(r -> r.path("baselineState").asString()).toList())
                .containsExactly("new", "unchanged", "absent");
        JsonNode first = run.path("results").path(0);
        assertThat(first.path("ruleId").asString()).isEqualTo("V_log/mvn test");
        assertThat(first.path("level").asString()).isEqualTo("error");
        JsonNode place = first.path("locations").path(0).path("physicalLocation");
        assertThat(place.path("artifactLocation").path("uri").asString()).isEqualTo("src/%C3%A4%20b%25.java");
        assertThat(place.path("region")).isEqualTo(JsonMapper.shared().readTree("{\"startLine\":3,\"startColumn\":5,\"endLine\":4,\"endColumn\":9}"));
        assertThat(first.path("properties").path("energy").asDouble()).isEqualTo(2);
    }

    @Test
    void whatWasNotCheckedIsNoSuccessInSarif() {
        JsonNode invocation = JsonMapper.shared().readTree(SarifReport.text(VERIFICATION, "1")).path("runs").path(0).path("invocations").path(0);

        assertThat(invocation.path("executionSuccessful").asBoolean()).isFalse();
        assertThat(invocation.path("toolExecutionNotifications").path(0).path("message").path("text").asString())
                .isEqualTo("Not checked: no command");
    }

    @Test
    void junitSkipsWhatWasNotCheckedAndStaysWellFormed() throws Exception {
        Document document = DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder()
                .parse(new InputSource(new StringReader(JunitReport.text(VERIFICATION))));
        Element root = document.getDocumentElement();

        assertThat(List.of("tests", "failures", "skipped").stream().map(root::getAttribute)).containsExactly("3", "1", "1");
        assertThat(document.getElementsByTagName("testcase").getLength()).isEqualTo(3);
        Element failure = (Element) document.getElementsByTagName("failure").item(0);
        assertThat(failure.getAttribute("message")).isEqualTo("1 residual");
        assertThat(failure.getTextContent()).isEqualTo("src/ä b%.java:3: <new> & \ufffd bad");
        assertThat(((Element) document.getElementsByTagName("skipped").item(0)).getAttribute("message")).isEqualTo("Not checked: no command");
        assertThat(document.getElementsByTagName("system-out").item(0).getTextContent()).isEqualTo("out \ufffd[31m ]]>");
    }
}
