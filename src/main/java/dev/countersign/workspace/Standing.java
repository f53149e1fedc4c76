package dev.countersign.workspace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// How the live tree stands to a list of edits: what lies at each path, and whether that is what an edit expects. Any thread may look.
final class Standing {
    private static final Intake INTAKE = new Intake(Intake.DIGEST, false);

    /// What lies at one path.
    ///
    /// @param fault  why nothing can be written there at all, for a person
    /// @param filled for a folder: that it holds anything
    record Found(Optional<Stamp> stamp, Optional<FileState> state, boolean filled, Optional<String> fault) {
        boolean isFolder() {
            return stamp.filter(Stamp::isFolder).isPresent();
        }
    }

    private static final Found NOTHING = new Found(Optional.empty(), Optional.empty(), false, Optional.empty());

    private final Path root;
    private final EditSet edits;
    private final Map<WorkspacePath, Found> seen = new ConcurrentHashMap<>();
    private final long began = System.nanoTime();
    /// A moment of the file system's clock before which nothing was seen yet.
    private volatile long floor = Long.MIN_VALUE;

    Standing(Path root, EditSet edits) {
        this.root = root;
        this.edits = edits;
    }

    /// From now on, what was read once and cannot have been touched since is not read again.
    ///
    /// @param fresh of a file on the same file system that was written since this was made
    synchronized void clock(Stamp fresh) {
        if (fresh.changed() != Stamp.NO_CTIME) {
            floor = Math.max(floor, fresh.changed() - (System.nanoTime() - began));
        }
    }

    /// What lies at the path of each edit; folders that several have above them are looked at once.
    Map<WorkspacePath, Found> look(Collection<PathEdit> all) throws IOException {
        var above = new ConcurrentHashMap<String, Optional<Found>>();
        var found = new ConcurrentHashMap<WorkspacePath, Found>();
        Together.share(List.copyOf(all), some -> {
            for (PathEdit edit : some) {
                String folder = edit.path().folder();
                Optional<Found> obstacle = above.get(folder);
                if (obstacle == null) {
                    obstacle = above(edit.path());
                    above.put(folder, obstacle);
                }
                found.put(edit.path(), obstacle.isPresent() ? obstacle.get() : itself(edit.path()));
            }
        });
        return found;
    }

    Found at(WorkspacePath path) throws IOException {
        Optional<Found> above = above(path);
        return above.isPresent() ? above.get() : itself(path);
    }

    /// What is found where a folder above `path` is none; empty where all are.
    Optional<Found> above(WorkspacePath path) throws IOException {
        Path up = root;
        String rel = "";
        List<String> parts = path.parts();
        for (String part : parts.subList(0, parts.size() - 1)) {
            up = up.resolve(part);
            rel = rel.isEmpty() ? part : rel + "/" + part;
            if (Files.isDirectory(up, LinkOption.NOFOLLOW_LINKS)) {
                continue;
            }
            Optional<Stamp> stamp = Stamp.of(up);
            if (stamp.isEmpty()) {
                return Optional.of(NOTHING);
            }
            if (!stamp.get().isFolder()) {
                return Optional.of(edits.remove(rel) || edits.putFile(rel) ? NOTHING
                        : new Found(Optional.empty(), Optional.empty(), false, Optional.of(obstacle(up, rel, stamp.get()))));
            }
        }
        return Optional.empty();
    }

    /// What lies at `path`, where all above it are known to be folders.
    Found itself(WorkspacePath path) throws IOException {
        Path file = path.in(root);
        Optional<Stamp> stamp = Stamp.of(file);
        if (stamp.isEmpty()) {
            return NOTHING;
        }
        if (stamp.get().type() == Stamp.Type.SPECIAL) {
            return new Found(stamp, Optional.empty(), false, Optional.of("a pipe, socket or device stands there"));
        }
        Found before = seen.getOrDefault(path, NOTHING);
        if (stamp.get().type() == Stamp.Type.FILE && stamp.get().settledBefore(floor) && before.stamp().filter(stamp.get()::sameAs).isPresent()) {
            return before;
        }
        Optional<Intake.Taken> taken = INTAKE.take(file, stamp.get());
        if (taken.isEmpty()) {
            return NOTHING;
        }
        boolean filled = taken.get().stamp().isFolder() && !TreeScan.list(file).isEmpty();
        var found = new Found(Optional.of(taken.get().stamp()), taken.map(Intake.Taken::state), filled, Optional.empty());
        seen.put(path, found);
        return found;
    }

