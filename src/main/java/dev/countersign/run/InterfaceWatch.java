package dev.countersign.run;

import dev.countersign.plan.NodeClass;
import dev.countersign.plan.NodeId;
import dev.countersign.plan.NodeState;
import dev.countersign.verify.Signature;
import dev.countersign.verify.Verification;
import dev.countersign.verify.Verifier;
import dev.countersign.workspace.FileState;
import dev.countersign.workspace.Sha256;
import dev.countersign.workspace.Snapshot;
import dev.countersign.workspace.TreeWatch;
import dev.countersign.workspace.WorkspacePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Candidates that wait for review were checked against the interfaces of their plan as they were then. Those whose interface has another
/// signature in the workspace now are stale: by a commit of this run or of another, by a rollback, or by an edit of whatever program, which is
/// looked for once a second while a candidate waits that has such files. A comment or a body that changed makes none so.
final class InterfaceWatch implements AutoCloseable {
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    private final RunParts parts;
    private final RunBook book;
    private final Verifier verifier;
    private final Runnable touched;
    /// The files that waiting candidates build on. Guarded by this, like those below.
    private Set<WorkspacePath> declared = Set.of();
    private Optional<Thread> patrol = Optional.empty();
    private boolean closed;

    /// @param touched has [#look] run, by a thread of the run's own
    InterfaceWatch(RunParts parts, Runnable touched) {
        this.parts = parts;
        this.touched = touched;
        this.book = parts.book();
        this.verifier = parts.inspection().verifier();
    }

    /// What can't be read is told and makes nothing stale: an approval checks the final tree in any case.
    void look() {
        var waited = new TreeSet<WorkspacePath>();
        for (NodeView view : book.state().nodes().values()) {
            if (isWaiting(view)) {
                try {
                    Optional<String> moved = moved(view);
                    if (moved.isPresent()) {
                        stale(view.node().id(), view.verification().orElseThrow(), "What it builds on changed: " + moved.get() + ".");
                    } else {
                        waited.addAll(declared(view));
                    }
                } catch (IOException | RuntimeException e) {
                    book.activity(Optional.of(view.node().id()), "Whether its interfaces moved could not be told: " + RunProblems.of(e).sentence(), 0, 0);
                }
            }
        }
        patrol(waited);
    }

    private static boolean isWaiting(NodeView view) {
        return view.state() instanceof NodeState.AwaitingReview && view.decision().isEmpty() && view.verification().filter(v -> !v.isStale()).isPresent();
    }

    /// Begins to look at files, or at others, and ends where there are none.
    private synchronized void patrol(Set<WorkspacePath> files) {
        if (files.equals(declared) && patrol.filter(Thread::isAlive).isPresent()) {
            return;
        }
        patrol.ifPresent(Thread::interrupt);
        declared = Set.copyOf(files);
        TreeWatch watch = parts.workspace().watch(files);
        patrol = closed || files.isEmpty() ? Optional.empty()
                : Optional.of(Thread.ofVirtual().name("interfaces of " + book.state().id()).start(() -> walk(watch)));
    }

    private void walk(TreeWatch watch) {
        try {
            while (true) {
                // The first time it says yes: what was edited while they were looked at is not missed.
                if (moved(watch)) {
                    touched.run();
                }
                Thread.sleep(LOOK_EVERY);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// What can't be looked at may have changed.
    private static boolean moved(TreeWatch watch) {
        try {
            return watch.moved();
        } catch (IOException e) {
            return true;
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        patrol.ifPresent(Thread::interrupt);
    }

    /// The files that the interfaces before a node declared and that it does not change itself.
    private Set<WorkspacePath> declared(NodeView view) {
        Set<WorkspacePath> declared = new TreeSet<>();
        for (NodeId before : Siblings.before(book.state(), view.node().id())) {
            NodeView other = book.view(before);
            if (other.node().kind() == NodeClass.INTERFACE && other.state() instanceof NodeState.Committed) {
                other.candidate().ifPresent(candidate -> candidate.edits().forEach(edit -> declared.add(edit.path())));
            }
        }
        book.standings().reviewed(view.node().id()).ifPresent(standing -> standing.changeset().edits().forEach(edit -> declared.remove(edit.path())));
        return declared;
    }

    /// The first declaration of its interfaces that is not in the workspace as it was in the tree that the candidate starts from.
    private Optional<String> moved(NodeView view) throws IOException {
        Set<WorkspacePath> declared = declared(view);
        Optional<Standing> standing = book.standings().reviewed(view.node().id());
        if (declared.isEmpty() || standing.isEmpty()) {
            return Optional.empty();
        }
        Snapshot base = parts.base(standing.get());
        for (WorkspacePath path : declared) {
            Optional<Sha256> was = base.get(path).filter(s -> s.kind() == FileState.Kind.FILE).map(FileState::content);
            Optional<byte[]> now = live(path);
            if (!was.equals(now.map(Sha256::of))) {
                Signature sealed = was.isEmpty() ? Signature.NONE : verifier.signature(path, parts.store().contents().read(was.get()));
                Optional<String> first = now.map(bytes -> verifier.signature(path, bytes)).orElse(Signature.NONE).movedFrom(sealed).stream().findFirst();
                if (first.isPresent()) {
                    return Optional.of(path + ", " + first.get());
                }
            }
        }
        return Optional.empty();
    }

    private Optional<byte[]> live(WorkspacePath path) throws IOException {
        Path file = path.in(parts.workspace().root());
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
    }

    private void stale(NodeId id, Verification verification, String why) {
        synchronized (book) {
            NodeView now = book.view(id);
            if (now.state() instanceof NodeState.AwaitingReview && now.decision().isEmpty() && now.verification().equals(Optional.of(verification))) {
                book.tell(at -> new RunEvent.Verified(at, id, verification.stale(why)));
                book.move(id, new NodeState.AwaitingReview(why));
            }
        }
    }
}
