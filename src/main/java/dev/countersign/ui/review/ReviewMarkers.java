package dev.countersign.ui.review;

import dev.countersign.policy.Ruling;
import dev.countersign.run.NodeView;
import dev.countersign.verify.Residual;
import dev.countersign.verify.SensorResult;
import dev.countersign.verify.Verification;
import dev.countersign.workspace.WorkspacePath;
import java.util.ArrayList;
import java.util.List;

/// What checks and rules say of the lines of a file.
final class ReviewMarkers {
    private ReviewMarkers() {}

    static List<Marker> of(NodeView node, WorkspacePath path) {
        var markers = new ArrayList<Marker>();
        for (SensorResult result : node.verification().map(Verification::results).orElse(node.partial())) {
            for (Residual residual : result.residuals()) {
                if (residual.path().filter(path::equals).isPresent() && residual.line() > 0) {
                    markers.add(new Marker(Marker.Kind.RESIDUAL, residual.line() - 1, residual.message()));
                }
            }
        }
        for (Ruling ruling : node.rulings()) {
            switch (ruling) {
                case Ruling.Allow _ -> { }
                case Ruling.Ask ask -> ask.path().filter(p -> p.equals(path) && ask.line() > 0)
                        .ifPresent(_ -> markers.add(new Marker(Marker.Kind.ASK, ask.line() - 1, ask.reason())));
                case Ruling.Deny deny -> deny.path().filter(p -> p.equals(path) && deny.line() > 0)
                        .ifPresent(_ -> markers.add(new Marker(Marker.Kind.DENY, deny.line() - 1, deny.reason())));
            }
        }
        return markers;
    }
}
