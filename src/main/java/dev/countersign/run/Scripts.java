package dev.countersign.run;

import dev.countersign.agent.AgentEvent;
import dev.countersign.agent.ScriptTools;
import dev.countersign.changeset.Changeset;
import dev.countersign.fault.Problem;
import dev.countersign.fault.ProblemException;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.entry.Entry;
import dev.countersign.network.Connection;
import dev.countersign.network.Objections;
import dev.countersign.plan.Node;
import dev.countersign.plan.Plan;
import dev.countersign.policy.Policy;
import dev.countersign.script.Problems;
import dev.countersign.script.Script;
import dev.countersign.script.ScriptCall;
import dev.countersign.script.ScriptFolder;
import dev.countersign.script.ScriptFolder.Found;
import dev.countersign.script.ScriptLimits;
import dev.countersign.script.ScriptResult;
import dev.countersign.script.Surroundings;
import dev.countersign.workspace.BothContents;
import dev.countersign.workspace.Contents;
import dev.countersign.workspace.FileState;
import dev.countersign.workspace.MissingContentException;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.Sha256;
import dev.countersign.workspace.Snapshot;
import dev.countersign.workspace.Workspace;
import dev.countersign.workspace.WorkspacePath;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.net.ssl.SSLSocketFactory;
import tools.jackson.databind.json.JsonMapper;

/// The scripts of an open workspace, and which of them a person approved. Approvals and their withdrawal are entries of the ledger; what
/// runs are the bytes that were approved, from there, and only while the file still is the same. Safe for use by several threads.
public final class Scripts {
    static final String APPROVAL = "script-approval";

    private final ScriptFolder folder;
    private final Ledger ledger;
    private final LedgerDesk desk;
    private final EntryFacts facts;
    private final Policy policy;
    private final Workbench bench;
    private final ScriptLimits limits;
    private final Function<Runnable, AutoCloseable> growing;
    private final TrustEntries<Decision> entries;
    private final Map<String, Decided> decided = new HashMap<>();
    private final Map<ScriptCall, Decision> running = new ConcurrentHashMap<>();

    /// The evidence of an entry. @param hash of the bytes @param approved or withdrawn
    record Decision(String name, Sha256 hash, boolean approved) {}

    private record Decided(Decision decision, String who, Instant at, long seq) {}

    /// Whether a script may run.
    public enum Standing {
        /// Nobody approved it yet.
        PENDING,
        APPROVED,
        /// Another version of it was approved.
        CHANGED,
        /// Its approval was withdrawn.
        REVOKED,
        /// It was approved, and its file is gone.
        GONE
    }

    /// @param script where its file can be used
    /// @param fault  why it can't be
    /// @param words  who decided and when; empty where nobody did
    public record Listed(String name, Standing standing, Optional<Script> script, Optional<Problem> fault, Optional<Last> words) {}

    /// What was decided last. @param hash of what was shown then @param seq of the entry
    public record Last(boolean approved, Sha256 hash, String who, Instant at, long seq) {}

    /// What changed since a script was approved. @param contents of both
    public record Difference(Changeset changeset, Contents contents) {}

    /// @param growing has the ledger watched as long as its result is open
    Scripts(Workspace workspace, Ledger ledger, LedgerDesk desk, EntryFacts facts, Policy policy, Workbench bench, ScriptLimits limits, JsonMapper json,
            Function<Runnable, AutoCloseable> growing) {
        this.folder = new ScriptFolder(workspace.root());
        this.ledger = ledger;
        this.desk = desk;
        this.facts = facts;
        this.policy = policy;
        this.bench = bench;
        this.limits = limits;
        this.growing = growing;
        this.entries = new TrustEntries<>(ledger, json, APPROVAL, Decision.class);
    }

    /// Those that lie in the workspace now, and those that were approved and are gone, by name.
    ///
    /// @throws dev.countersign.fault.UserException `SCRIPT-001` where the folder cannot be used
    public List<Listed> list() throws IOException {
        SortedMap<String, Found> found = folder.read();
        Map<String, Decided> known = decided();
        var names = new TreeSet<>(found.keySet());
        known.forEach((name, last) -> {
            if (last.decision.approved) {
                names.add(name);
            }
        });
        return names.stream().map(name -> listed(name, Optional.ofNullable(found.get(name)), Optional.ofNullable(known.get(name)))).toList();
    }

