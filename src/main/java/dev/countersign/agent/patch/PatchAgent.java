package dev.countersign.agent.patch;

import dev.countersign.agent.Agent;
import dev.countersign.agent.AgentEvent;
import dev.countersign.agent.AgentFailure;
import dev.countersign.agent.AgentResult;
import dev.countersign.agent.AgentTask;
import dev.countersign.agent.Usage;
import dev.countersign.changeset.Changeset;
import dev.countersign.changeset.UnifiedPatch;
import dev.countersign.changeset.UnifiedPatch.Applied;
import dev.countersign.changeset.UnifiedPatch.Reject;
import dev.countersign.fault.ProblemException;
import dev.countersign.workspace.ContentStore;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.Snapshot;
import dev.countersign.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.eclipse.jgit.revwalk.RevCommit;

/// Brings edits that exist already, so that they pass the same gates as an agent's. Its input is
///
/// - the path of a unified diff, absolute or relative to the workspace;
/// - a revision of the workspace's repository: what that commit changed against its first parent;
/// - a range `A..B`: what lies between the two; an empty side is `HEAD`;
/// - nothing: the edits that lie uncommitted in the workspace. Their base is the last commit ([#base]).
///
/// A path that exists goes before a revision of that name.
public final class PatchAgent implements Agent {
    private static final long MAX_BYTES = 64L << 20;
    private static final int SHOWN = 10;

    @Override
    public String name() {
        return "patch";
    }

    @Override
    public String description() {
        return "Takes a unified diff, a git revision or range, or the uncommitted edits of the workspace.";
    }

    @Override
    public boolean startsProcesses() {
        return false;
    }

    @Override
    public boolean canRetry() {
        return false;
    }

    @Override
    public Optional<Snapshot> base(Optional<String> input, Path liveRoot, ContentStore contents, Progress progress)
            throws IOException {
        if (input.isPresent()) {
            return Optional.empty();
        }
        try (GitTree git = GitTree.open(liveRoot)) {
            return Optional.of(git.headUnder(Workspace.open(liveRoot).capture(contents, progress), contents));
        }
    }

    @Override
    public Preview preview(String prompt) {
        return Preview.NONE;
    }

    @Override
    public AgentResult run(AgentTask task, Consumer<AgentEvent> events, Progress progress) {
        try {
            Applied applied = apply(task.input(), task.base(), task.liveRoot(), task.contents(), events, progress);
            return switch (applied) {
                case Applied.Done(var result) -> {
                    int changes = Changeset.between(task.base(), result, task.contents()).changes().size();
                    progress.check();
                    task.stage().resetTo(result);
                    String words = changes == 1 ? "1 file differs." : changes + " files differ.";
                    events.accept(new AgentEvent.Said(words));
                    yield new AgentResult.Finished(words, Usage.NOTHING);
                }
                case Applied.Refused refused -> failed("It does not apply, so nothing was taken: " + sentence(refused) + ".");
            };
        } catch (Progress.CancelledException e) {
            return new AgentResult.Cancelled();
        } catch (ProblemException e) {
            return failed(e.problem().sentence() + " " + e.problem().next());
        } catch (IOException e) {
            return failed("The edits cannot be read: " + e.getMessage() + ".");
        }
    }

    /// What `input` makes of `base`. Reads the live tree, writes only to `contents`.
    Applied apply(Optional<String> input, Snapshot base, Path liveRoot, ContentStore contents, Consumer<AgentEvent> events,
                  Progress progress) throws IOException {
        if (input.isEmpty()) {
            events.accept(new AgentEvent.Said("I take the edits that lie uncommitted in the workspace."));
            return new Applied.Done(Workspace.open(liveRoot).capture(contents, progress));
        }
        String given = input.get();
        Optional<Path> file = file(given, liveRoot);
        if (file.isPresent()) {
            if (Files.size(file.get()) > MAX_BYTES) {
                throw new IOException(given + " is larger than 64 MiB");
            }
            events.accept(new AgentEvent.Said("I apply the patch " + file.get() + "."));
            return UnifiedPatch.apply(Files.readAllBytes(file.get()), base, contents);
        }
        try (GitTree git = GitTree.open(liveRoot)) {
            int dots = given.indexOf("..");
            if (given.contains("...")) {
                throw new IOException("three dots name no single change; give a range as A..B");
            }
            if (dots >= 0) {
                RevCommit from = commit(git, given.substring(0, dots));
                RevCommit to = commit(git, given.substring(dots + 2));
                events.accept(new AgentEvent.Said("I bring what lies between " + shown(from) + " and " + shown(to) + "."));
                return ThreeWay.apply(git.tree(from, contents), git.tree(to, contents), base, contents);
            }
            RevCommit to = commit(git, given);
            Optional<RevCommit> from = git.parent(to);
            events.accept(new AgentEvent.Said("I bring what " + shown(to) + " changed."));
            Snapshot before = from.isPresent() ? git.tree(from.get(), contents) : Snapshot.EMPTY;
            return ThreeWay.apply(before, git.tree(to, contents), base, contents);
        }
    }

    private static Optional<Path> file(String given, Path liveRoot) {
        try {
            return Optional.of(liveRoot.resolve(given)).filter(Files::isRegularFile);
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static RevCommit commit(GitTree git, String revision) throws IOException {
        String name = revision.isEmpty() ? "HEAD" : revision;
        return git.commit(name).orElseThrow(() ->
                new IOException("\"" + name + "\" is neither a file nor a revision of this repository"));
    }

    private static String shown(RevCommit commit) {
        return commit.abbreviate(9).name() + " \"" + commit.getShortMessage() + "\"";
    }

    private static String sentence(Applied.Refused refused) {
        String shown = refused.rejects().stream().limit(SHOWN).map(PatchAgent::sentence).collect(Collectors.joining("; "));
        int more = refused.rejects().size() - SHOWN;
        return more > 0 ? shown + "; and " + more + " more" : shown;
    }

    private static String sentence(Reject reject) {
        return reject.line() > 0 ? reject.toString() : reject.path() + ": " + reject.why();
    }

    private static AgentResult failed(String message) {
        return new AgentResult.Failed(new AgentFailure(AgentFailure.Kind.INVALID_INPUT, message, ""));
    }
}
