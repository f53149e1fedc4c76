package dev.countersign.run;

import dev.countersign.agent.Recording;
import dev.countersign.fault.Exit;
import dev.countersign.fault.Problem;
import dev.countersign.fault.UserException;
import dev.countersign.plan.Node;
import dev.countersign.plan.NodeId;
import dev.countersign.plan.Plan;
import dev.countersign.plan.PlanFile;
import dev.countersign.secret.Redaction;
import dev.countersign.secret.TokenShapes;
import dev.countersign.workspace.Contents;
import dev.countersign.workspace.FileState;
import dev.countersign.workspace.PathEdit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Makes a recording of a run from its journal. What has a secret in it is refused: left out, the run could not be played.
final class Recorder {
    private final Redaction redaction;

    Recorder(Redaction redaction) {
        this.redaction = redaction;
    }

    /// The same, written to `file`: beside it first, so that there is a whole one or none.
    Recording write(RunState run, List<RunEvent> events, Contents contents, Path file) throws IOException {
        Recording recording = record(run, events, contents);
        Path temporary = file.resolveSibling(file.getFileName() + ".part");
        Files.write(temporary, recording.bytes());
        Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
        return recording;
    }

    /// @param events   of the run's journal
    /// @param contents of its candidates
    /// @throws UserException `RUN-017` naming the file with a secret in it, or the plan
    Recording record(RunState run, List<RunEvent> events, Contents contents) throws IOException {
        Map<String, Recording.Attempt> attempts = new LinkedHashMap<>();
        Map<String, String> kept = new TreeMap<>();
        for (RunEvent event : events) {
            switch (event) {
                case RunEvent.Returned e -> {
                    attempts.remove(key(e.node(), e.attempt()));
                    attempts.put(key(e.node(), e.attempt()), new Recording.Attempt(e.node().value(), e.attempt(), agent(run, e.node()),
                            clean("what an agent said", e.words()), e.usage(),
                            e.failure().map(f -> new Recording.Failure(f.code(), f.message())), List.of()));
                }
                case RunEvent.Candidate e when e.origin() == RunEvent.Origin.AGENT -> {
                    Recording.Attempt was = attempts.get(key(e.node(), e.attempt()));
                    if (was != null && was.edits().isEmpty()) {
                        attempts.replace(key(e.node(), e.attempt()), new Recording.Attempt(was.node(), was.attempt(), was.agent(), was.words(),
                                was.usage(), was.failure(), edits(e.changeset().edits(), contents, kept)));
                    }
                }
                case RunEvent.Started _, RunEvent.Moved _, RunEvent.Called _, RunEvent.Interrupted _, RunEvent.Continued _, RunEvent.Replanned _,
                     RunEvent.Warned _, RunEvent.Paused _, RunEvent.Resumed _, RunEvent.Granted _, RunEvent.Said _, RunEvent.Asked _,
                     RunEvent.Candidate _, RunEvent.Ruled _, RunEvent.CheckStarted _, RunEvent.CheckOutput _, RunEvent.Checked _,
                     RunEvent.Verified _, RunEvent.Reviewed _, RunEvent.Decided _, RunEvent.Conflicted _, RunEvent.Committed _,
                     RunEvent.Merged _, RunEvent.Activity _, RunEvent.Ended _ -> { }
            }
        }
        Plan plan = new Plan(run.plan().task(), run.plan().nodes().stream().map(n ->
                new Node(n.id(), n.goal(), n.kind(), n.after(), Optional.empty(), n.contract())).toList());
        return new Recording(Recording.FORMAT, run.plan().task(), clean("the plan", PlanFile.json(plan)), List.copyOf(attempts.values()), kept);
    }

    private static String key(NodeId node, int attempt) {
        return node + " " + attempt;
    }

    private static String agent(RunState run, NodeId node) {
        return run.plan().node(node).flatMap(Node::agent).orElse(run.request().agent());
    }

    private List<Recording.Edit> edits(List<PathEdit> edits, Contents contents, Map<String, String> kept) throws IOException {
        var made = new ArrayList<Recording.Edit>();
        for (PathEdit edit : edits) {
            if (edit.after().isPresent()) {
                byte[] content = contents.read(edit.after().get().content());
                clean(edit.path().value(), new String(content, StandardCharsets.UTF_8));
                kept.put(edit.after().get().content().hex(), Base64.getEncoder().encodeToString(content));
            }
            made.add(new Recording.Edit(edit.path().value(), edit.before().map(Recorder::state), edit.after().map(Recorder::state)));
        }
        return made;
    }

    private static Recording.State state(FileState state) {
        return new Recording.State(state.mode(), state.size(), state.content().hex());
    }

    /// The text, if no secret is in it: neither a known one nor one that its shape gives away.
    private String clean(String where, String text) {
        boolean known = !redaction.text(text).equals(text);
        if (known || text.lines().anyMatch(line -> TokenShapes.first(line).filter(TokenShapes.Found::certain).isPresent())) {
            throw new UserException(Problem.of("RUN-017", Exit.REFUSED, "There is a secret in " + where + ", so the run is not recorded.",
                    "Nothing was written.", "Record a run without it."));
        }
        return text;
    }
}
