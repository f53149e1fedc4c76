package dev.countersign.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.agent.Agents;
import dev.countersign.agent.patch.PatchAgent;
import dev.countersign.changeset.Changeset;
import dev.countersign.changeset.Differ;
import dev.countersign.changeset.FileDiff;
import dev.countersign.changeset.MemoryStore;
import dev.countersign.fault.Exit;
import dev.countersign.ledger.duckdb.DuckLedgerOpener;
import dev.countersign.policy.builtin.BuiltInPolicy;
import dev.countersign.run.Workbench;
import dev.countersign.sandbox.local.LocalSandbox;
import dev.countersign.verify.project.CheckEnvironment;
import dev.countersign.verify.project.ProjectVerifier;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.Workspace;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.eclipse.jgit.api.Git;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the commands say, word for word, with a real ledger and real files behind them.
class TerminalWordsTest {
    private static final String PATCH = """
            --- a/notes.txt
            +++ b/notes.txt
            @@ -1,1 +1,1 @@
            -one
            +two
            """;

    @TempDir
    Path temp;

    private final Agents agents = () -> List.of(new PatchAgent());
    private final InstantSource clock = InstantSource.system();
    private Path folder;
    private String out = "";
    private String err = "";

    @BeforeEach
    void aFolderWithOneFile() throws IOException {
        folder = Files.createDirectory(temp.resolve("folder"));
        Files.writeString(folder.resolve("notes.txt"), "one\n");
        Files.writeString(temp.resolve("a.patch"), PATCH);
    }

    @Test
    @org.junit.jupiter.api.condition.DisabledOnOs(value = org.junit.jupiter.api.condition.OS.WINDOWS, disabledReason = "the commands are those of a POSIX shell")
    void verifyChecksTheWorkspaceInACopyAndOnceForEachTree() throws IOException {
        String check = "sh -c 'cat notes.txt; rm notes.txt; git checkout . 2>/dev/null; echo one > notes.txt'";

        assertThat(run(null, "verify", "--check", check)).isZero();
        assertThat(out).contains("V_log", "\u2713 exit 0", "V(x) \u2265\u00a00.00, \u2264 \u03b5 0.10 on tree").doesNotContain("earlier check");
        assertThat(run(null, "verify", "--check", check)).isZero();
        assertThat(out).contains("from an earlier check of this exact tree, less than a minute ago");
        assertThat(run(null, "verify", "--again", "--check", check)).isZero();
        assertThat(out).doesNotContain("earlier check");
        assertThat(folder.resolve("notes.txt")).hasContent("one");
        assertThat(temp.resolve("data/checks")).isDirectoryNotContaining(p -> Files.isRegularFile(p));
    }

    @Test
    @org.junit.jupiter.api.condition.DisabledOnOs(value = org.junit.jupiter.api.condition.OS.WINDOWS, disabledReason = "the commands are those of a POSIX shell")
    void verifyFailsByItsStatusAndExports() throws IOException {
        String check = "sh -c 'echo notes.txt:1: error: no; exit 1'";

        assertThat(run(null, "verify", "--check", check)).isEqualTo(Exit.VERIFICATION.status());
        assertThat(out).contains("notes.txt:1: no", "V(x) \u2265\u00a01.00, > \u03b5 0.10");
        assertThat(run(null, "verify", "--check", check, "--json")).isEqualTo(Exit.VERIFICATION.status());
        assertThat(out).contains("\"state\" : \"failed\"", "\"whole\" : false", "\"verified\" : false");
        assertThat(run(null, "verify", "--check", check, "--export", "sarif")).isEqualTo(Exit.VERIFICATION.status());
        assertThat(out).contains("\"2.1.0\"", "\"uri\" : \"notes.txt\"");
        assertThat(run(null, "verify", "--check", check, "--export", "junit", "--out", temp.resolve("r.xml").toString())).isEqualTo(Exit.VERIFICATION.status());
        assertThat(Files.readString(temp.resolve("r.xml"))).contains("<failure message=\"1 residual\">notes.txt:1: no</failure>");
    }

    @Test
    void whatWasNotCheckedIsNoSuccess() {
        assertThat(run(null, "verify")).isEqualTo(Exit.VERIFICATION.status());
        assertThat(out).contains("not checked: No check command was found", "V(x) \u2013");
        assertThat(run(null, "verify", "--out", "x")).isEqualTo(Exit.USAGE.status());
    }

    @Test
    void oneIsNotCountedAsSeveral() {
        assertThat(applied()).isZero();
        assertThat(run("", "ledger", "verify")).isZero();
        assertThat(out).contains("1 entry, ", "T1: The first entry agrees with").doesNotContain("1 entries");
        assertThat(run("", "ledger")).isZero();
        assertThat(out).contains("  1 path  ");
        assertThat(run("", "undo", "0", "--dry-run")).isZero();
        assertThat(out).startsWith("Will change 1 file and delete 0.");
    }

    @Test
    void helpTellsHowToTakeBackTheFirstEntry() {
        assertThat(run("", "rollback", "--help")).isZero();
        assertThat(out).contains("countersign undo 0");
        assertThat(run("", "redo", "--help")).isZero();
        assertThat(out).contains("countersign undo 0");
    }

