package dev.countersign.workspace;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// One walk over a tree: no link is followed, nothing but folders is opened, version control and ignored paths are left out.
final class TreeScan {
    /// Longer paths could not be opened by their full name on every system.
    private static final int LONGEST = 3000;
    private static final Set<String> VERSION_CONTROL = Set.of(".git", ".hg", ".svn", ".jj");

    /// Hears what the walk meets, in no particular order.
    interface Visitor {
        /// A file, a link or an empty folder that belongs to the snapshot.
        void found(WorkspacePath path, Path file, Stamp stamp) throws IOException;

        /// A folder that holds something, but nothing that belongs to the snapshot: whether it counts as an empty one.
        default boolean countsAsEmpty(WorkspacePath folder) {
            return false;
        }

        /// An ignored path; what is below it is not visited.
        default void ignored(String path, Path file, Stamp stamp) throws IOException {}

        default void skipped(String path, Path file, String why) throws IOException {}
    }

    /// Whose tree it is.
    enum Tree {
        /// The user's: its `.gitignore` files take part, nothing is repaired.
        LIVE,
        /// A private copy that untrusted programs wrote in: folders that may not be read are opened, a `.git` is reported.
        COPY
    }

    private final Path root;
    private final IgnoreRules rules;
    private final Tree tree;
    private final Predicate<String> inBase;
    private final Visitor visitor;
    private final Progress progress;
    private final String what;
    private long seen;

    /// @param inBase for a copy: whether a path was in its base; markers of build output count only there
    TreeScan(Path root, IgnoreRules rules, Tree tree, Predicate<String> inBase, Visitor visitor, Progress progress, String what) {
        this.root = root;
        this.rules = rules;
        this.tree = tree;
        this.inBase = inBase;
        this.visitor = visitor;
        this.progress = progress;
        this.what = what;
    }

    void run() throws IOException {
        progress.step(what, 0, 0);
        try (var ahead = new Listings(this::children)) {
            folder(root, "", false, ahead.of(root, ""), ahead);
        }
        progress.step(what, seen, seen);
    }

    private void folder(Path folder, String path, boolean ignored, Listings.Listing listing, Listings ahead) throws IOException {
        progress.check();
        long before = seen;
        List<Listings.Child> children = listing.await();
        if (tree == Tree.LIVE && !ignored && children.stream().anyMatch(child -> child.name().equals(".gitignore"))) {
            IgnoreRules.ruleFile(folder.resolve(".gitignore")).ifPresent(text -> rules.add(path, text));
        }
        Predicate<String> beside = beside(folder, path, children);
        var below = new ArrayList<Below>();
        for (Listings.Child child : children) {
            child(child, ignored, beside).ifPresent(below::add);
        }
        // While one folder is looked at, the next ones are listed: half of a walk is waiting for the system.
        var listed = new ArrayDeque<Listings.Listing>();
        for (int i = 0, next = 0; i < below.size(); i++) {
            for (; next < below.size() && next <= i + Listings.AHEAD; next++) {
                listed.add(ahead.of(below.get(next).child.file(), below.get(next).child.path()));
            }
            Below one = below.get(i);
            folder(one.child.file(), one.child.path(), one.ignored, listed.remove(), ahead);
        }
        if (seen == before && !path.isEmpty() && !ignored) {
            WorkspacePath self = WorkspacePath.of(path);
            Optional<Stamp> stamp = Stamp.of(folder);
            if (stamp.isPresent() && (children.isEmpty() || visitor.countsAsEmpty(self))) {
                seen++;
                visitor.found(self, folder, stamp.get());
            }
        }
    }

    /// A folder to go into.
    private record Below(Listings.Child child, boolean ignored) {}

    private Predicate<String> beside(Path folder, String path, List<Listings.Child> children) {
        if (tree == Tree.COPY) {
            return name -> inBase.test(path.isEmpty() ? name : path + "/" + name);
        }
        return name -> name.contains("/") ? Files.isRegularFile(folder.resolve(name)) : children.stream().anyMatch(child -> child.name().equals(name));
    }

