package dev.countersign.verify.structure;

import dev.countersign.verify.FileChecks;
import dev.countersign.verify.Part;
import dev.countersign.verify.Residual;
import dev.countersign.verify.Sensor;
import dev.countersign.verify.SensorResult;
import dev.countersign.verify.SensorResult.State;
import dev.countersign.verify.Signature;
import dev.countersign.verify.Together;
import dev.countersign.verify.Verifier;
import dev.countersign.workspace.FileState;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.Sha256;
import dev.countersign.workspace.WorkspacePath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;

/// V_sheaf: what the interface nodes before this one declared stands in the checked tree as they left it, by its signature: comments and
/// bodies may be others.
public final class InterfaceSeals implements Sensor {
    private static final String NAME = "interfaces";
    private static final int SHOWN = 20;

    private final BiFunction<WorkspacePath, byte[], Optional<Signature>> signatures;

    /// @param signatures empty where the language is not known
    public InterfaceSeals(BiFunction<WorkspacePath, byte[], Optional<Signature>> signatures) {
        this.signatures = signatures;
    }

    /// @param node    that declared it
    /// @param content as it left it; empty where it left no file
    private record Seal(Together.Other node, Optional<Sha256> content) {}

    @Override
    public Part part() {
        return Part.SHEAF;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<SensorResult> check(Verifier.Request request, Progress progress) throws IOException {
        SortedMap<WorkspacePath, Seal> seals = new TreeMap<>();
        long interfaces = 0;
        for (Together.Other node : request.together().self().isEmpty() ? List.<Together.Other>of() : request.together().others()) {
            if (node.isInterface() && node.before() && node.committed()) {
                interfaces++;
                node.left().forEach((path, content) -> seals.put(path, new Seal(node, content)));
            }
        }
        if (seals.isEmpty()) {
            return List.of();
        }
        var found = new ArrayList<Residual>();
        for (var each : seals.entrySet()) {
            progress.check();
            Optional<Sha256> now = request.tree().get(each.getKey()).filter(s -> s.kind() == FileState.Kind.FILE).map(FileState::content);
            if (now.equals(each.getValue().content())) {
                continue;
            }
            Signature sealed = signature(each.getKey(), each.getValue().content(), request);
            List<String> moved = signature(each.getKey(), now, request).movedFrom(sealed);
            if (moved.isEmpty()) {
                continue;
            }
            moved.stream().limit(SHOWN).forEach(what -> found.add(new Residual(Part.SHEAF, NAME, Optional.of(each.getKey()), 0, 0,
                    "Others build on what node " + each.getValue().node().id() + " declared here: " + what + ".", 1, 1)));
        }
        return List.of(new SensorResult(Part.SHEAF, NAME, found.isEmpty() ? new State.Passed((seals.size() == 1 ? "1 file" : seals.size() + " files")
                + " of " + (interfaces == 1 ? "1 interface" : interfaces + " interfaces") + ", declared as it was") : new State.Failed(found),
                Optional.empty()));
    }

    private Signature signature(WorkspacePath path, Optional<Sha256> content, Verifier.Request request) throws IOException {
        if (content.isEmpty()) {
            return Signature.NONE;
        }
        byte[] bytes = request.contents().read(content.get());
        return bytes.length > FileChecks.LARGEST ? Signature.ofBytes(bytes) : signatures.apply(path, bytes).orElseGet(() -> Signature.ofBytes(bytes));
    }
}
