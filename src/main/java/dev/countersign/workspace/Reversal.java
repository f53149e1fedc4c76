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
import java.util.concurrent.ConcurrentLinkedQueue;

/// How to put back what an application of edits has done so far, and the temporary files that it made.
final class Reversal {

    interface Step {
        void undo() throws IOException;
    }

    private record Done(Path file, Step step, Optional<Path> aside) {}

    private final Deque<Done> steps = new ArrayDeque<>();
    private final Set<Path> temporaries = new LinkedHashSet<>();

    /// A file that is of no use once the application has ended, in whichever way. Any thread.
    synchronized void temporary(Path file) {
        temporaries.add(file);
    }

    /// It was moved into place.
    void used(Path temporary) {
        temporaries.remove(temporary);
    }

    /// A second name of a file that has not been replaced yet.
    void spare(Path aside) {
        temporaries.add(aside);
    }

    void add(Path file, Step step) {
        steps.push(new Done(file, step, Optional.empty()));
    }

    /// A step whose undoing needs the content from before, which lies at `aside`.
    void aside(Path file, Path aside, Step step) {
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
        List<Path> all = List.copyOf(temporaries);
        temporaries.clear();
        var folders = new ConcurrentLinkedQueue<Path>();
        clear(all.stream().<Together.Step>map(path -> () -> {
            try {
                Files.deleteIfExists(path);
            } catch (FileSystemException e) {
                folders.add(path);
            }
        }).toList());
        for (Path folder : folders) {
            clear(List.of(() -> Deletion.of(folder, folder.getParent())));
        }
    }

    private static void clear(List<Together.Step> steps) {
        try {
            Together.take(steps);
        } catch (IOException e) {
            // A leftover with our name: the next application in this folder clears it away.
        }
    }
}
