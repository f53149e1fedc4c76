package dev.countersign.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.Composition;
import dev.countersign.Patches;
import dev.countersign.Patches.Said;
import dev.countersign.fault.Exit;
import dev.countersign.run.Session;
import dev.countersign.workspace.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Collecting, trees of the past and rollbacks, as they are asked for in the terminal. Entry 0 changed lines 3 and 18, entry 1 line 10,
/// entry 2 line 18 again.
class LedgerCommandsTest {
    @TempDir
    Path home;

    private Patches past;

    @BeforeEach
    void threeEntries() throws IOException {
        past = Patches.in(home, Map.of("plan.txt", 20, "other.txt", 3));
        past.change("Both ends", "plan.txt", Map.of(3, "three", 18, "eighteen"));
        past.change("The middle", "plan.txt", Map.of(10, "ten"));
        past.change("The end again", "plan.txt", Map.of(18, "eighteen again"));
    }

    private static JsonNode json(Said said) {
        return JsonMapper.builder().build().readTree(said.out());
    }

    private void keep(byte[] content) throws IOException {
        try (Session session = Composition.in(home).workbench().open(past.project(), Progress.NONE)) {
            session.ledger().vault().put(content);
        }
    }

    @Test
    void contentThatNoEntryNeedsIsFreedAndTheRestStays() throws IOException {
        byte[] unneeded = new byte[20_000];
        new Random(1).nextBytes(unneeded);
        keep(unneeded);
        JsonNode would = json(past.say("", "ledger", "gc", "--dry-run", "--json"));
        assertThat(would.get("contents").asLong()).isPositive();
        assertThat(would.get("bytes").asLong()).isGreaterThanOrEqualTo(unneeded.length);
        JsonNode freed = json(past.say("", "ledger", "gc", "--json"));
        assertThat(freed.get("contents")).isEqualTo(would.get("contents"));
        assertThat(freed.get("bytes")).isEqualTo(would.get("bytes"));
        assertThat(freed.get("vaultBytes").asLong()).isGreaterThanOrEqualTo(freed.get("keptBytes").asLong())
                .isLessThanOrEqualTo(would.get("vaultBytes").asLong() - unneeded.length);
        assertThat(json(past.say("", "ledger", "gc", "--json")).get("contents").asLong()).isZero();
        assertThat(past.say("", "ledger", "verify").status()).isZero();
        assertThat(past.say("", "ledger", "show", "0", "--evidence", "task").out()).contains("Both ends");
    }

    @Test
    void aBudgetThatIsUsedUpIsToldWithWhatHelps() throws IOException {
        assertThat(past.say("", "ledger", "--stats").out()).contains("of a budget of 10.0 GiB (0 %)");
        Path settings = home.resolve("countersign/config/ledger.toml");
        Files.createDirectories(settings.getParent());
        Files.writeString(settings, "content_budget = \"1 KiB\"\n");
        assertThat(past.say("", "ledger", "--stats").err()).contains("over its budget", "countersign ledger gc");
        assertThat(json(past.say("", "ledger", "--stats", "--json")).get("budgetBytes").asLong()).isEqualTo(1024);
        assertThat(past.say("", "ledger", "gc", "--dry-run").err()).contains("over its budget");
        assertThat(json(past.say("", "doctor", "--json")).get("findings").valueStream()
                .filter(f -> f.get("subject").asString().equals("Ledger")).map(f -> f.get("health").asString()).toList()).containsExactly("bad");
        Files.writeString(settings, "content_budget = 7\n");
        Said wrong = past.say("", "ledger", "gc", "--dry-run");
        assertThat(wrong.status()).isEqualTo(Exit.USAGE.status());
        assertThat(wrong.err()).contains("LEDGER-036", "line 1");
    }

    @Test
    void theTreeAfterAnEntryIsListedAndWritten() throws IOException {
        JsonNode tree = json(past.say("", "ledger", "tree", "0", "--json"));
        assertThat(tree.get("files").valueStream().map(f -> f.get("path").asString()).toList()).containsExactly("other.txt", "plan.txt");
        assertThat(tree.get("notKept").asLong()).isZero();
        Said written = past.say("", "ledger", "tree", "0", "--export", home.resolve("then").toString(), "--json");
        assertThat(json(written).get("written").asLong()).isEqualTo(2);
        List<String> lines = Files.readAllLines(home.resolve("then/plan.txt"));
        assertThat(List.of(lines.get(2), lines.get(9), lines.get(17))).containsExactly("three", "plan.txt line 10", "eighteen");
        Said again = past.say("", "ledger", "tree", "1", "--export", home.resolve("then").toString());
        assertThat(again.status()).isNotZero();
        assertThat(Files.readAllLines(home.resolve("then/plan.txt"))).isEqualTo(lines);
        assertThat(past.say("", "ledger", "tree", "9").status()).isNotZero();
    }

