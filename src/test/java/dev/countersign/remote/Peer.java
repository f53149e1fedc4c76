package dev.countersign.remote;

import dev.countersign.ledger.Committer;
import dev.countersign.ledger.Drafts;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.entry.EntryDraft;
import dev.countersign.ledger.entry.EntryKind;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.Snapshot;
import dev.countersign.workspace.Workspace;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/// Another process on the workspace and ledger below a folder.
final class Peer {
    private final Process process;
    private final BufferedReader said;
    private final Path errors;

    Peer(Path temporary, String... what) throws IOException {
        errors = Files.createTempFile(temporary, "peer", ".err");
        var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx96m", "--enable-native-access=ALL-UNNAMED",
                "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"), "-cp", System.getProperty("java.class.path"),
                Peer.class.getName(), temporary.toString()));
        command.addAll(List.of(what));
        process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
        said = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    String line() throws IOException {
        String line = said.readLine();
        if (line == null) {
            throw new AssertionError("the process ended by itself: " + errors());
        }
        return line;
    }

    List<String> rest() throws IOException {
        var lines = new ArrayList<String>();
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            lines.add(line);
        }
        return lines;
    }

    void say(String line) throws IOException {
        process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    String errors() throws IOException {
        return Files.readString(errors);
    }

    int status() throws InterruptedException {
        return process.waitFor();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /// Waits for its good end.
    void end() throws IOException, InterruptedException {
        rest();
        if (status() != 0) {
            throw new AssertionError(errors());
        }
    }

    long pid() {
        return process.pid();
    }

    /// @param which `-STOP` or `-CONT`
    void signal(String which) throws IOException, InterruptedException {
        if (new ProcessBuilder("/bin/kill", which, Long.toString(pid())).start().waitFor() != 0) {
            throw new IOException("it cannot be given " + which);
        }
    }

    /// By its handle: destroying the process itself would close what it still had to say.
    void kill() throws InterruptedException {
        process.toHandle().destroyForcibly();
        process.waitFor(20, TimeUnit.SECONDS);
    }

    public static void main(String[] args) throws Exception {
        Path temporary = Path.of(args[0]);
        Workspace workspace = Workspace.open(temporary.resolve("project"));
        try (Ledger ledger = Sharing.open(temporary.resolve("data"), workspace)) {
            switch (args[1]) {
                case "own" -> {
                    System.out.println("ready");
                    System.in.read();
                }
                case "record" -> {
                    for (int i = 0; i < Integer.parseInt(args[3]); i++) {
                        ledger.record(Drafts.rejection(args[2] + " " + i));
                        System.out.println(i);
                    }
                }
                case "intent" -> {
                    String old = Files.readString(workspace.root().resolve(args[2]));
                    ledger.begin(Drafts.change(ledger.vault(), args[2], Optional.of(old), Optional.of(args[3]), "an intent"));
                    System.out.println("begun");
                    System.in.read();
                }
                case "commit" -> commit(workspace, ledger, args[2]);
                default -> throw new IllegalArgumentException(args[1]);
            }
        }
    }

    /// Commits changes of three files until it is told to stop, and says the summary of each when it is in.
    private static void commit(Workspace workspace, Ledger ledger, String who) throws IOException {
        var committer = new Committer(workspace, ledger);
        committer.recover();
        for (int number = 0; System.in.available() == 0; number++) {
            Snapshot tree = workspace.capture(ledger.vault(), Progress.NONE);
            var files = new TreeMap<>(tree.files());
            String summary = who + " entry " + number;
            for (int i = 0; i < 3; i++) {
                String text = summary + " file " + i + "\n".repeat(1_000 * i);
                ledger.vault().put(Drafts.bytes(text));
                files.put(Drafts.path("f" + i), Drafts.file(text).orElseThrow());
            }
            var next = new Snapshot(files);
            var draft = new EntryDraft(EntryKind.COMMIT, "run", "node", new EntryDraft.Actor("agent", "patch", ""), Optional.empty(),
                    summary, tree.treeHash(), next.treeHash(), tree.editsTo(next), List.of(), OptionalLong.empty());
            commit(committer, ledger, draft, number % 2 == 0);
            System.out.println(summary);
        }
        System.out.println("stopped");
    }

    /// With the turn taken ahead, as a session does, or by the intent.
    private static void commit(Committer committer, Ledger ledger, EntryDraft draft, boolean ahead) throws IOException {
        try (Ledger.Turn _ = ahead ? ledger.turn(Duration.ofSeconds(30), Progress.NONE).orElseThrow() : () -> { }) {
            if (!(committer.commit(draft, ledger.vault()) instanceof Committer.Outcome.Done)) {
                throw new IOException("nobody else changes these files");
            }
        }
    }
}
