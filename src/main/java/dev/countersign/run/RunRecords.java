package dev.countersign.run;

import dev.countersign.agent.ModelCall;
import dev.countersign.agent.Recording;
import dev.countersign.plan.NodeId;
import dev.countersign.secret.Redaction;
import dev.countersign.workspace.Contents;
import dev.countersign.workspace.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/// What runs and their agents did, as it was kept. Blocks for reading. Any thread.
public final class RunRecords {
    private final RunShelf runs;
    private final Redaction redaction;
    private final Function<RunId, Contents> contents;

    RunRecords(RunShelf runs, Redaction redaction, Function<RunId, Contents> contents) {
        this.runs = runs;
        this.redaction = redaction;
        this.contents = contents;
    }

    /// Writes what the agents of a run did into `file`, to be played again by the agent `replay`. An old file is replaced; there is a whole
    /// one or none.
    ///
    /// @throws dev.countersign.fault.UserException `RUN-005` where there is no such run, `RUN-017` where a secret is in what they did
    public Recording record(RunId run, Path file) throws IOException {
        RunState state = runs.state(run).orElseThrow(() -> RunProblems.unknown("run " + run));
        return new Recorder(redaction).write(state, events(run), contents.apply(run), file);
    }

    /// Keeps a patch with a run. @return where it is
    Path keep(RunId run, byte[] patch) throws IOException {
        Path file = runs.store(run).journal().resolveSibling("merged-" + Sha256.of(patch).brief() + ".patch");
        return Files.write(file, patch);
    }

    /// The lasting events of a run so far, in order.
    public List<RunEvent> events(RunId run) throws IOException {
        runs.state(run).orElseThrow(() -> RunProblems.unknown("run " + run));
        return RunJournal.read(runs.store(run).journal(), RunJson.mapper());
    }

    /// An event as one line of JSON, as the journal has it.
    public static String line(RunEvent event) {
        return RunJson.mapper().writerFor(RunEvent.class).writeValueAsString(event);
    }

    /// The whole kept transcript of a node, for the console of a run that is no longer live.
    public List<RunEvent.Said> transcript(RunId run, NodeId node) throws IOException {
        runs.node(run, node);
        return new Transcript(runs.store(run).transcript(node), RunJson.mapper()).read();
    }

    /// What models were asked for a node by Countersign itself, and answered, in order.
    public List<ModelCall> asked(RunId run, NodeId node) throws IOException {
        runs.node(run, node);
        return runs.store(run).asked(node);
    }

    /// [#transcript] as it is kept: each event a line of JSON. A line that a crash tore is left out.
    byte[] said(RunId run, NodeId node) throws IOException {
        return new Transcript(runs.store(run).transcript(node), RunJson.mapper()).lines();
    }

    /// [#said] and [#asked].
    EntryFacts.Kept kept(RunId run, NodeId node) throws IOException {
        return new EntryFacts.Kept(said(run, node), runs.store(run).asked(node));
    }
}
