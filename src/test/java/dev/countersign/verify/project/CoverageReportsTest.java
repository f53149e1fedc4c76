package dev.countersign.verify.project;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.changeset.LineRange;
import dev.countersign.plan.Contract;
import dev.countersign.verify.Coverage;
import dev.countersign.verify.Trees;
import dev.countersign.workspace.WorkspacePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CoverageReportsTest {
    private static final WorkspacePath CLIENT = WorkspacePath.of("core/src/main/java/acme/Client.java");

    @TempDir
    private Path stage;

    private CoverageReports reports(String... changed) throws IOException {
        var trees = new Trees();
        for (String path : changed) {
            trees.after(path, "1\n2\n3\n4\n5\n");
        }
        return new CoverageReports(stage, trees.request(Contract.OPEN).changeset());
    }

    private void write(String path, String text) throws IOException {
        Path file = stage.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static Coverage.Lines lines(List<LineRange> ran, List<LineRange> missed) {
        return new Coverage.Lines(ran, missed);
    }

    @Test
    void jacoco() throws IOException {
        CoverageReports reports = reports(CLIENT.value());
        write("core/target/site/jacoco/jacoco.xml", """
                <?xml version="1.0" encoding="UTF-8"?><!DOCTYPE report PUBLIC "-//JACOCO//DTD Report 1.1//EN" "report.dtd">
                <report name="x"><package name="acme"><class name="acme/Client" sourcefilename="Client.java"/>
                <sourcefile name="Client.java"><line nr="2" mi="0" ci="3" mb="0" cb="0"/><line nr="3" mi="4" ci="0" mb="0" cb="0"/>
                <line nr="4" mi="4" ci="0" mb="0" cb="0"/></sourcefile></package></report>
                """);
        assertThat(reports.read()).contains(new Coverage(List.of("core/target/site/jacoco/jacoco.xml"),
                new TreeMap<>(Map.of(CLIENT, lines(List.of(new LineRange(1, 2)), List.of(new LineRange(2, 4)))))));
    }

    @Test
    void cobertura() throws IOException {
        CoverageReports reports = reports("lib/a.py");
        write("coverage.xml", "<coverage><sources><source>" + stage.resolve("lib") + "</source></sources><packages><package name=\".\"><classes>"
                + "<class name=\"a.py\" filename=\"a.py\"><lines><line number=\"1\" hits=\"1\"/><line number=\"2\" hits=\"0\"/></lines>"
                + "</class></classes></package></packages></coverage>");
        assertThat(reports.read().orElseThrow().of(WorkspacePath.of("lib/a.py"))).contains(
                lines(List.of(new LineRange(0, 1)), List.of(new LineRange(1, 2))));
    }

    @Test
    void lcovAndGo() throws IOException {
        CoverageReports reports = reports("web/a.ts", "net/dial.go");
        write("coverage/lcov.info", "TN:\nSF:web/a.ts\nDA:1,2\nDA:2,0\nend_of_record\nSF:web/other.ts\nDA:3,0\nend_of_record\n");
        write("cover.out", "mode: set\nexample.org/acme/net/dial.go:2.10,4.2 2 1\nexample.org/acme/net/dial.go:4.2,5.2 1 0\n");
        Coverage read = reports.read().orElseThrow();
        assertThat(read.of(WorkspacePath.of("web/a.ts"))).contains(lines(List.of(new LineRange(0, 1)), List.of(new LineRange(1, 2))));
        assertThat(read.of(WorkspacePath.of("net/dial.go"))).contains(lines(List.of(new LineRange(1, 4)), List.of(new LineRange(4, 5))));
    }

    @Test
    void aReportThatNoCheckWroteSaysNothing() throws IOException {
        write("lcov.info", "SF:web/a.ts\nDA:1,2\nend_of_record\n");
        Files.setLastModifiedTime(stage.resolve("lcov.info"), FileTime.from(Instant.parse("2099-01-01T00:00:00Z")));
        CoverageReports reports = reports("web/a.ts");
        assertThat(reports.read()).isEmpty();
        write("lcov.info", "SF:web/a.ts\nDA:1,0\nend_of_record\n");
        assertThat(reports.read()).isPresent();
    }

    @Test
    void aNameThatCouldBeSeveralFilesIsNone() throws IOException {
        CoverageReports reports = reports("a/x/M.java", "b/x/M.java");
        write("jacoco.xml", "<report><package name=\"x\"><sourcefile name=\"M.java\"><line nr=\"1\" ci=\"0\"/></sourcefile></package></report>");
        assertThat(reports.read().orElseThrow().files()).isEmpty();
    }

    @Test
    void damageAndFilesOfOthersAreAsNone() throws IOException {
        CoverageReports reports = reports("a.py");
        write("coverage.xml", "<coverage><class filename=\"a.py\"><line number=\"x\" hits=\"1\"/>");
        write("lcov.info", "SF:/elsewhere/a.py\nDA:1,1\nend_of_record\n");
        Optional<Coverage> read = reports.read();
        assertThat(read).contains(new Coverage(List.of("lcov.info"), new TreeMap<>()));
    }
}
