package dev.countersign.ui.review;

import dev.countersign.changeset.Differ;
import dev.countersign.changeset.FileDiff;
import dev.countersign.fault.Problem;
import dev.countersign.ui.fx.Background;
import dev.countersign.ui.fx.Job;
import dev.countersign.ui.fx.Texts;
import dev.countersign.workspace.Contents;
import dev.countersign.workspace.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Reads the diffs of files in the background, one after the other. The first is shown at once, the others once a frame, and
/// ten times a second where it takes long: what is counted and drawn over all files would otherwise be counted and drawn anew for each.
final class DiffReader {
    private static final long FRAME_NANOS = 16_000_000;
    /// Where reading takes longer than this, a list that is drawn anew in every frame takes the processor from it.
    private static final long QUICK_NANOS = 500_000_000;
    private static final long LATER_NANOS = 100_000_000;

    private final Background background;
    private final Differ differ = new Differ();

    DiffReader(Background background) {
        this.background = background;
    }

    /// @param shown hears, on the JavaFX thread, which files have their diff or their fault now
    /// @return the reading, to be cancelled when the files are no longer wanted
    Job<Integer> read(List<ReviewFile> files, Contents contents, Consumer<List<ReviewFile>> shown) {
        return background.run(Texts.of(DiffReader.class).text("reading"), step -> read(files, contents, shown, step));
    }

    private int read(List<ReviewFile> files, Contents contents, Consumer<List<ReviewFile>> shown, Progress step) {
        var since = new ArrayList<Runnable>();
        int first = 0;
        long began = System.nanoTime();
        long told = began - FRAME_NANOS;
        for (int i = 0; i < files.size() && !step.cancelled(); i++) {
            step.step(files.get(i).path().value(), i, files.size());
            since.add(read(files.get(i), contents));
            long now = System.nanoTime();
            if (now - told >= (now - began < QUICK_NANOS ? FRAME_NANOS : LATER_NANOS) || i == files.size() - 1) {
                List<Runnable> results = List.copyOf(since);
                List<ReviewFile> some = files.subList(first, i + 1);
                since.clear();
                first = i + 1;
                told = now;
                background.pulse().post(() -> {
                    results.forEach(Runnable::run);
                    shown.accept(some);
                });
            }
        }
        if (!step.cancelled()) {
            // the diffs reach the files on the screen's thread, and the blocks are looked for behind that
            background.pulse().post(() -> background.run(Texts.of(DiffReader.class).text("reading.moves"), _ -> BlockMark.of(files))
                    .onSuccess(found -> files.forEach(file -> {
                        List<BlockMark> marks = found.getOrDefault(file.path(), List.of());
                        if (!marks.isEmpty()) {
                            file.blocks(marks);
                        }
                    })));
        }
        return files.size();
    }

    private Runnable read(ReviewFile one, Contents contents) {
        try {
            FileDiff diff = differ.diff(one.change(), contents, Differ.Options.EXACT);
            return () -> one.read(diff);
        } catch (Exception e) {
            String fault = Problem.from(e).sentence();
            return () -> one.failed(fault);
        }
    }
}
