package dev.countersign.ui.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.ledger.duckdb.DuckLedgerOpener;
import dev.countersign.policy.builtin.BuiltInPolicy;
import dev.countersign.policy.starlark.StarlarkPolicy;
import dev.countersign.ledger.AuditScope;
import dev.countersign.run.Doctor;
import dev.countersign.run.Session;
import dev.countersign.workspace.Progress;
import dev.countersign.run.Workbench;
import dev.countersign.run.fake.FakeAgent;
import dev.countersign.run.fake.FakeSandbox;
import dev.countersign.run.fake.FakeVerifier;
import dev.countersign.ui.fx.Background;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChecklistViewModelTest {
    @TempDir
    Path folder;

    private Path data;
    private Workbench workbench;
    private ChecklistViewModel model;

    @BeforeEach
    void begin() throws IOException {
        data = Files.createDirectory(folder.resolve("data"));
        InstantSource clock = InstantSource.fixed(Instant.parse("2026-11-21T16:00:00Z"));
        workbench = new Workbench(data, () -> List.of(new FakeAgent("fake", FakeAgent.writes("a", "b"))),
                new StarlarkPolicy(new BuiltInPolicy(), folder.resolve("rules")), new FakeSandbox(FakeSandbox.KERNEL), new FakeVerifier(clock),
                new DuckLedgerOpener(data, clock, new Random(7)), clock, new Random(42));
        model = new ChecklistViewModel(new Doctor(workbench, List.of()), Optional.empty(), Optional.empty(), Background.sameThread(), clock, ZoneOffset.UTC);
    }

    private Doctor.Finding of(String subject) {
        return model.findings().stream().filter(one -> one.subject().equals(subject)).findFirst().orElseThrow();
    }

    @Test
    void anOpenDataFolderIsFirstAndIsMended() throws IOException {
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));
        model.examine();
        assertThat(model.findings().getFirst()).isEqualTo(of("Data folder"));
        assertThat(of("Data folder").health()).isEqualTo(Doctor.Health.BAD);
        assertThat(of("Data folder").canBeMended()).isTrue();
        assertThat(model.saysProperty().get()).startsWith("1 thing is wrong");
        model.mend();
        assertThat(of("Data folder").health()).isEqualTo(Doctor.Health.GOOD);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data))).isEqualTo("rwx------");
        assertThat(model.saysProperty().get()).startsWith("Nothing is wrong");
        assertThat(model.atProperty().get()).isEqualTo("Checked at 16:00:00");
    }

    @Test
    void theLedgersLastAuditAndItsCopiesAreSaidAndItIsAuditedFromHere() throws Exception {
        Path live = Files.createDirectory(folder.resolve("live"));
        try (Session session = workbench.open(live, Progress.NONE)) {
            var checklist = new ChecklistViewModel(new Doctor(workbench, List.of()), Optional.of(live), Optional.of(progress -> session.upkeep().audit(AuditScope.HERE, progress)),
                    Background.sameThread(), workbench.clock(), ZoneOffset.UTC);
            model = checklist;
            checklist.examine();
            assertThat(of("Ledger audit").says()).isEqualTo("the ledger was never audited here");
            assertThat(of("Copies").says()).isEqualTo("no checkpoints of the ledger are kept elsewhere");
            assertThat(checklist.canAudit(of("Ledger audit"))).isTrue();
            assertThat(checklist.canAudit(of("Copies"))).isFalse();

            checklist.audit();
            assertThat(of("Ledger audit").health()).isEqualTo(Doctor.Health.GOOD);
            assertThat(of("Ledger audit").says()).startsWith("all ").contains("entries agreed today");

            Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
            session.ledger().sealing().copyTo(Optional.of(elsewhere));
            checklist.examine();
            assertThat(of("Copies").says()).startsWith("the newest checkpoint in " + elsewhere + " is ");

            Path remembered = data.resolve("audits").resolve(session.workspace().id() + ".json");
            Files.writeString(remembered, Files.readString(remembered).replace("\"finding\":\"\"", "\"finding\":\"entry 3: another hash\""));
            checklist.examine();
            assertThat(of("Ledger audit").health()).isEqualTo(Doctor.Health.BAD);
            assertThat(of("Ledger audit").says()).contains("entry 3: another hash");
        }
    }

    @Test
    void rulesThatCannotBeUsedAreNamedWithTheirLine() throws IOException {
        model.examine();
        assertThat(of("Rules").health()).isEqualTo(Doctor.Health.GOOD);
        Files.createDirectories(folder.resolve("rules"));
        Files.writeString(folder.resolve("rules/mine.star"), "x = 1\ndef check_command(cmd):\n    return nothing\n");
        model.examine();
        assertThat(of("Rules").health()).isEqualTo(Doctor.Health.BAD);
        assertThat(of("Rules").says()).startsWith("user/mine.star:3:");
    }
}