    /// @return where it is a folder to go into
    private Optional<Below> child(Listings.Child child, boolean ignoredAbove, Predicate<String> beside) throws IOException {
        Path file = child.file();
        String path = child.path();
        if (VERSION_CONTROL.contains(child.name())) {
            if (tree == Tree.COPY) {
                visitor.skipped(path, file, "version control data is no part of a change");
            }
            return Optional.empty();
        }
        if (child.fault().isPresent()) {
            visitor.skipped(path, file, child.fault().get());
            return Optional.empty();
        }
        if (child.stamp().isEmpty()) {
            return Optional.empty();
        }
        Stamp stamp = child.stamp().get();
        boolean ignored = ignoredAbove || rules.ignores(path, stamp.isFolder(), beside);
        switch (stamp.type()) {
            case FOLDER -> {
                if (ignored && !rules.tracksBelow(path)) {
                    if (!ignoredAbove) {
                        visitor.ignored(path, file, stamp);
                    }
                } else {
                    return Optional.of(new Below(child, ignored));
                }
            }
            case FILE, LINK -> {
                if (stamp.type() == Stamp.Type.LINK && !ignored && !readableTarget(file)) {
                    visitor.skipped(path, file, "its target is not in the character set of this system");
                } else if (!ignored || rules.isTracked(path)) {
                    if ((++seen & 255) == 0) {
                        progress.check();
                        progress.step(what, seen, 0);
                    }
                    visitor.found(WorkspacePath.of(path), file, stamp);
                } else if (!ignoredAbove) {
                    visitor.ignored(path, file, stamp);
                }
            }
            case SPECIAL -> {
                if (!ignored) {
                    visitor.skipped(path, file, "a pipe, socket or device");
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> fault(Path file, String name, String path) {
        if (Leftovers.isOurs(name)) {
            return Optional.of("left by an interrupted write of Countersign");
        }
        if (name.indexOf('\ufffd') >= 0 && !file.getFileSystem().getPath(name).equals(file.getFileName())) {
            return Optional.of("its name is not in the character set of this system");
        }
        if (file.toString().length() > LONGEST) {
            return Optional.of("its path is too long");
        }
        return WorkspacePath.faultOf(path);
    }

    private static boolean readableTarget(Path link) throws IOException {
        try {
            Path target = Files.readSymbolicLink(link);
            String text = target.toString();
            return text.indexOf('\ufffd') < 0 || link.getFileSystem().getPath(text).equals(target);
        } catch (NoSuchFileException | NotLinkException e) {
            return true;
        }
    }

    /// What lies in a folder, each with its stamp where it can be part of a tree. By any thread.
    private List<Listings.Child> children(Path folder, String path) throws IOException {
        var children = new ArrayList<Listings.Child>();
        for (Path file : paths(folder)) {
            String name = file.getFileName().toString();
            String child = path.isEmpty() ? name : path + "/" + name;
            Optional<String> fault = VERSION_CONTROL.contains(name) ? Optional.empty() : fault(file, name, child);
            children.add(new Listings.Child(file, name, child, fault,
                    fault.isPresent() || VERSION_CONTROL.contains(name) ? Optional.empty() : Stamp.of(file)));
        }
        return children;
    }

    private List<Path> paths(Path folder) throws IOException {
        try {
            return list(folder);
        } catch (AccessDeniedException e) {
            if (tree == Tree.LIVE) {
                throw Faults.unreadable(folder, e);
            }
            Stamp.permit(folder, 0700);
            return list(folder);
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        }
    }

    /// The children of a folder, its handle closed again: however deep a walk goes, it keeps no files open.
    static List<Path> list(Path folder) throws IOException {
        var children = new ArrayList<Path>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            stream.forEach(children::add);
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return children;
    }
}
