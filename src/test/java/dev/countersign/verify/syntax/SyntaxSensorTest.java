package dev.countersign.verify.syntax;

import dev.countersign.verify.FileChecks;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.plan.Contract;
import dev.countersign.verify.Part;
import dev.countersign.verify.Readings;
import dev.countersign.verify.Residual;
import dev.countersign.verify.SensorResult;
import dev.countersign.verify.SensorResult.State;
import dev.countersign.verify.Trees;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.WorkspacePath;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SyntaxSensorTest {
    private final Trees trees = new Trees();

    private static final SensorResult.Baseline COMPARED = new SensorResult.Baseline(true, List.of(), List.of());

    private List<SensorResult> check() throws IOException {
        return new SyntaxSensor(new Readings(100), Pythons.none()).check(trees.request(Contract.OPEN), Progress.NONE);
    }

    private static SensorResult passed(String sensor, String what) {
        return new SensorResult(Part.SYN, sensor, new State.Passed(what), Optional.empty(), COMPARED);
    }

    private static SensorResult notChecked(String sensor, String why) {
        return new SensorResult(Part.SYN, sensor, new State.NotChecked(why), Optional.empty());
    }

    private static SensorResult failed(String sensor, String path, int line, int column, String message) {
        return new SensorResult(Part.SYN, sensor, new State.Failed(List.of(new Residual(Part.SYN, sensor,
                Optional.of(WorkspacePath.of(path)), line, column, message, 1, 1))), Optional.empty(), COMPARED);
    }

    @Test
    void whatWasBrokenBeforeIsShownApartAndDoesNotCount() throws IOException {
        trees.before("a.json", "{\n\"a\": x}").after("a.json", "{\n\n\"a\": x}");

        SensorResult result = check().getFirst();

        assertThat(result.state()).isEqualTo(new State.Passed("1 file, nothing new"));
        assertThat(result.baseline().before()).singleElement().satisfies(r -> assertThat(r.line()).isEqualTo(3));
    }

    @Test
    void whatTheChangeMendedCountsForIt() throws IOException {
        trees.before("a.json", "{").after("a.json", "{}");

        assertThat(check().getFirst().state()).isEqualTo(new State.Passed("1 file"));
        assertThat(check().getFirst().baseline().relief()).isEqualTo(1);
    }

    @Test
    void eachLanguageHasAResultOfItsOwn() throws IOException {
        trees.after("A.java", "class A {}").after("B.java", "record B(int x) {}").after("a.json", "{\"a\": [1, null]}")
                .after("a.xml", "<a b='c'/>").after("a.toml", "a = 1\n[b]\nc = 2026-11-21\n").after("a.yml", "a: 1\n---\nb: [1, 2]\n");

        assertThat(check()).containsExactly(passed("Java syntax", "2 files"), passed("JSON syntax", "1 file"),
                passed("XML syntax", "1 file"), passed("TOML syntax", "1 file"), passed("YAML syntax", "1 file"));
    }

    @Test
    void javaErrorHasItsExactPlace() throws IOException {
        trees.after("src/A.java", "class A {\n    int f() {\n        return 1\n    }\n}\n");

        assertThat(check()).containsExactly(failed("Java syntax", "src/A.java", 3, 17, "';' expected"));
    }

    @Test
    void severalJavaErrorsAreAllThere() throws IOException {
        trees.after("A.java", "class A {\n  int a = ;\n  int b = ;\n}\n");

        assertThat(check().getFirst().residuals()).extracting(Residual::line).containsExactly(2, 3);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "module-info.java | module m {}",
            "package-info.java | package p;",
            "Compact.java | void main() { IO.println(1); }",
            "Next.java | class Next { void f(Object o) { if (o instanceof int i) {} switch (o) { case String _ -> {} default -> {} } } }",
            "Empty.java | ''",
            "odd name #%.java | class X {}"})
    void validJavaOfEveryKindPasses(String name, String source) throws IOException {
        trees.after(name, source);

        assertThat(check()).containsExactly(passed("Java syntax", "1 file"));
    }

    @Test
    void unresolvedNamesAreNoSyntax() throws IOException {
        trees.after("A.java", "import no.such.Thing; class B extends Thing { Missing m = new Missing(); }");

        assertThat(check()).containsExactly(passed("Java syntax", "1 file"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\": 1,}", "{\"a\": 1, \"a\": 2}", "{'a': 1}", "{} {}", "// c", "[1, 2", "", "{\"a\": NaN}",
        "\"a\tb\"", "{\"a\": 01}", "{a: 1}", "\"\\x\""})
    void wrongJsonIsFoundOnItsLine(String json) throws IOException {
        trees.after("a.json", "\n\n" + json);

        assertThat(check().getFirst().residuals()).singleElement().satisfies(r -> {
            assertThat(r.line()).isEqualTo(3);
            assertThat(r.column()).isPositive();
            assertThat(r.message()).isNotBlank();
        });
    }

    @Test
    void secondValueInJsonHasItsPlace() throws IOException {
        trees.after("a.json", "{}\n  []\n");

        assertThat(check()).containsExactly(failed("JSON syntax", "a.json", 2, 3, "There is something after the JSON value."));
    }

    @ParameterizedTest
    @CsvSource({"tsconfig.json", "web/tsconfig.build.json", ".vscode/settings.json", "a.jsonc", ".devcontainer/devcontainer.json"})
    void commentsAreTakenWhereTheirReadersTakeThem(String name) throws IOException {
        trees.after(name, "// why\n{\"a\": 1, /* x */ }\n");

        assertThat(check()).containsExactly(passed("JSON syntax", "1 file"));
    }

    @Test
    void jsonLinesHoldSeveralValues() throws IOException {
        trees.after("a.jsonl", "{\"a\":1}\n{\"b\":2}\n").after("b.jsonl", "{\"a\":1}\n{\"b\":\n");

        assertThat(check().getFirst().residuals()).hasSize(1).first()
                .satisfies(r -> assertThat(r.path()).contains(WorkspacePath.of("b.jsonl")));
    }

    @Test
    void wrongXmlHasItsPlaceInEnglish() throws IOException {
        trees.after("a.xml", "<a>\n  <b></c>\n</a>\n");

        assertThat(check()).containsExactly(failed("XML syntax", "a.xml", 2, 8,
                "The element type \"b\" must be terminated by the matching end-tag \"</b>\"."));
    }

    @Test
    void externalEntitiesAndTypesAreNeverOpened(@TempDir Path folder) throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "<not well-formed");
        try (ServerSocket server = new ServerSocket(0)) {
            server.setSoTimeout(1);
            String url = "http://127.0.0.1:" + server.getLocalPort() + "/x.dtd";
            trees.after("a.xml", "<!DOCTYPE a SYSTEM \"" + url + "\" [<!ENTITY e SYSTEM \"" + secret.toUri() + "\">"
                    + "<!ENTITY % p SYSTEM \"" + url + "\"> %p; ]><a>&e;</a>");

            assertThat(check()).containsExactly(passed("XML syntax", "1 file"));
            assertThatThrownBy(server::accept).isInstanceOf(java.net.SocketTimeoutException.class);
        }
    }

    @Test
    void entityBombIsNoPass() throws IOException {
        var bomb = new StringBuilder("<!DOCTYPE a [<!ENTITY e0 \"boom\">");
        for (int i = 1; i < 12; i++) {
            bomb.append("<!ENTITY e").append(i).append(" \"").append(("&e" + (i - 1) + ";").repeat(10)).append("\">");
        }
        trees.after("a.xml", bomb + "]><a>&e11;</a>");

        assertThat(check().getFirst().state()).isInstanceOf(State.Failed.class);
    }

    @Test
    void xmlInItsDeclaredEncodingPasses() throws IOException {
        trees.after("a.xml", "<?xml version='1.0' encoding='ISO-8859-1'?><a>\u00e4</a>".getBytes(ISO_8859_1))
                .after("b.xml", "<a>\u00e4</a>".getBytes(ISO_8859_1));

        assertThat(check().getFirst().residuals()).hasSize(1).first()
                .satisfies(r -> assertThat(r.path()).contains(WorkspacePath.of("b.xml")));
    }

    @Test
    void wrongTomlHasItsPlace() throws IOException {
        trees.after("Cargo.toml", "[package]\nname = \"a\"\nname = \"b\"\n");

        assertThat(check()).containsExactly(failed("TOML syntax", "Cargo.toml", 3, 1, "name previously defined at line 2, column 1"));
    }

    @Test
    void wrongYamlHasItsPlaceInAnyDocument() throws IOException {
        trees.after("a.yaml", "a: 1\n---\nb: [1, 2\nc: 3\n");

        assertThat(check().getFirst().residuals()).hasSize(1).first().satisfies(r -> {
            assertThat(r.line()).isEqualTo(4);
            assertThat(r.column()).isEqualTo(2);
        });
    }

    @Test
    void yamlAliasBombCostsNothing() throws IOException {
        var bomb = new StringBuilder("a0: &a0 [x, x]\n");
        for (int i = 1; i < 60; i++) {
            bomb.append("a").append(i).append(": &a").append(i).append(" [*a").append(i - 1).append(", *a").append(i - 1).append("]\n");
        }
        trees.after("a.yaml", bomb.toString()).after("b.yaml", "a: *nobody\n");

        assertThat(check().getFirst().residuals()).hasSize(1).first()
                .satisfies(r -> assertThat(r.path()).contains(WorkspacePath.of("b.yaml")));
    }

    @Test
    void chartTemplateIsNotChecked() throws IOException {
        trees.after("chart/templates/a.yaml", "{{- if .Values.x }}\na: {{ .Values.a }}\n{{- end }}\n");

        assertThat(check()).containsExactly(notChecked("files not parsed",
                "chart/templates/a.yaml: a template, which is not YAML until it is filled in"));
    }

    @Test
    void contentThatIsNotUtf8IsAResidualWithItsPlace() throws IOException {
        trees.after("a.json", "{\n \"\u00e4\": 1}".getBytes(ISO_8859_1)).after("A.java", "class \u00c4 {}".getBytes(ISO_8859_1));

        assertThat(check()).containsExactly(failed("Java syntax", "A.java", 1, 7, "This is not UTF-8."),
                failed("JSON syntax", "a.json", 2, 3, "This is not UTF-8."));
    }

    @Test
    void byteOrderMarkIsNoFault() throws IOException {
        trees.after("a.json", "\ufeff{}").after("a.toml", "\ufeffa = 1\n").after("A.java", "\ufeffclass A {}").after("a.yml", "\ufeffa: 1\n");

        assertThat(check()).extracting(SensorResult::state).allMatch(State.Passed.class::isInstance).hasSize(4);
    }

    @Test
    void languagesWithoutAParserAreNamedInOneResult() throws IOException {
        trees.after("a.zig", "x").after("b.nim", "x = 1").after("c.nim", "y").after("Makefile", "x:");

        assertThat(check()).containsExactly(notChecked("other languages", "no parser for .nim, .zig, Makefile (4 files)"));
    }

    @Test
    void onlyWhatChangedIsParsed() throws IOException {
        trees.before("broken.json", "{").after("broken.json", "{").before("gone.json", "{");

        assertThat(check()).containsExactly(notChecked("syntax", "no changed file has content to parse"));
    }

    @Test
    void largeFileIsNotChecked() throws IOException {
        trees.after("a.json", "[" + " ".repeat(FileChecks.LARGEST) + "]");

        assertThat(check()).containsExactly(notChecked("files not parsed", "a.json: larger than 5 MB"));
    }

    @Test
    void depthBreaksNoParser() throws IOException {
        int deep = 200_000;
        trees.after("a.json", "[".repeat(deep) + "]".repeat(deep)).after("a.yaml", "[".repeat(deep) + "]".repeat(deep))
                .after("a.toml", "a = " + "[".repeat(deep) + "]".repeat(deep))
                .after("A.java", "class A { int a = " + "(".repeat(deep) + "1" + ")".repeat(deep) + "; }");

        assertThat(check()).allSatisfy(r -> assertThat(r.state()).isNotInstanceOf(State.Passed.class));
    }

    @Test
    void cancelEndsIt() {
        trees.after("a.json", "{}");
        Progress cancelled = new Progress() {
            @Override
            public void step(String what, long done, long total) {}

            @Override
            public boolean cancelled() {
                return true;
            }
        };

        assertThatThrownBy(() -> new SyntaxSensor(new Readings(100), Pythons.none()).check(trees.request(Contract.OPEN), cancelled))
                .isInstanceOf(Progress.CancelledException.class);
    }
}