    @Test
    void aDryRunSaysAllAndChangesNothing() throws IOException {
        List<String> before = past.lines("plan.txt");
        Said dry = past.say("", "rollback", "0", "--dry-run", "--json");
        assertThat(dry.status()).isZero();
        assertThat(json(dry).get("entry").isNull()).isTrue();
        assertThat(json(dry).get("changes").get(0).get("path").asString()).isEqualTo("plan.txt");
        assertThat(past.lines("plan.txt")).isEqualTo(before);
    }

    @Test
    void oneHunkIsTakenBackAndLaterEditsStay() throws IOException {
        Said done = past.say("", "rollback", "0", "--hunk", "plan.txt:1", "--yes");
        assertThat(done.status()).as(done.out() + done.err()).isZero();
        List<String> lines = past.lines("plan.txt");
        assertThat(List.of(lines.get(2), lines.get(9), lines.get(17))).containsExactly("plan.txt line 3", "ten", "eighteen again");
        assertThat(past.say("", "rollback", "0", "--only-file", "other.txt", "--yes").out()).doesNotContain("Done, as entry");
    }

    @Test
    void aConflictIsShownAndNothingIsAppliedUnlessSomethingSaysHow() throws IOException {
        List<String> before = past.lines("plan.txt");
        Said open = past.say("", "rollback", "0", "--undo", "--yes", "--json");
        assertThat(open.status()).isEqualTo(Exit.CONFLICT.status());
        assertThat(json(open).get("conflicts").get(0).get("path").asString()).isEqualTo("plan.txt");
        assertThat(past.lines("plan.txt")).isEqualTo(before);

        assertThat(past.say("", "rollback", "0", "--undo", "--leave", "--yes").out()).doesNotContain("Done, as entry");
        assertThat(past.lines("plan.txt")).isEqualTo(before);

        assertThat(past.say("", "rollback", "0", "--undo", "--ours", "--yes").status()).isZero();
        List<String> ours = past.lines("plan.txt");
        assertThat(List.of(ours.get(2), ours.get(17))).containsExactly("plan.txt line 3", "eighteen again");
        assertThat(past.say("", "redo", "3", "--yes").status()).isZero();
        assertThat(past.lines("plan.txt")).isEqualTo(before);

        assertThat(past.say("", "rollback", "0", "--undo", "--theirs", "--yes").status()).isZero();
        List<String> theirs = past.lines("plan.txt");
        assertThat(List.of(theirs.get(2), theirs.get(9), theirs.get(17))).containsExactly("plan.txt line 3", "ten", "plan.txt line 18");
    }

    @Test
    void theTerminalAsksAboutEachConflict() throws IOException {
        List<String> before = past.lines("plan.txt");
        Said left = past.say("q\n", "rollback", "0", "--undo");
        assertThat(left.out()).contains("Conflict 1 of 1", "now", "before it");
        assertThat(left.status()).isEqualTo(Exit.UNDECIDED.status());
        assertThat(past.say("t\nn\n", "rollback", "0", "--undo").status()).isEqualTo(Exit.UNDECIDED.status());
        assertThat(past.lines("plan.txt")).isEqualTo(before);

        Said own = past.say("what?\ne\nmy own words\n.\ny\n", "rollback", "0", "--undo");
        assertThat(own.status()).as(own.out() + own.err()).isZero();
        List<String> lines = past.lines("plan.txt");
        assertThat(List.of(lines.get(2), lines.get(9), lines.get(17))).containsExactly("plan.txt line 3", "ten", "my own words");
    }

    @Test
    void evidenceIsJsonWhereItIsMadeOfParts() {
        JsonNode shown = json(past.say("", "ledger", "show", "0", "--json"));
        List<String> kinds = shown.get("evidence").valueStream().map(e -> e.get("kind").asString()).toList();
        assertThat(kinds).contains("task", "plan", "rulings", "verification");
        JsonNode verification = json(past.say("", "ledger", "show", "0", "--evidence", "verification"));
        assertThat(verification.isObject()).isTrue();
        assertThat(past.say("", "ledger", "show", "0", "--evidence", "nothing").err()).contains("LEDGER-021");
    }
}
