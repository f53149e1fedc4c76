package dev.countersign.run.fake;

import dev.countersign.verify.CheckCommand;
import dev.countersign.verify.Part;
import dev.countersign.verify.Residual;
import dev.countersign.verify.SensorResult;
import dev.countersign.verify.Signature;
import dev.countersign.verify.Verification;
import dev.countersign.verify.Verifier;
import dev.countersign.workspace.FileState;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.Sha256;
import dev.countersign.workspace.WorkspacePath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/// Reads the stage for real. Every line with BROKEN is a shortfall, and so is a file that says `needs X` where no file X is, and where the
/// nodes of a plan are checked as one a line `apart`. The lines `declares …` are a file's signature.
/// Passes only where something was read.
public final class FakeVerifier implements Verifier {
    private final InstantSource clock;
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private volatile BiFunction<Request, Progress, Boolean> before = (request, progress) -> true;
    private volatile dev.countersign.verify.Scale scale = dev.countersign.verify.Scale.DEFAULT;
    private volatile List<CheckCommand> found = List.of();

    public FakeVerifier(InstantSource clock) {
        this.clock = clock;
    }

    /// Runs before each verification, in its thread.
    public void before(BiFunction<Request, Progress, Boolean> action) {
        before = action;
    }

    public void finds(CheckCommand... commands) {
        found = List.of(commands);
    }

    public List<Request> requests() {
        return requests;
    }

    @Override
    public Verification verify(Request request, Listener listener, Progress progress) {
        requests.add(request);
        listener.started(Part.LOG, "reading");
        before.apply(request, progress);
        progress.check();
        SensorResult result = new SensorResult(Part.LOG, "reading", read(request), Optional.empty());
        listener.finished(result);
        return new Verification(request.tree().treeHash(), List.of(result), Sha256.of(new byte[0]), clock.instant(),
                Duration.ZERO);
    }

    private static SensorResult.State read(Request request) {
        var residuals = new ArrayList<Residual>();
        int files = 0;
        for (Map.Entry<WorkspacePath, FileState> file : request.tree().files().entrySet()) {
            if (file.getValue().kind() != FileState.Kind.FILE) {
                continue;
            }
            files++;
            String text = text(file.getKey().in(request.stage().root()), file.getValue());
            List<String> lines = text.lines().toList();
            for (int i = 0; i < lines.size(); i++) {
                String line = lines.get(i);
                if (line.contains("BROKEN")) {
                    residuals.add(residual(file.getKey(), i + 1, "it is broken"));
                } else if (line.equals("apart") && request.together().isWhole()) {
                    residuals.add(residual(file.getKey(), i + 1, "it does not fit"));
                } else if (line.startsWith("needs ") && request.tree().get(WorkspacePath.of(line.substring(6))).isEmpty()) {
                    residuals.add(residual(file.getKey(), i + 1, line.substring(6) + " is missing"));
                }
            }
        }
        return residuals.isEmpty() ? new SensorResult.State.Passed(files + " files") : new SensorResult.State.Failed(residuals);
    }

    private static String text(Path file, FileState state) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            if (!Sha256.of(bytes).equals(state.content())) {
                throw new IllegalStateException(file + " in the stage is not the tree to be verified");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Residual residual(WorkspacePath path, int line, String message) {
        return new Residual(Part.LOG, "reading", Optional.of(path), line, 0, message, 1, 1);
    }

    @Override
    public List<Residual> faults(WorkspacePath path, byte[] content) {
        List<String> lines = new String(content, StandardCharsets.UTF_8).lines().toList();
        return IntStream.range(0, lines.size()).filter(i -> lines.get(i).contains("BROKEN"))
                .mapToObj(i -> residual(path, i + 1, "it is broken")).toList();
    }

    @Override
    public dev.countersign.verify.Scale scale() {
        return scale;
    }

    @Override
    public void weigh(dev.countersign.verify.Scale next) {
        scale = next;
    }

    @Override
    public Signature signature(WorkspacePath path, byte[] content) {
        return new Signature(new String(content, StandardCharsets.UTF_8).lines().filter(line -> line.startsWith("declares ")).toList(), true);
    }

    @Override
    public List<CheckCommand> detect(Path root) {
        return found;
    }
}