    /// The nearest real folder above `path` that stays one: new content is written there, on the file system where it belongs.
    Path realFolderAbove(WorkspacePath path) throws IOException {
        Path folder = root;
        String rel = "";
        List<String> parts = path.parts();
        for (String part : parts.subList(0, parts.size() - 1)) {
            rel = rel.isEmpty() ? part : rel + "/" + part;
            Path next = folder.resolve(part);
            if (!Files.isDirectory(next, LinkOption.NOFOLLOW_LINKS) || edits.putFile(rel)) {
                return folder;
            }
            folder = next;
        }
        return folder;
    }

    private String obstacle(Path file, String path, Stamp stamp) {
        if (stamp.type() != Stamp.Type.LINK) {
            return "a file stands at " + path + ", where its folder should be";
        }
        try {
            if (file.toRealPath().startsWith(root)) {
                return "a link stands at " + path + ", where its folder should be";
            }
        } catch (IOException e) {
            // A link that leads nowhere is treated as one that leads outside.
        }
        return "a link leads outside the workspace at " + path;
    }

    /// Whether `found` is what `expected` says. A folder that holds files has no state of its own, so it is as good as nothing.
    boolean fits(WorkspacePath path, Optional<FileState> expected, Found found) {
        if (found.fault().isPresent()) {
            return false;
        }
        if (expected.isEmpty()) {
            return found.stamp().isEmpty() || found.isFolder() && (found.filled() || edits.passThrough(path.value()));
        }
        FileState wanted = expected.get();
        FileState have = found.state().orElse(null);
        return have != null && have.kind() == wanted.kind() && have.content().equals(wanted.content())
                && (wanted.kind() == FileState.Kind.LINK || have.permissions() == wanted.permissions());
    }

    /// Whether this edit is done already.
    boolean done(PathEdit edit, Found found) {
        return fits(edit.path(), edit.after(), found);
    }

    /// Whether what lies there is what a crash leaves in the midst of this edit.
    boolean interrupted(PathEdit edit, Found found) {
        return between(edit, found) || unpermitted(edit, found);
    }

    /// A new empty folder gets its permissions after its name.
    private static boolean unpermitted(PathEdit edit, Found found) {
        return found.isFolder() && !found.filled() && found.fault().isEmpty()
                && edit.before().filter(before -> before.kind() == FileState.Kind.FOLDER).isEmpty()
                && edit.after().filter(after -> after.kind() == FileState.Kind.FOLDER).isPresent();
    }

    /// Between a file and a folder at one path there is a moment with neither.
    private static boolean between(PathEdit edit, Found found) {
        return found.stamp().isEmpty() && found.fault().isEmpty() && edit.before().isPresent() && edit.after().isPresent()
                && (edit.before().get().kind() == FileState.Kind.FOLDER) != (edit.after().get().kind() == FileState.Kind.FOLDER);
    }

    /// Something below a folder that is to make way for a file, which no edit removes.
    Optional<String> staysBelow(Path folder, String path) throws IOException {
        for (Path child : TreeScan.list(folder)) {
            String name = path + "/" + child.getFileName();
            Optional<Stamp> stamp = Stamp.of(child);
            if (stamp.isEmpty()) {
                continue;
            }
            boolean known = WorkspacePath.faultOf(name).isEmpty();
            Optional<String> stays;
            if (stamp.get().isFolder() && known) {
                boolean removed = edits.remove(name);
                stays = removed || edits.passThrough(name) ? staysBelow(child, name) : Optional.of(name);
            } else {
                stays = known && edits.remove(name) ? Optional.empty() : Optional.of(name);
            }
            if (stays.isPresent()) {
                return stays;
            }
        }
        return Optional.empty();
    }

    /// For a person: how `found` differs from what the edit expects.
    static String why(PathEdit edit, Found found) {
        if (found.fault().isPresent()) {
            return found.fault().get();
        }
        if (edit.before().isEmpty()) {
            return "created since the run began";
        }
        if (found.stamp().isEmpty()) {
            return "deleted since the run began";
        }
        FileState before = edit.before().get();
        FileState now = found.state().orElseThrow();
        if (before.kind() != now.kind()) {
            return "replaced since the run began";
        }
        return before.content().equals(now.content()) ? "its permissions changed since the run began" : "changed since the run began";
    }
}
