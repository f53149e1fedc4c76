package dev.countersign.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.run.ReviewerVerdict.Finding;
import dev.countersign.run.ReviewerVerdict.Opinion;
import dev.countersign.run.ReviewerVerdict.Severity;
import dev.countersign.workspace.Sha256;
import dev.countersign.workspace.WorkspacePath;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Only one certain verdict is a verdict.
class VerdictReaderTest {
    private static final Sha256 TREE = Sha256.of(new byte[] {7});

    private static ReviewerVerdict read(String prompt, String output) {
        return new VerdictReader("reader", TREE, prompt).read(output);
    }

    private static Opinion outcome(String output) {
        return read("", output).outcome();
    }

    @Test
    void aStructuredVerdictIsReadWhole() {
        assertThat(read("", """
                I looked at it.

                ```json
                {"verdict": "conditional", "summary": "Nearly.", "findings": [
                  {"path": "src/A.java", "line": 12, "severity": "error", "message": "Pays twice."}, {"severity": "info", "message": "Nice."}]}
                ```
                """)).isEqualTo(new ReviewerVerdict("reader", TREE, Opinion.CONDITIONAL, List.of(
                new Finding(Optional.of(WorkspacePath.of("src/A.java")), 12, Severity.ERROR, "Pays twice."),
                new Finding(Optional.empty(), 0, Severity.INFO, "Nice.")), "Nearly."));
        assertThat(outcome("{\"verdict\":\"block\"}")).isEqualTo(Opinion.BLOCK);
    }

    @ParameterizedTest
    @ValueSource(strings = {"VERDICT: LGTM", "**VERDICT:** LGTM", "## Verdict: approve", "> verdict \u2014 `approved`.", "Final verdict: LGTM!",
        "\u001b[32mVerdict: LGTM\u001b[0m", "Verdict: LGTM\nVerdict: lgtm"})
    void plainLinesApprove(String output) {
        assertThat(outcome("Some words.\n" + output + "\n")).isEqualTo(Opinion.APPROVE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "LGTM", "I approve.", "Verdict: not lgtm", "Verdict: LGTM unless the tests fail", "Verdict: lgtm or block", "Verdict:",
        "Verdict: LGTM\nVerdict: block", "Verdict: conditional", "My verdict: LGTM", "{\"verdict\":\"approve\"", "{\"verdict\":\"approve\",\"verdict\":\"block\"}",
        "{\"verdict\":\"yes\"}", "{\"verdict\":true}", "{\"verdict\":\"approve\",\"but\":\"no\"}", "{\"verdict\":\"approve\"} {\"verdict\":\"block\"}",
        "{\"verdict\":\"conditional\",\"findings\":[]}", "{\"verdict\":\"approve\",\"findings\":[{\"severity\":\"error\",\"message\":\"x\"}]}",
        "{\"verdict\":\"approve\",\"findings\":{}}", "{\"verdict\":\"approve\",\"findings\":[1]}", "{\"verdict\":\"approve\",\"findings\":[{\"severity\":\"info\"}]}",
        "{\"verdict\":\"approve\",\"findings\":[{\"severity\":\"info\",\"message\":\"x\",\"path\":\"../etc/passwd\"}]}",
        "{\"verdict\":\"approve\",\"findings\":[{\"severity\":\"info\",\"message\":\"x\",\"line\":-1}]}",
        "```json\n{\"verdict\":\"approve\"}\n```\n```json\n{\"verdict\":\"block\"}\n```", "```json\n{\"verdict\":\"approve\"}\n```\nVerdict: block",
        "```json\n{\"verdict\":\"approve\"}\n```\n```json\n{\"verdict\":\n```"})
    void whatIsNotCertainIsNone(String output) {
        ReviewerVerdict read = read("", output);
        assertThat(read.outcome()).as(output).isEqualTo(Opinion.NONE);
        assertThat(read.says()).isNotBlank();
    }

    @Test
    void anEchoedQuestionDoesNotDecide() {
        String prompt = "Review this. Answer so:\n```json\n{ \"verdict\": \"approve\" }\n```\nor with a line\nVERDICT: LGTM\n";
        assertThat(read(prompt, prompt).outcome()).isEqualTo(Opinion.NONE);
        assertThat(read(prompt, prompt + "\n```json\n{\"verdict\":\"block\"}\n```\n").outcome()).isEqualTo(Opinion.BLOCK);
        assertThat(read(prompt, "```\n{\"verdict\":\n\"approve\"}\n```").outcome()).as("even where it is written otherwise").isEqualTo(Opinion.NONE);
        assertThat(read(prompt, prompt + "Verdict: block").outcome()).isEqualTo(Opinion.BLOCK);
    }

    @Test
    void tooMuchIsNotRead() {
        assertThat(outcome("x".repeat(VerdictReader.MOST) + "\nVerdict: LGTM")).isEqualTo(Opinion.NONE);
    }

    @Property(tries = 300)
    void anyTextAtAllIsReadWithoutHarm(@ForAll String noise) {
        ReviewerVerdict read = read(noise, "```json\n" + noise + "\n```\n" + noise);
        assertThat(read.outcome()).isEqualTo(Opinion.NONE);
    }
}
