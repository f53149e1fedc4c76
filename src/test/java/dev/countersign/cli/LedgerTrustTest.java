package dev.countersign.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.Composition;
import dev.countersign.fault.Exit;
import dev.countersign.ledger.Drafts;
import dev.countersign.ledger.seal.MadeUpWitness;
import dev.countersign.run.Session;
import dev.countersign.workspace.Progress;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Checkpoints, proofs, keys, witnesses and exports, as they are asked for in the terminal.
class LedgerTrustTest {
    @TempDir
    Path home;

    private Path folder;

    private record Said(int status, String out, String err) {}

    private Said say(Path where, Path data, String... words) {
        var out = new StringWriter();
        var err = new StringWriter();
        var terminal = new Terminal(new BufferedReader(new StringReader("")), new PrintWriter(out), new PrintWriter(err), false, false);
        int status = new CommandLineApp(Composition.in(data).context(where, terminal)).run(words);
        return new Said(status, out.toString(), err.toString());
    }

    private Said say(String... words) {
        return say(folder, home, words);
    }

    @BeforeEach
    void threeEntries() throws IOException {
        folder = Files.createDirectories(home.resolve("project"));
        try (Session session = Composition.in(home).context(folder, new Terminal(new BufferedReader(new StringReader("")),
                new PrintWriter(new StringWriter()), new PrintWriter(new StringWriter()), false, false)).workbench().open(folder, Progress.NONE)) {
            for (int i = 0; i < 3; i++) {
                session.ledger().record(Drafts.rejection("entry " + i));
            }
        }
    }

    @Test
    void aCheckpointIsWrittenComparedAndExtended() {
        assertThat(say("ledger", "checkpoint", "--to", "c3").status()).isZero();
        assertThat(say("ledger", "key", "rotate").out()).startsWith("The key was replaced in entry 3.");
        Said verified = say("ledger", "verify", "--checkpoint", "c3");
        assertThat(verified.status()).as(verified.out()).isZero();
        assertThat(verified.out()).contains("The first 3 entries agree with a checkpoint that was kept elsewhere.");
        Said growth = say("ledger", "prove", "--since", "c3", "--out", "grown");
        assertThat(growth.status()).as(growth.err()).isZero();
        String key = say("ledger", "key").out().lines().findFirst().orElseThrow();
        Said holds = say(home, home.resolve("nowhere"), "ledger", "verify", "project/grown", "--checkpoint", "project/c3", "--key", key);
        assertThat(holds.out()).contains("The tree of 4 begins with the tree of 3, unchanged.", "It holds.");
        assertThat(holds.status()).isZero();
    }

    @Test
    void aProofIsCheckedWhereNoLedgerIs() throws IOException {
        assertThat(say("ledger", "prove", "1", "--out", "p").status()).isZero();
        String key = say("ledger", "key").out().lines().findFirst().orElseThrow();
        Path elsewhere = home.resolve("nowhere");
        Said good = say(home, elsewhere, "ledger", "verify", "project/p", "--key", key);
        assertThat(good.status()).as(good.out()).isZero();
        assertThat(good.out()).contains("entry 1", "entry 1", "It holds.");
        Said blind = say(home, elsewhere, "ledger", "verify", "project/p");
        assertThat(blind.status()).isEqualTo(Exit.LEDGER.status());
        assertThat(blind.out()).contains("No signature was checked");
        Files.writeString(folder.resolve("p"), Files.readString(folder.resolve("p")).replace("index 1", "index 2"));
        assertThat(say(home, elsewhere, "ledger", "verify", "project/p", "--key", key).status()).isEqualTo(Exit.LEDGER.status());
    }

    @Test
    void aWitnessIsPinnedHeardAndForgotten() throws Exception {
        var witness = new MadeUpWitness("witness.example");
        assertThat(say("ledger", "witness").out()).contains("No witness is pinned");
        assertThat(say("ledger", "witness", "add", witness.key().toString()).out()).contains(witness.key().toString());
        say("ledger", "checkpoint", "--to", "c");
        Files.writeString(folder.resolve("c"), witness.cosign(Files.readString(folder.resolve("c")), 1_790_000_000L));
        assertThat(say("ledger", "checkpoint", "--cosigned", "c").out()).contains("— witness.example ");
        assertThat(say("ledger", "verify").out()).contains("T3: ");
        assertThat(say("ledger", "witness", "rm", "witness.example").status()).isZero();
        assertThat(say("ledger", "witness", "rm", "witness.example").err()).contains("LEDGER-035");
        assertThat(say("ledger", "verify").out()).contains("T1: ");
    }

    @Test
    void anExportVerifiesOnAMachineThatNeverSawTheLedger() throws IOException {
        assertThat(say("ledger", "export", "out").out()).contains("3 entries in ");
        assertThat(say("ledger", "export", "out").err()).contains("LEDGER-033");
        Said good = say(home, home.resolve("nowhere"), "ledger", "verify", "project/out");
        assertThat(good.status()).as(good.out()).isZero();
        assertThat(good.out()).contains("T0: ");
        Files.writeString(folder.resolve("out/checkpoint"), "x");
        assertThat(say(home, home.resolve("nowhere"), "ledger", "verify", "project/out").status()).isEqualTo(Exit.LEDGER.status());
    }

    @Test
    void copiesGoWhereTheyWereAskedFor() {
        assertThat(say("ledger", "checkpoint", "--after-each-run", home.resolve("other").toString()).status()).isZero();
        assertThat(home.resolve("other")).isDirectoryContaining("glob:**-3.checkpoint");
        assertThat(say("ledger", "verify").out()).contains("kept elsewhere");
        assertThat(say("ledger", "checkpoint", "--after-each-run", "none").status()).isZero();
        assertThat(say("ledger", "verify").out()).doesNotContain("agree with a checkpoint that was kept elsewhere");
    }
}