    /// @throws dev.countersign.fault.UserException `SCRIPT-002` where there is none of that name
    public Listed find(String name) throws IOException {
        return list().stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow(() -> Problems.unknown(name));
    }

    private static Listed listed(String name, Optional<Found> found, Optional<Decided> last) {
        Optional<Script> script = found.flatMap(one -> one instanceof Found.Usable(Script usable) ? Optional.of(usable) : Optional.empty());
        Optional<Problem> fault = found.flatMap(one -> one instanceof Found.Unusable(var why) ? Optional.of(why.problem()) : Optional.empty());
        Standing standing = last.isEmpty() ? Standing.PENDING : !last.get().decision.approved ? Standing.REVOKED : found.isEmpty() ? Standing.GONE
                : script.isPresent() && script.get().hash().equals(last.get().decision.hash) ? Standing.APPROVED : Standing.CHANGED;
        return new Listed(name, standing, script, fault, last.map(one -> new Last(one.decision.approved, one.decision.hash, one.who, one.at, one.seq)));
    }

    private synchronized Map<String, Decided> decided() throws IOException {
        for (TrustEntries.Told<Decision> told : entries.news()) {
            Decision decision = told.evidence();
            decided.put(decision.name, new Decided(decision, told.entry().what().approval().map(a -> a.who()).orElse(""),
                    Instant.ofEpochMilli(told.entry().time()), told.entry().seq()));
        }
        return Map.copyOf(decided);
    }

    /// What is approved of a script: its text. Empty where nothing is.
    ///
    /// @throws IOException where the ledger has its bytes no more
    public Optional<Script> approved(String name) throws IOException {
        Optional<Decision> decision = Optional.ofNullable(decided().get(name)).map(Decided::decision).filter(Decision::approved);
        return decision.isEmpty() ? Optional.empty() : Optional.of(kept(decision.get()));
    }

    private Script kept(Decision decision) throws IOException {
        return ScriptFolder.of(decision.name, ledger.vault().read(decision.hash));
    }

    /// From the version decided on last to what lies there now; from nothing where none is known.
    public Difference difference(String name) throws IOException {
        Listed now = find(name);
        byte[] after = now.script().map(script -> script.text().getBytes(StandardCharsets.UTF_8)).orElse(new byte[0]);
        Optional<byte[]> before = Optional.empty();
        if (now.words().isPresent() && ledger.vault().has(now.words().get().hash())) {
            before = Optional.of(ledger.vault().read(now.words().get().hash()));
        }
        WorkspacePath path = WorkspacePath.of(Script.FOLDER + "/" + name + ".star");
        var contents = new BothContents(new One(after), ledger.vault());
        return new Difference(Changeset.between(tree(path, before), tree(path, now.script().map(_ -> after)), contents), contents);
    }

    private static Snapshot tree(WorkspacePath path, Optional<byte[]> content) {
        return content.map(bytes -> new Snapshot(Map.of(path, FileState.file(bytes, false)))).orElse(Snapshot.EMPTY);
    }

    /// One content.
    private record One(byte[] bytes) implements Contents {
        @Override
        public boolean has(Sha256 content) {
            return Sha256.of(bytes).equals(content);
        }

        @Override
        public byte[] read(Sha256 content) throws IOException {
            if (!has(content)) {
                throw new MissingContentException(content, "is another one");
            }
            return bytes.clone();
        }

        @Override
        public InputStream open(Sha256 content) throws IOException {
            return new ByteArrayInputStream(read(content));
        }
    }

    /// Lets agents call exactly the bytes that were shown. Blocks until that is in the ledger.
    ///
    /// @param hash of what was shown
    /// @throws dev.countersign.fault.UserException `SCRIPT-001` where it cannot be used, `SCRIPT-003` where the file is another one now,
    ///                                             `SCRIPT-005` where a known secret stands in it
    public Entry approve(String name, Sha256 hash, String who) throws IOException {
        Listed now = find(name);
        if (now.script().filter(script -> script.hash().equals(hash)).isEmpty()) {
            throw Problems.others(name);
        }
        byte[] bytes = now.script().get().text().getBytes(StandardCharsets.UTF_8);
        if (!Arrays.equals(bench.redaction().now().redact(bytes), bytes)) {
            throw Problems.holdsSecret(name);
        }
        return desk.record(facts.script(new Decision(name, hash, true), now.script().get().text(), who, bench.clock().instant()));
    }

