package dev.countersign.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.verify.Part;
import dev.countersign.verify.SensorResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SummaryTest {
    @Test
    void countsWhatChanged() {
        Summary summary = new Reviewed().both("a.txt", "1\n2\n", "1\n3\n4\n").after("b.txt", "x\n").before("c.txt", "gone\n").after("go.sum", "h\n")
                .bytes("p.png", (byte) 0).summary();
        assertThat(summary.files()).isEqualTo(5);
        assertThat(summary.kinds()).isEqualTo(Map.of("added", 3, "modified", 1, "deleted", 1));
        assertThat(List.of(summary.added(), summary.removed(), summary.generated(), summary.binary(), summary.unread())).containsExactly(4, 2, 1, 1, 0);
        assertThat(summary.look().getFirst().path().value()).isEqualTo("p.png");
        assertThat(summary.words()).isEqualTo("All is well.");
        assertThat(summary.energies()).containsExactly(1.0, 0.0);
    }

    @Test
    void librariesOfEachManifest() {
        Summary summary = new Reviewed()
                .both("package.json", "{\"name\":\"x\",\"dependencies\":{\"a\":\"^1.0\",\"b\":\"2\"}}", "{\"name\":\"x\",\"dependencies\":{\"a\":\"^1.1\"},\"devDependencies\":{\"p-retry\":\"6.2.1\"}}")
                .both("pom.xml", "<p></p>\n", "<p><dependency><groupId>org.x</groupId>\n<artifactId>y</artifactId>\n<version>1</version></dependency></p>\n")
                .both("go.mod", "module m\nrequire example.org/a v1.0.0\n", "module m\nrequire (\n\texample.org/a v1.1.0\n\texample.org/b v0.1.0\n)\n")
                .both("Cargo.toml", "[package]\nname = \"x\"\n[dependencies]\nserde = \"1\"\n", "[package]\nname = \"y\"\n[dependencies]\nserde = { version = \"1.1\" }\nlog = \"0.4\"\n")
                .both("requirements.txt", "flask==2.0\n# rust\n", "flask==2.0\nhttpx>=0.27\n").summary();
        assertThat(summary.libraries().added()).containsExactlyInAnyOrder("p-retry 6.2.1", "org.x:y 1", "example.org/b v0.1.0", "log 0.4", "httpx >=0.27");
        assertThat(summary.libraries().removed()).containsExactly("b 2");
        assertThat(summary.libraries().changed()).containsExactlyInAnyOrder("a ^1.0 \u2192 ^1.1", "example.org/a v1.0.0 \u2192 v1.1.0", "serde 1 \u2192 1.1");
    }

    @Test
    void signaturesAndTests() {
        Summary summary = new Reviewed()
                .both("A.java", "public class A {\n    public int a() {\n    }\n}\n", "public class A {\n    public int a(int b) {\n        return 1;\n    }\n    private void no() {}\n}\n")
                .after("ATest.java", "@Test\npublic void yes() {}\n@Test\nvoid no() {}\n").before("test_old.py", "def test_a():\n    pass\n").summary();
        assertThat(summary.signatures()).isEqualTo(new Summary.Interface(List.of("public int a(int b)"), List.of("public int a()")));
        assertThat(summary.tests()).isEqualTo(new Summary.Tests(1, 0, 1, 2, 1));
    }

    @Test
    void filesThatAreCalledTestAloneAreOfTests() {
        Summary summary = new Reviewed().both("test.js", "test('a', () => {});\n", "test('a', () => {});\ntest('b', () => {});\n")
                .after("index.test-d.ts", "expectType<string>(a());\n").after("latest.js", "export default 1;\n").summary();
        assertThat(summary.tests()).isEqualTo(new Summary.Tests(1, 1, 0, 1, 0));
    }

    @Test
    void aSignatureThatGoesOnInTheNextLineSaysSo() {
        Summary summary = new Reviewed().both("A.java", "public abstract class A {\n}\n",
                "public abstract class A {\n    public abstract void a(int b,\n            int c);\n    public abstract int d();\n}\n").summary();
        assertThat(summary.signatures().added()).containsExactly("public abstract void a(int b,\u2026", "public abstract int d()");
    }

    @Test
    void whatWasNotCheckedIsNamed() {
        Summary summary = new Reviewed().after("a.txt", "x\n").checked(new SensorResult(Part.SYN, "java syntax", new SensorResult.State.Passed("3 files"), Optional.empty()),
                new SensorResult(Part.BOOT, "build", new SensorResult.State.NotChecked("Nobody does."), Optional.empty())).summary();
        assertThat(summary.checked()).containsExactly(new Summary.Checked(Part.SYN, "java syntax", true, "3 files", 0));
        assertThat(summary.unchecked()).extracting(Summary.Unchecked::name).containsExactly("build", "V_str", "V_log", "V_sheaf", "Tested lines");
        assertThat(summary.checks()).contains(new Summary.Checks(Reviewed.AT, Duration.ofSeconds(9), true));
    }
}
