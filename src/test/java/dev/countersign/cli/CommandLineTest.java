package dev.countersign.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.countersign.Composition;
import dev.countersign.fault.Exit;
import dev.countersign.fault.UserException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The command line with everything behind it real: agents, checks, DuckDB, files. One run of the sample is shared by the tests
/// that look at what it left.
class CommandLineTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String RUN_KEYS = "run task agent started ended sandbox elsewhere paused resumable together revisions budget nodes";
    private static final String ENTRY_KEYS =
            "index hash kind time txid run node summary actor approval treeBefore treeAfter baseRoot changes evidence rolledBackTo verdict decision "
            + "rolledBack linesAdded linesRemoved costUsd task found";

    @TempDir
    static Path shared;

    @TempDir
    Path temp;

    private static Path sample;
    private static Said first;

    /// What a command wrote, and its exit status.
    private record Said(int status, String out, String err) {
        JsonNode json() {
            return JSON.readTree(out);
        }
    }

    /// Somebody at the terminal: takes the answers in turn, and each hunk or file but those that `refused` names.
    private static final class Person extends BufferedReader {
        private final StringWriter screen;
        private final Deque<String> answers;
        private final Predicate<String> refused;
        private int read;

        Person(StringWriter screen, List<String> answers, Predicate<String> refused) {
            super(new StringReader(""));
            this.screen = screen;
            this.answers = new ArrayDeque<>(answers);
            this.refused = refused;
        }

        @Override
        public String readLine() {
            String shown = screen.toString().substring(read);
            read = screen.toString().length();
            return shown.endsWith("[y/n/q] ") ? refused.test(shown) ? "n" : "y" : answers.poll();
        }
    }

    @BeforeAll
    static void theSampleIsReviewedInTheTerminal() {
        sample = shared.resolve("countersign/sample");
        first = say(shared, shared, true, List.of("o", "h", "a", "r", "Keys belong into the vault", "a"),
                shown -> shown.contains("M test/invoice/InvoiceTest.java"), "--sample");
    }

    @Test
    void theSampleIsCarriedThroughHunkByHunk() throws IOException {
        assertThat(first.err()).doesNotContain("Exception");
        assertThat(first.status()).as(first.out()).isEqualTo(Exit.UNDECIDED.status());
        assertThat(first.out()).contains("hunk 1 of 3", "12 tests passed", "secrets");
        assertThat(sample.resolve("test/invoice/InvoiceTest.java")).content().doesNotContain("isOverdueFromTheDayAfter");
        assertThat(sample.resolve("src/invoice/Invoice.java")).content().contains("isOverdue(LocalDate today)");
        assertThat(sample.resolve("config/delivery.json")).content().doesNotContain("accessKey");
    }

    @Test
    void statusSaysWhereTheNodesStand() {
        JsonNode runs = ask("status", "--json").json().get("runs");
        assertThat(runs.size()).isOne();
        assertThat(keys(runs.get(0))).isEqualTo(RUN_KEYS);
        assertThat(runs.get(0).get("nodes").valueStream().map(n -> n.get("id").asString() + " " + n.get("state").asString() + " "
                + n.get("attempt").asInt()).toList())
                .containsExactly("due-date Committed 1", "vat-rates Committed 2", "archive Rejected 1", "report Committed 1");
        assertThat(keys(runs.get(0).get("nodes").get(0))).isEqualTo("id state says attempt tree files energy verified");
        String run = runs.get(0).get("run").asString();
        assertThat(ask("status", run).out()).contains(run, "due-date");
        assertThat(ask("status", "nothing-so-named").status()).isEqualTo(Exit.USAGE.status());
    }

    @Test
    void theLedgerListsShowsAndSearches() {
        JsonNode entries = ask("ledger", "--json", "--search", "due-date", "--kind", "commit").json().get("entries");
        JsonNode entry = entries.get(entries.size() - 1);
        assertThat(keys(entry)).isEqualTo(ENTRY_KEYS);
        assertThat(entry.get("kind").asString()).isEqualTo("commit");
        assertThat(keys(entry.get("approval"))).isEqualTo("who hunks policy time note");
        assertThat(entry.get("approval").get("who").asString()).isEqualTo(Composition.USER);
        assertThat(entry.get("changes").valueStream().map(c -> c.get("path").asString()).toList()).containsExactly(
                "src/invoice/Invoice.java", "src/invoice/PaymentTerms.java", "test/invoice/PaymentTermsTest.java");
        assertThat(keys(entry.get("changes").get(0))).isEqualTo("path before after modeBefore modeAfter");
        String index = entry.get("index").asString();
        assertThat(entry.get("verdict").asString()).isEqualTo("green");
        assertThat(entry.get("found").size()).isPositive();
        JsonNode listed = ask("ledger", "--json", "--decision", entry.get("decision").asString(), "--verdict", "green", "--kind", "commit",
                "--file", "src/invoice/Inv*.java", "--run", entry.get("run").asString()).json().get("entries");
        assertThat(ask("ledger", "show", index, "--json").json()).isEqualTo(listed.get(listed.size() - 1));
        assertThat(ask("ledger", "show", index, "--all").out()).contains("== decision", "\"outcome\" : \"approved\"", "== call", "== node");
        assertThat(ask("ledger", "--verdict", "maybe").status()).isEqualTo(Exit.USAGE.status());
        assertThat(ask("ledger", "--since", "2999-01-01").out()).contains("No entry matches");
        assertThat(ask("ledger", "show", index).out()).contains("approved", "by " + Composition.USER);
        assertThat(ask("ledger", "show", index, "--evidence", "task").out()).contains("Prepare invoices");
        assertThat(ask("ledger", "--stats", "--json").json().propertyNames())
                .containsExactly("entries", "byKind", "byActor", "blobs", "contentBytes", "storedBytes", "vaultBytes", "budgetBytes",
                        "first", "last", "reworkDays", "proposals");
        assertThat(ask("ledger", "show", "4711").status()).isEqualTo(Exit.USAGE.status());
    }

    @Test
    void aFilesLinesAreBlamed() {
        JsonNode blame = ask("ledger", "blame", "src/invoice/PaymentTerms.java", "--json").json();
        assertThat(keys(blame)).isEqualTo("path at lines entries");
        assertThat(keys(blame.get("lines").get(0))).isEqualTo("line text origin entry reviewer restoredBy");
        JsonNode entry = blame.get("entries").get(0);
        assertThat(keys(entry)).isEqualTo("index kind time agent model run node summary approvedBy checks");
        assertThat(entry.get("agent").asString()).isEqualTo("sample");
        assertThat(entry.get("node").asString()).isEqualTo("due-date");
        assertThat(entry.get("approvedBy").asString()).isEqualTo(Composition.USER);
        assertThat(entry.get("checks").get("state").asString()).isEqualTo("green");
        String text = ask("ledger", "blame", "src/invoice/PaymentTerms.java", "--lines", "1-3").out();
        assertThat(text.lines()).hasSize(3);
        assertThat(ask("ledger", "blame", "no/such/File").status()).isEqualTo(Exit.USAGE.status());
        assertThat(ask("ledger", "blame", "src/invoice/PaymentTerms.java", "--lines", "9-3").status()).isEqualTo(Exit.USAGE.status());
    }

    @Test
    void theLedgerAnswersSqlAndOnlyReads() {
        JsonNode answer = ask("ledger", "query", "SELECT count(*) AS n, max(agent) AS a FROM entries WHERE node = 'due-date'", "--json").json();
        assertThat(keys(answer)).isEqualTo("columns rows more tookMillis");
        assertThat(answer.get("rows").get(0).get("n").isNumber()).isTrue();
        assertThat(answer.get("rows").get(0).get("a").asString()).isEqualTo("sample");
        assertThat(ask("ledger", "query", "SELECT 'a,b' AS x, NULL AS y", "--csv").out()).isEqualTo("x,y\r\n\"a,b\",\r\n");
        assertThat(ask("ledger", "query").out()).contains("entries:", "cost_usd");
        var refused = ask("ledger", "query", "DELETE FROM entry");
        assertThat(refused.status()).isEqualTo(Exit.USAGE.status());
        assertThat(refused.err()).contains("SQL-002");
    }

    @Test
    void anEntrysDiffIsAPatch() {
        JsonNode diff = ask("ledger", "diff", "1", "--json").json();
        assertThat(keys(diff)).isEqualTo("index patch");
        assertThat(diff.get("patch").asString()).isEqualTo(ask("ledger", "diff", "1").out())
                .contains("+++ b/src/invoice/PaymentTerms.java\n", "+    public boolean isOverdue(LocalDate today) {\n")
                .doesNotContain("isOverdueFromTheDayAfter");
    }

    @Test
    void anEntryIsProvedUpToTheSignedRoot() throws IOException {
        JsonNode proof = ask("ledger", "prove", "1", "--json").json();
        assertThat(keys(proof)).isEqualTo("index size leafHash path root checkpoint proof");
        Path kept = temp.resolve("1.tlog-proof");
        assertThat(ask("ledger", "prove", "1", "--out", kept.toString()).status()).isEqualTo(Exit.DONE.status());
        assertThat(proof.get("proof").asString()).contains("index 1\n").endsWith(proof.get("checkpoint").asString()).isEqualTo(Files.readString(kept));
        assertThat(proof.get("leafHash")).isEqualTo(ask("ledger", "show", "1", "--json").json().get("hash"));
        JsonNode head = ask("ledger", "checkpoint", "--json").json();
        assertThat(keys(head)).isEqualTo("size root note");
        assertThat(head.get("root")).isEqualTo(proof.get("root"));
        assertThat(head.get("note")).isEqualTo(proof.get("checkpoint"));
        JsonNode report = ask("ledger", "verify", "--json").json();
        assertThat(keys(report)).isEqualTo("intact entries contents bytes root trust trustSays tookMillis findings");
        assertThat(report.get("intact").asBoolean()).isTrue();
        assertThat(report.get("root")).isEqualTo(head.get("root"));
    }

    @Test
    void aPersonIsNeededToApproveAndNothingIsAppliedWithoutOne() throws IOException {
        Path workspace = project("Hello\n");
        Said said = say(temp, workspace, false, List.of(), _ -> false, "run", "--base", patch("Hello", "Good day").toString(),
                "--check", "true", "--json");
        assertThat(said.status()).as(said.err()).isEqualTo(Exit.HUMAN.status());
        assertThat(keys(said.json())).isEqualTo(RUN_KEYS);
        assertThat(workspace.resolve("greeting.txt")).hasContent("Hello\n");
        assertThat(say(temp, workspace, true, List.of("s", "Shorter", "l"), _ -> false, "review").status())
                .isIn(Exit.UNDECIDED.status(), Exit.AGENT.status());
        assertThat(workspace.resolve("greeting.txt")).hasContent("Hello\n");
    }

    @Test
    void whatIsVerifiedIsAppliedWithYesAndRolledBackAndRedone() throws IOException {
        Path workspace = project("Hello\n");
        Said said = say(temp, workspace, false, List.of(), _ -> false, "run", "--base", patch("Hello", "Good day").toString(),
                "--check", "true", "--yes");
        assertThat(said.status()).as(said.out() + said.err()).isEqualTo(Exit.DONE.status());
        Path file = workspace.resolve("greeting.txt");
        assertThat(file).hasContent("Good day\n");

        assertThat(in(workspace, "redo", "0", "--dry-run").out()).contains("change  greeting.txt");
        assertThat(file).hasContent("Good day\n");
        assertThat(in(workspace, "redo", "0").status()).isEqualTo(Exit.HUMAN.status());
        JsonNode undone = in(workspace, "redo", "0", "--yes", "--json").json();
        assertThat(keys(undone)).isEqualTo("entry changes conflicts unchanged leftOut blocked");
        assertThat(undone.get("entry").asInt()).isOne();
        assertThat(file).hasContent("Hello\n");

        assertThat(in(workspace, "rollback", "0", "--dry-run", "--json").json().get("entry").isNull()).isTrue();
        assertThat(in(workspace, "rollback", "0", "--yes").status()).isEqualTo(Exit.DONE.status());
        assertThat(file).hasContent("Good day\n");
        assertThat(in(workspace, "redo", "2", "--yes").status()).isEqualTo(Exit.DONE.status());
        assertThat(file).hasContent("Hello\n");
        assertThat(in(workspace, "ledger", "verify").status()).isEqualTo(Exit.DONE.status());
    }

    @Test
    void aRunTellsItsEventsIsRecordedAndPlayedAgainWithoutItsAgent() throws IOException {
        Path workspace = project("Hello\n");
        Said said = in(workspace, "run", "--base", patch("Hello", "Good day").toString(), "--check", "true", "--yes", "--events", "--max-steps", "1");
        assertThat(said.status()).as(said.out() + said.err()).isEqualTo(Exit.DONE.status());
        List<String> types = said.out().lines().map(line -> JsonMapper.shared().readTree(line).get("type").asString()).toList();
        assertThat(types).startsWith("started", "moved", "called", "returned", "candidate", "ruled").endsWith("ended").containsOnlyOnce("started", "candidate", "committed", "ended");
        String run = in(workspace, "status", "--json").json().get("runs").get(0).get("run").asString();
        Path file = temp.resolve("recorded.json");
        assertThat(keys(in(workspace, "record", run, file.toString(), "--json").json())).isEqualTo("run file attempts contents");

        assertThat(in(workspace, "replan", run, "--plan", plan("[[node]]\nid = \"other\"\ngoal = \"x\"\n").toString()).err())
                .contains("RUN-016", "is committed; it stays as it is");
        assertThat(in(workspace, "resume", run).err()).contains("RUN-014");
        assertThat(in(workspace, "resume", run, "--grant", "luck=1").status()).isEqualTo(Exit.USAGE.status());
        assertThat(in(workspace, "redo", "0", "--yes").status()).isEqualTo(Exit.DONE.status());
        assertThat(workspace.resolve("greeting.txt")).hasContent("Hello\n");
        Said again = in(workspace, "replay", file.toString(), "--yes", "--check", "true");
        assertThat(again.status()).as(again.out() + again.err()).isEqualTo(Exit.DONE.status());
        assertThat(workspace.resolve("greeting.txt")).hasContent("Good day\n");
        // The sample's archive node wrote a key, so its run is not recorded.
        String sampled = ask("status", "--json").json().get("runs").get(0).get("run").asString();
        assertThat(ask("record", sampled, temp.resolve("no.json").toString()).err()).contains("RUN-017");
        assertThat(temp.resolve("no.json")).doesNotExist();
    }

    @Test
    void agentsAreComparedSideBySide() throws IOException {
        Path workspace = project("Hello\n");
        String patch = patch("Hello", "Good day").toString();
        Said said = in(workspace, "compare", "-a", "patch", "-a", "replay", "--base", patch, "--check", "true", "--json", "Greet");
        assertThat(said.status()).as(said.err()).isEqualTo(Exit.HUMAN.status());
        JsonNode sides = said.json().get("candidates");
        assertThat(keys(sides.get(0))).isEqualTo("run agent state says tree files energy verified costUsd inputTokens outputTokens calls millis changes");
        assertThat(sides.valueStream().map(s -> s.get("agent").asString() + " " + s.get("state").asString()).toList())
                .containsExactly("patch AwaitingReview", "replay Failed");
        Said picked = say(temp, workspace, true, List.of("1", "a"), _ -> false, "compare", "-a", "patch", "-a", "replay", "--base", patch, "--check", "true",
                "Greet");
        assertThat(picked.status()).as(picked.out() + picked.err()).isEqualTo(Exit.DONE.status());
        assertThat(workspace.resolve("greeting.txt")).hasContent("Good day\n");
        assertThat(in(workspace, "compare", "-a", "patch", "Greet").status()).isEqualTo(Exit.USAGE.status());
    }

    @Test
    void hunksOfSeveralCandidatesAreMergedByNameOrAtTheTerminal() throws IOException {
        Path workspace = project("1\n2\n3\n4\n5\n6\n7\n8\n9\n");
        Path config = Files.createDirectories(Composition.in(temp).places().config());
        Files.writeString(config.resolve("agents.toml"), Stream.of("first=sed -i -e s/1/one/ -e s/9/nine/ greeting.txt", "second=sed -i s/9/NINE/ greeting.txt; echo n > new.txt")
                .map(line -> line.split("=", 2)).map(words -> "[[agent]]\nname='" + words[0] + "'\ncommand='sh'\nargs=['-c', '" + words[1] + "', '{prompt}']\n")
                .collect(Collectors.joining()));
        String[] compare = {"compare", "-a", "first", "-a", "second", "--sandbox", "none", "--check", "true", "--json", "Count"};
        Said said = in(workspace, compare);
        assertThat(said.status()).as(said.out() + said.err()).isEqualTo(Exit.HUMAN.status());
        JsonNode sides = said.json().get("candidates");
        assertThat(sides.get(0).get("changes").toString()).isEqualTo("[{\"path\":\"greeting.txt\",\"change\":\"M\",\"hunks\":[{\"number\":1,\"line\":1,\"removed\":1,"
                + "\"added\":1},{\"number\":2,\"line\":9,\"removed\":1,\"added\":1}]}]");
        String one = sides.get(0).get("run").asString();
        String two = sides.get(1).get("run").asString();

        assertThat(in(workspace, "compare", "--of", one, "--of", two, "--take", "first:greeting.txt#3").err()).contains("the file has 2 hunks", "RUN-026");
        assertThat(in(workspace, "compare", "--of", one, "--of", two, "--take", "third:greeting.txt").err()).contains("no candidate that waits is of third");
        assertThat(in(workspace, "compare", "--of", one, "--of", two, "--take", "first:greeting.txt", "--take", "second:greeting.txt").err()).contains("RUN-025", "same lines");
        Said merged = in(workspace, "compare", "--of", one, "--of", two, "--take", "first:greeting.txt#1", "--take", "second:greeting.txt", "--take", "second:new.txt", "--json");
        assertThat(merged.status()).as(merged.out() + merged.err()).isEqualTo(Exit.HUMAN.status());
        JsonNode third = merged.json().get("candidates").get(2);
        assertThat(third.get("agent").asString() + " " + third.get("state").asString() + " " + third.get("files").asInt()).isEqualTo("patch AwaitingReview 2");

        // At the terminal all but the second hunk of the first; then the merged one is picked and approved.
        Said talked = say(temp, workspace, true, List.of("m", "3", "a"), shown -> shown.contains("by first, hunk 2 of 2"), "compare", "--of", one, "--of", two);
        assertThat(talked.status()).as(talked.out() + talked.err()).isEqualTo(Exit.DONE.status());
        assertThat(workspace.resolve("greeting.txt")).hasContent("one\n2\n3\n4\n5\n6\n7\n8\nNINE\n");
        assertThat(workspace.resolve("new.txt")).hasContent("n\n");
        assertThat(in(workspace, "compare").status()).isEqualTo(Exit.USAGE.status());
    }

    private Path plan(String text) throws IOException {
        return Files.writeString(temp.resolve("plan.toml"), text);
    }

    @Test
    void editsMadeOutsideAreLeftAlone() throws IOException {
        Path workspace = project("Hello\n");
        say(temp, workspace, false, List.of(), _ -> false, "run", "--base", patch("Hello", "Good day").toString(), "--check", "true",
                "--yes");
        Path file = workspace.resolve("greeting.txt");
        Files.writeString(file, "mine\n");
        Said said = in(workspace, "redo", "0", "--yes", "--json");
        assertThat(said.status()).as(said.out()).isEqualTo(Exit.CONFLICT.status());
        assertThat(said.json().get("conflicts").get(0).get("path").asString()).isEqualTo("greeting.txt");
        assertThat(file).hasContent("mine\n");
    }

    @Test
    void aRuleRefusesWhateverIsSaid() throws IOException {
        Path workspace = project("Hello\n");
        Said said = say(temp, workspace, false, List.of(), _ -> false, "run", "--base",
                patch("Hello", "key = AKIAIOSFODNN7EXAMPLE").toString(), "--check", "true", "--yes");
        assertThat(said.status()).as(said.out()).isEqualTo(Exit.REFUSED.status());
        assertThat(workspace.resolve("greeting.txt")).hasContent("Hello\n");
    }

    @Test
    void whatBreaksACheckIsNotApplied() throws IOException {
        Path workspace = project("Hello\n");
        Said said = say(temp, workspace, false, List.of(), _ -> false, "run", "--base", patch("Hello", "Good day").toString(),
                "--check", "grep Hello greeting.txt", "--yes");
        assertThat(said.status()).as(said.out()).isIn(Exit.VERIFICATION.status(), Exit.AGENT.status());
        assertThat(workspace.resolve("greeting.txt")).hasContent("Hello\n");
    }

    /// It does not count against the change, and yet nobody was shown that the result works: a person is asked.
    @Test
    void aCheckThatFailedBeforeTooLeavesTheChangeToAPerson() throws IOException {
        Path workspace = project("Hello\n");
        Said said = say(temp, workspace, false, List.of(), _ -> false, "run", "--base", patch("Hello", "Good day").toString(),
                "--check", "false", "--yes");
        assertThat(said.status()).as(said.out()).isEqualTo(Exit.HUMAN.status());
        assertThat(workspace.resolve("greeting.txt")).hasContent("Hello\n");
    }

    @Test
    void aTamperedByteIsNamed() throws IOException {
        Path workspace = project("Hello\n");
        say(temp, workspace, false, List.of(), _ -> false, "run", "--base", patch("Hello", "Good day").toString(), "--check", "true",
                "--yes");
        Path pack;
        try (var files = Files.walk(temp.resolve("countersign/ledgers"))) {
            pack = files.filter(f -> f.endsWith("vault/0.pack")).findFirst().orElseThrow();
        }
        byte[] bytes = Files.readAllBytes(pack);
        bytes[bytes.length - 1] ^= 1;
        Files.write(pack, bytes);
        Said said = in(workspace, "ledger", "verify", "--json");
        assertThat(said.status()).as(said.out() + said.err()).isEqualTo(Exit.LEDGER.status());
        JsonNode finding = said.json().get("findings").get(0);
        assertThat(keys(finding)).isEqualTo("where what means");
        assertThat(finding.get("where").asString()).contains("greeting.txt after entry 0");
    }

    @Test
    void badPlansAndUnknownNamesStartNothing() throws IOException {
        Path workspace = project("Hello\n");
        Path plan = Files.writeString(temp.resolve("plan.toml"), """
                task = "Round and round"
                [[node]]
                id = "a"
                goal = "First"
                owns = ["a/**"]
                after = ["b"]
                [[node]]
                id = "b"
                goal = "Second"
                owns = ["b/**"]
                after = ["a"]
                """);
        Said cycle = in(workspace, "run", "--plan", plan.toString());
        assertThat(cycle.status()).isEqualTo(Exit.USAGE.status());
        assertThat(cycle.err()).contains("in a circle: a → b → a");
        Path typo = Files.writeString(temp.resolve("typo.toml"), "[[node]]\nid = \"a\"\ngaol = \"First\"\n");
        Said unknown = in(workspace, "run", "--plan", typo.toString());
        assertThat(unknown.status()).isEqualTo(Exit.USAGE.status());
        assertThat(unknown.err()).contains("gaol");
        Said agent = in(workspace, "run", "-a", "nobody", "Do it");
        assertThat(agent.status()).isEqualTo(Exit.USAGE.status());
        assertThat(agent.err()).contains("nobody", "AGENT-002");
        assertThat(in(workspace, "run", "--no-such-option").status()).isEqualTo(Exit.USAGE.status());
        assertThat(in(workspace, "status", "--json").json().get("runs").size()).isZero();
    }

    @Test
    void aMalformedRegistryIsRefusedWhenAgentsAreAskedFor() throws IOException {
        Path registry = Files.writeString(temp.resolve("agents.toml"), "[[agent]]\nname = \"x\"\ncomand = [\"x\"]\n");
        UserException refused = catchThrowableOfType(UserException.class,
                () -> Composition.in(temp, Map.of("COUNTERSIGN_AGENTS_TOML", registry.toString())).workbench().agents().all());
        assertThat(refused.problem().exit()).isEqualTo(Exit.USAGE);
        assertThat(refused.problem().sentence()).contains("agents.toml", "comand");
    }

    @Test
    void aPlanIsShownWithoutStartingIt() throws IOException {
        JsonNode plan = ask("run", "--plan", sample.resolve("plan.toml").toString(), "--plan-only", "--json").json();
        assertThat(keys(plan)).isEqualTo("task nodes");
        assertThat(keys(plan.get("nodes").get(0))).isEqualTo("id class goal after agent owns checks forbid require declares");
        assertThat(plan.get("nodes").get(3).get("after").valueStream().map(JsonNode::asString).toList())
                .containsExactly("due-date", "vat-rates");
    }

    @Test
    void agentsAndDoctorSayWhatThereIs() {
        JsonNode agents = ask("agents", "--json").json().get("agents");
        assertThat(agents.valueStream().map(a -> a.get("name").asString()).toList())
                .contains("patch", "sample", "claude", "codex", "gemini", "opencode", "qwen");
        assertThat(keys(agents.get(0))).isEqualTo("name description startsProcesses missing");
        assertThat(agents.get(0).get("missing").isNull()).as("patch is part of Countersign").isTrue();
        JsonNode claude = ask("agents", "show", "claude", "--json").json();
        assertThat(keys(claude)).isEqualTo("name description argv environment network settings");
        assertThat(claude.get("argv").get(0).asString()).endsWith("claude");
        assertThat(keys(ask("agents", "check", "patch", "--json").json())).isEqualTo("name ready says installed speaks loggedIn");
        JsonNode findings = ask("doctor", "--json").json().get("findings");
        assertThat(keys(findings.get(0))).isEqualTo("health subject says next");
        assertThat(findings.valueStream().map(f -> f.get("says").asString())).anyMatch(says -> says.startsWith("sandbox "));
    }

    /// What a review shows beside the question, of a node that waits in a real repository.
    @Test
    void aReviewIsSummarisedLookedAtByScopeAndSpokenOf() throws Exception {
        Path workspace = project("Hello\n");
        Assumptions.assumeTrue(git(workspace, "init", "-q"), "git is not installed");
        git(workspace, "add", "-A");
        git(workspace, "-c", "user.name=a", "-c", "user.email=a@b.c", "commit", "-qm", "first");
        Said said = in(workspace, "run", "--base", patch("Hello", "Good day").toString(), "--check", "true");
        assertThat(said.status()).as(said.err()).isEqualTo(Exit.HUMAN.status());
        Files.writeString(workspace.resolve("other.txt"), "mine\n");

        JsonNode summary = in(workspace, "review", "--summary", "--json").json();
        assertThat(keys(summary)).isEqualTo("run task nodes");
        assertThat(summary.get("nodes").get(0).get("files").asInt()).isOne();
        assertThat(summary.get("nodes").get(0).get("added").asInt()).isOne();
        assertThat(in(workspace, "review", "--summary").out()).contains("What changed", "1 file (1 ", "What was not checked", "What it took");

        JsonNode node = in(workspace, "review", "--scope", "node", "--json").json();
        assertThat(keys(node)).isEqualTo("run node scope decidable groups");
        assertThat(node.get("decidable").asBoolean()).isTrue();
        assertThat(keys(node.get("groups").get(0))).isEqualTo("node goal state before after files");
        assertThat(keys(node.get("groups").get(0).get("files").get(0))).isEqualTo("path change added removed hunks");
        assertThat(in(workspace, "review", "--scope", "node").out()).contains("What the node proposes", "-Hello", "+Good day");
        Said tree = in(workspace, "review", "--scope", "tree", "--json");
        assertThat(tree.json().get("decidable").asBoolean()).as(tree.err()).isFalse();
        assertThat(tree.json().get("groups").get(0).get("files").valueStream().map(f -> f.get("change").asString() + " " + f.get("path").asString()))
                .containsExactly("A other.txt");
        assertThat(in(workspace, "review", "--scope", "tree").out()).contains("To read only");
        Said since = in(workspace, "review", "--scope", "since");
        assertThat(since.status()).isEqualTo(Exit.USAGE.status());
        assertThat(since.err()).contains("RUN-012", "You have not answered this node before.");
        assertThat(in(workspace, "review", "--scope", "task").err()).contains("The task has this one node.");

        Path words = Files.writeString(temp.resolve("words.md"), "{\"verdict\": \"conditional\", \"summary\": \"Nearly.\", \"findings\": "
                + "[{\"path\": \"greeting.txt\", \"line\": 1, \"severity\": \"warning\", \"message\": \"Too formal.\"}]}");
        JsonNode verdict = in(workspace, "review", "--verdict", words.toString(), "--reviewer", "second", "--json").json();
        assertThat(keys(verdict)).isEqualTo("run node reviewer tree outcome says findings");
        assertThat(verdict.get("outcome").asString()).isEqualTo("conditional");
        assertThat(verdict.get("findings").get(0).get("message").asString()).isEqualTo("Too formal.");
        assertThat(in(workspace, "review", "--verdict", words.toString()).status()).isEqualTo(Exit.USAGE.status());
        assertThat(in(workspace, "review", "--verdict", words.toString(), "--reviewer", "second").out())
                .contains("second approves on conditions, 1 finding: Nearly.", "greeting.txt:1  warning: Too formal.");

        assertThat(in(workspace, "review", "--ask", "patch").out()).contains("patch gave no verdict");
        assertThat(in(workspace, "review", "--ask", "nobody").status()).isEqualTo(Exit.USAGE.status());
        assertThat(workspace.resolve("greeting.txt")).hasContent("Hello\n");
    }

    /// The edits that lie in a real repository's working tree are reviewed against its commit; approving keeps them.
    @Test
    void aDirtyTreeIsAdopted() throws Exception {
        Path workspace = project("Hello\nWorld\n");
        Assumptions.assumeTrue(git(workspace, "init", "-q"), "git is not installed");
        git(workspace, "add", "-A");
        git(workspace, "-c", "user.name=a", "-c", "user.email=a@b.c", "commit", "-qm", "first");
        Files.writeString(workspace.resolve("greeting.txt"), "Good day\nWorld\n");
        Files.writeString(workspace.resolve("new.txt"), "new\n");
        Said said = say(temp, workspace, true, List.of("h"), shown -> shown.contains("new.txt"), "run", "--check", "true");
        assertThat(said.status()).as(said.out() + said.err()).isEqualTo(Exit.DONE.status());
        assertThat(workspace.resolve("greeting.txt")).hasContent("Good day\nWorld\n");
        JsonNode entry = in(workspace, "ledger", "--json").json().get("entries").get(0);
        assertThat(entry.get("changes").valueStream().map(c -> c.get("path").asString()).toList()).contains("greeting.txt");
        assertThat(in(workspace, "ledger", "diff", entry.get("index").asString()).out()).contains("-Hello\n+Good day\n");
    }

    private Path project(String greeting) throws IOException {
        Path workspace = Files.createDirectories(temp.resolve("project"));
        Files.writeString(workspace.resolve("greeting.txt"), greeting);
        return workspace;
    }

    private Path patch(String before, String after) throws IOException {
        return Files.writeString(temp.resolve("change.patch"), """
                diff --git a/greeting.txt b/greeting.txt
                --- a/greeting.txt
                +++ b/greeting.txt
                @@ -1 +1 @@
                -%s
                +%s
                """.formatted(before, after));
    }

    private static boolean git(Path folder, String... words) throws InterruptedException {
        var command = new java.util.ArrayList<>(List.of("git"));
        command.addAll(List.of(words));
        try {
            return new ProcessBuilder(command).directory(folder.toFile()).inheritIO().start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /// About the sample, with nobody at the terminal.
    private static Said ask(String... words) {
        return say(shared, sample, false, List.of(), _ -> false, words);
    }

    private Said in(Path workspace, String... words) {
        return say(temp, workspace, false, List.of(), _ -> false, words);
    }

    private static Said say(Path home, Path folder, boolean interactive, List<String> answers, Predicate<String> refused,
                            String... words) {
        var out = new StringWriter();
        var err = new StringWriter();
        var terminal = new Terminal(new Person(out, answers, refused), new PrintWriter(out), new PrintWriter(err), interactive, false);
        int status = new CommandLineApp(Composition.in(home).context(folder, terminal)).run(words);
        return new Said(status, out.toString(), err.toString());
    }

    private static String keys(JsonNode object) {
        return String.join(" ", object.propertyNames());
    }
}
