package dev.countersign.workspace;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// How to put back what an application of edits has done so far, and the temporary files that it made. Any thread may add to it.
final class Reversal {

    interface Step {
        void undo() throws IOException;
    }

    private record Done(Path file, Step step, Optional<Path> aside) {}

    private final Deque<Done> steps = new ArrayDeque<>();
    private final Set<Path> temporaries = new LinkedHashSet<>();

    /// A file that is of no use once the application has ended, in whichever way.
    synchronized void temporary(Path file) {
        temporaries.add(file);
    }

    /// It was moved into place.
    synchronized void used(Path temporary) {
        temporaries.remove(temporary);
    }

    /// A second name of a file that has not been replaced yet.
    synchronized void spare(Path aside) {
        temporaries.add(aside);
    }

    synchronized void add(Path file, Step step) {
        steps.push(new Done(file, step, Optional.empty()));
    }

    /// A step whose undoing needs the content from before, which lies at `aside`.
    synchronized void aside(Path file, Path aside, Step step) {
        temporaries.add(aside);
        steps.push(new Done(file, step, Optional.of(aside)));
    }

    /// Puts everything back, newest first.
    ///
    /// @return names of what could not be; content from before is kept under a name of its own
    List<String> run(Throwable cause) {
        Map<Path, String> lost = new LinkedHashMap<>();
        while (!steps.isEmpty()) {
            Done done = steps.pop();
            try {
                done.step.undo();
            } catch (IOException | RuntimeException e) {
                cause.addSuppressed(e);
                lost.put(done.file, done.aside.map(aside -> kept(done.file, aside)).orElse(done.file.toString()));
            }
        }
        clear();
        return new ArrayList<>(lost.values());
    }

    private String kept(Path file, Path aside) {
        Path keep = file.resolveSibling(file.getFileName() + ".countersign-kept");
        temporaries.remove(aside);
        try {
            if (Stamp.of(keep).isEmpty()) {
                Files.move(aside, keep);
                return file + " (kept as " + keep.getFileName() + ")";
            }
        } catch (IOException e) {
            // Then it stays where it is, and is named so.
        }
        return file + " (kept as " + aside.getFileName() + ")";
    }

    /// All is done: nothing will be put back.
    void forget() {
        steps.clear();
        clear();
    }

    private void clear() {
        List<Path> all;
        synchronized (this) {
            all = List.copyOf(temporaries);
            temporaries.clear();
        }
        try {
            Together.share(all, some -> some.forEach(Reversal::clear));
        } catch (IOException e) {
            throw new IllegalStateException("nothing here tells of a failure", e);
        }
    }

    /// What stays is a leftover with our name: the next application in this folder clears it away.
    private static void clear(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (FileSystemException e) {
            try {
                Deletion.of(path, path.getParent());
            } catch (IOException later) {
                return;
            }
        } catch (IOException e) {
            return;
        }
    }
}