    @Test
    void firstEntryIsTakenBackByUndoZero() throws IOException {
        assertThat(applied()).isZero();
        assertThat(run("", "undo", "0", "--yes")).isZero();
        assertThat(folder.resolve("notes.txt")).content().isEqualTo("one\n");
    }

    @Test
    void changeThatNobodyAgreedToSaysWhatToDo() {
        assertThat(applied()).isZero();
        assertThat(run(null, "undo", "0")).isEqualTo(Exit.HUMAN.status());
        assertThat(err).contains("Nothing was changed. Add --yes, or run it in a terminal. [USAGE-004]");
        assertThat(folder.resolve("notes.txt")).content().isEqualTo("two\n");
    }

    @Test
    void numbersOfTheLedgerUseTheWordsAndTimesOfItsEntries() {
        assertThat(applied()).isZero();
        assertThat(run("", "ledger", "--stats", "--json")).isZero();
        assertThat(out).contains("\"commit\" : 1").containsPattern("\"first\" : \"\\d{4}-\\d\\d-\\d\\dT[^\"]*Z\"");
    }

    @Test
    void unknownKindOfEvidenceIsRefusedWithThoseThereAre() {
        assertThat(applied()).isZero();
        assertThat(run("", "ledger", "show", "0", "--evidence", "output")).isEqualTo(Exit.USAGE.status());
        assertThat(err).contains("Entry 0 holds no evidence of the kind \"output\".", "task, plan", "[LEDGER-021]");
        assertThat(out).isEmpty();
    }

    @Test
    void wordInPlaceOfAnEntryIsRefusedInPlainWords() {
        assertThat(run("", "ledger", "show", "first")).isEqualTo(Exit.USAGE.status());
        assertThat(err).contains("\"first\" is not the number of an entry.", "[USAGE-001]");
    }

    @Test
    void whatCannotBeSentBackStaysInReview() {
        assertThat(run("s\na\n", "run", "--base", temp.resolve("a.patch").toString(), "--check", "true", "Two")).isZero();
        assertThat(out).contains("This cannot be sent back: the agent patch cannot revise; edit it, or reject it.");
        assertThat(folder.resolve("notes.txt")).content().isEqualTo("two\n");
    }

    @Test
    void reviewOfOwnEditsSaysWhatLeavingOutMeans() throws Exception {
        try (Git git = Git.init().setDirectory(folder.toFile()).call()) {
            git.add().addFilepattern(".").call();
            git.commit().setMessage("one").setAuthor("a", "a@b.c").setCommitter("a", "a@b.c").setSign(false).call();
        }
        Files.writeString(folder.resolve("notes.txt"), "two\n");
        assertThat(run("l\n", "run", "--check", "true", "Mine")).isEqualTo(Exit.UNDECIDED.status());
        assertThat(out).contains("What you leave out of an approval is taken out of your files; the ledger keeps it.");
    }

    @Test
    void hunkIsHeadedByTheLinesItShows() throws IOException {
        Path before = Files.createDirectory(temp.resolve("before"));
        Path after = Files.createDirectory(temp.resolve("after"));
        Files.writeString(before.resolve("a"), "1\n2\n3\n4\n5\n6\n");
        Files.writeString(after.resolve("a"), "1\n2\n3\n4\nnew\n5\n6\n");
        var store = new MemoryStore();
        var changeset = Changeset.between(Workspace.open(before).capture(store, Progress.NONE),
                Workspace.open(after).capture(store, Progress.NONE), store);
        var text = (FileDiff.Text) new Differ().diff(changeset.changes().getFirst(), store, Differ.Options.EXACT);
        assertThat(HunkText.lines(text, text.hunks().getFirst(), 3))
                .containsExactly("@@ -2,5 +2,6 @@", " 2", " 3", " 4", "+new", " 5", " 6");
        assertThat(HunkText.lines(text, text.hunks().getFirst(), 0)).containsExactly("@@ -4,0 +5,1 @@", "+new");
    }

    private int applied() {
        return run("", "run", "--yes", "--base", temp.resolve("a.patch").toString(), "--check", "true", "Two");
    }

    /// @param typed what the person at the terminal types; null where nobody is there
    private int run(@org.jspecify.annotations.Nullable String typed, String... arguments) {
        var written = new StringWriter();
        var noted = new StringWriter();
        Path data = temp.resolve("data");
        var random = new Random(1);
        var sandbox = new LocalSandbox(data.resolve("scratch"), random);
        var verifier = new ProjectVerifier(sandbox, List.of(), new CheckEnvironment(System.getenv(), data.resolve("check-home"),
                data.resolve("check-temp"), temp, Path.of(System.getProperty("java.home"))), new dev.countersign.verify.project.ResultCache(data.resolve("results")),
                dev.countersign.verify.Scale.DEFAULT, clock);
        var workbench = new Workbench(data, agents, new BuiltInPolicy(), sandbox, verifier,
                new DuckLedgerOpener(data, clock, random), clock, random);
        var terminal = new Terminal(new BufferedReader(new StringReader(typed == null ? "" : typed)), new PrintWriter(written),
                new PrintWriter(noted), typed != null, false);
        int status = new CommandLineApp(new CliContext(workbench, _ -> {
            throw new IllegalStateException("no sample here");
        }, List.of(), folder, "tester", "1", terminal, _ -> 0)).run(arguments);
        out = written.toString();
        err = noted.toString();
        return status;
    }
}
