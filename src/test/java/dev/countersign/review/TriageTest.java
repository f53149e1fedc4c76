package dev.countersign.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.changeset.LineRange;
import dev.countersign.policy.Ruling;
import dev.countersign.review.Reason.Kind;
import dev.countersign.verify.Coverage;
import dev.countersign.verify.Part;
import dev.countersign.verify.Residual;
import dev.countersign.verify.SensorResult;
import dev.countersign.workspace.WorkspacePath;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TriageTest {
    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {
        ".github/workflows/ci.yml, CI", "sub/.gitlab-ci.yml, CI", "Jenkinsfile, CI", ".husky/pre-commit, HOOK", "tests/conftest.py, HOOK",
        "package.json, DEPENDENCY", "web/requirements-dev.txt, DEPENDENCY", "pom.xml, DEPENDENCY", "build.gradle.kts, BUILD", ".mvn/jvm.config, BUILD",
        "Dockerfile, BUILD", "scripts/release.sh, SCRIPT", "src/AuthFilter.java, SECURITY", "src/OAuth2Client.java, SECURITY", "lib/crypto/aes.c, SECURITY",
        "config/.env.local, SECURITY", "keys/server.pem, SECURITY", "src/passwordReset.ts, SECURITY", "src/Author.java, -", "src/authority/List.java, -",
        "src/Tokenizer.java, -", "src/Client.java, -", "docs/notes.md, -"})
    void namesTell(String path, Kind expected) {
        var kinds = new Reviewed().after(path, "x\n").kinds(path);
        if (expected == null) {
            assertThat(kinds).isEmpty();
        } else {
            assertThat(kinds).contains(expected);
        }
    }

    @Test
    void rulingsResidualsAndOwnership() {
        WorkspacePath path = WorkspacePath.of("a.txt");
        var reviewed = new Reviewed().both("a.txt", "1\n", "2\n").owning("src/**")
                .ruled(new Ruling.Ask("size", "It is large.", Optional.of(path), 0), new Ruling.Deny("secrets", "Line 1 holds a key.", Optional.of(path), 1),
                        new Ruling.Ask("links", "Elsewhere.", Optional.of(WorkspacePath.of("b.txt")), 0))
                .checked(new SensorResult(Part.LOG, "mvn test", new SensorResult.State.Failed(List.of(new Residual(Part.LOG, "mvn test",
                        Optional.of(path), 7, 0, "\nexpected 1\nbut was 2", 1, 1))), Optional.empty()));
        assertThat(reviewed.risks()).containsExactly(new FileRisk(path, List.of(new Reason(Kind.DENIED, "The rule secrets denies it: Line 1 holds a key.", 1),
                new Reason(Kind.OUTSIDE, "a.txt does not belong to the node retry, which owns src/**."),
                new Reason(Kind.RESIDUAL, "mvn test: expected 1", 7), new Reason(Kind.ASKED, "The rule size asks: It is large."))));
    }

    @Test
    void kindsOfFiles() {
        var reviewed = new Reviewed().script("run", "#!/bin/sh\n").link("current", "releases/2").bytes("logo.png", (byte) 0, (byte) 1)
                .before("src/test/java/ATest.java", "class ATest {}\n").both("BTest.java", "@Test\nvoid a() {}\n@Test\nvoid b() {}\n", "@Test\nvoid a() {}\n")
                .both("big.txt", "", "x\n".repeat(200)).both("small.txt", "", "x\n".repeat(199));
        assertThat(reviewed.kinds("run")).containsExactly(Kind.EXECUTABLE);
        assertThat(reviewed.kinds("current")).containsExactly(Kind.LINK);
        assertThat(reviewed.kinds("logo.png")).containsExactly(Kind.BINARY);
        assertThat(reviewed.kinds("src/test/java/ATest.java")).containsExactly(Kind.TEST_DELETED);
        assertThat(reviewed.kinds("BTest.java")).containsExactly(Kind.TEST_DELETED);
        assertThat(reviewed.kinds("big.txt")).containsExactly(Kind.LARGE);
        assertThat(reviewed.kinds("small.txt")).isEmpty();
    }

    @Test
    void untestedOnlyWhereAReportSaysSo() {
        var reviewed = new Reviewed().both("A.java", "a\nb\nc\n", "a\nX\nY\nc\n").both("B.java", "1\n", "2\n")
                .covered("A.java", new Coverage.Lines(List.of(new LineRange(1, 2)), List.of(new LineRange(0, 1), new LineRange(2, 4))));
        assertThat(reviewed.risks().getFirst()).isEqualTo(new FileRisk(WorkspacePath.of("A.java"),
                List.of(new Reason(Kind.UNTESTED, "1 changed line was run by no test.", 3))));
        assertThat(reviewed.kinds("B.java")).isEmpty();
    }

    @Property(tries = 200)
    void oneReasonMoreNeverLowersTheRank(@ForAll("reasons") List<Reason> reasons, @ForAll("reason") Reason more) {
        WorkspacePath path = WorkspacePath.of("a");
        var without = new FileRisk(path, reasons);
        var all = new ArrayList<>(reasons);
        all.add(more);
        var with = new FileRisk(path, all);
        assertThat(with).isLessThanOrEqualTo(without);
        assertThat(with.level()).isLessThanOrEqualTo(without.level());
    }

    @Property(tries = 50)
    void theOrderIsThatOfTheFactsAlone(@ForAll("reasons") List<Reason> reasons, @ForAll Random random) {
        var shuffled = new ArrayList<>(reasons);
        Collections.shuffle(shuffled, random);
        assertThat(new FileRisk(WorkspacePath.of("a"), shuffled)).isEqualTo(new FileRisk(WorkspacePath.of("a"), reasons));
    }

    @Provide
    Arbitrary<Reason> reason() {
        return Combinators.combine(Arbitraries.of(Kind.class), Arbitraries.of("one", "two"), Arbitraries.integers().between(0, 3)).as(Reason::new);
    }

    @Provide
    Arbitrary<List<Reason>> reasons() {
        return reason().list().ofMaxSize(6);
    }
}
