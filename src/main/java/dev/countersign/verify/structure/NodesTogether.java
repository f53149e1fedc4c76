package dev.countersign.verify.structure;

import dev.countersign.changeset.FileChange;
import dev.countersign.verify.Part;
import dev.countersign.verify.Residual;
import dev.countersign.verify.Sensor;
import dev.countersign.verify.SensorResult;
import dev.countersign.verify.SensorResult.State;
import dev.countersign.verify.Together;
import dev.countersign.verify.Verifier;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.WorkspacePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/// V_sheaf: no file is changed by two nodes of a plan. Says nothing of a node that is alone.
public final class NodesTogether implements Sensor {
    private static final String NAME = "nodes together";

    @Override
    public Part part() {
        return Part.SHEAF;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<SensorResult> check(Verifier.Request request, Progress progress) {
        List<Together.Other> others = request.together().others();
        if (request.together().self().isEmpty() || others.isEmpty()) {
            return List.of();
        }
        SortedSet<WorkspacePath> own = new TreeSet<>();
        for (FileChange change : request.changeset().changes()) {
            own.add(change.path());
            if (change instanceof FileChange.Renamed renamed) {
                own.add(renamed.from());
            }
        }
        var found = new ArrayList<Residual>();
        for (Together.Other other : others) {
            for (WorkspacePath path : other.files()) {
                if (own.contains(path)) {
                    found.add(new Residual(Part.SHEAF, NAME, Optional.of(path), 0, 0, "Node " + other.id()
                            + (other.isInterface() ? ", an interface that others build on," : "") + (other.committed() ? " changed" : " changes")
                            + " this file too.", 1, 1));
                }
            }
        }
        State state = found.isEmpty() ? new State.Passed("no file of " + (others.size() == 1 ? "1 other node" : others.size() + " other nodes"))
                : new State.Failed(found);
        return List.of(new SensorResult(Part.SHEAF, NAME, state, Optional.empty()));
    }
}