    /// Withdraws an approval; what runs of it is ended at once. Blocks until that is in the ledger.
    ///
    /// @throws dev.countersign.fault.UserException `SCRIPT-002` where none is approved
    public Entry revoke(String name, String who) throws IOException {
        Decided last = decided().get(name);
        if (last == null || !last.decision.approved) {
            throw Problems.unknown(name);
        }
        Entry entry = desk.record(facts.script(new Decision(name, last.decision.hash, false), "", who, bench.clock().instant()));
        lookAgain();
        return entry;
    }

    /// Ends what runs and may not any more.
    private void lookAgain() {
        running.forEach((call, decision) -> revoked(decision).ifPresent(call::end));
    }

    private Optional<String> revoked(Decision decision) {
        try {
            Decided now = decided().get(decision.name);
            return now != null && now.decision.equals(decision) ? Optional.empty() : Optional.of("its approval was withdrawn");
        } catch (IOException | RuntimeException e) {
            return Optional.of("its approval cannot be looked up: " + e.getMessage());
        }
    }

    /// Runs an approved script for a person. Blocks.
    ///
    /// @param arguments a JSON object
    /// @throws dev.countersign.fault.UserException `SCRIPT-002` where there is none, `SCRIPT-004` where it is not approved as it lies there,
    ///                                             `SCRIPT-006` for arguments that do not fit
    public ScriptResult run(String name, String arguments, Consumer<Connection> heard, Progress progress) throws IOException {
        Node node = Plan.single("Run the script " + name).nodes().getFirst();
        return run(name, arguments, Gate.objections(policy, node), heard, progress);
    }

    private ScriptResult run(String name, String arguments, Objections objections, Consumer<Connection> heard, Progress progress) throws IOException {
        Listed now = find(name);
        switch (now.standing()) {
            case APPROVED -> { }
            case PENDING -> throw Problems.pending(name, "nobody has approved it");
            case CHANGED -> throw Problems.pending(name, "it is not the version that was approved");
            case REVOKED -> throw Problems.pending(name, "its approval was withdrawn");
            case GONE -> throw Problems.pending(name, "its file is gone");
        }
        var decision = new Decision(name, now.words().orElseThrow().hash(), true);
        Script script;
        try {
            script = kept(decision);
        } catch (MissingContentException e) {
            throw Problems.pending(name, "the ledger has the bytes no more that were approved");
        }
        var around = new Surroundings(secret -> bench.secrets().read(secret), bench.gateway(), bench.clock(), bench.redaction(),
                (SSLSocketFactory) SSLSocketFactory.getDefault());
        var call = new ScriptCall(script, limits, around, () -> revoked(decision));
        running.put(call, decision);
        AutoCloseable watched = growing.apply(this::lookAgain);
        try {
            return call.run(arguments, objections, heard, progress);
        } finally {
            running.remove(call);
            close(watched);
        }
    }

    private static void close(AutoCloseable one) {
        try {
            one.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /// As tools for the calls of an agent at `node`.
    ScriptTools tools(Node node) {
        return new ScriptTools() {
            @Override
            public List<Tool> tools() {
                try {
                    var all = new ArrayList<Tool>();
                    for (Listed one : list()) {
                        if (one.standing() == Standing.APPROVED) {
                            one.script().ifPresent(script -> all.add(new Tool(one.name(), script.declares().description(), script.declares().schema())));
                        }
                    }
                    return all;
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                } catch (ProblemException e) {
                    return List.of();
                }
            }

            @Override
            public Result call(String name, String arguments, Consumer<AgentEvent> events, Progress progress) {
                try {
                    return switch (run(name, arguments, Gate.objections(policy, node), heard -> events.accept(new AgentEvent.Connected(heard)), progress)) {
                        case ScriptResult.Answered answered -> new Result(answered.text(), false);
                        case ScriptResult.Failed failed -> new Result(failed.sentence(), true);
                    };
                } catch (ProblemException e) {
                    return new Result(e.problem().sentence(), true);
                } catch (IOException e) {
                    return new Result("The script could not be read: " + e.getMessage(), true);
                }
            }
        };
    }
}
