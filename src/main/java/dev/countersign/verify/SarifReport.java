package dev.countersign.verify;

import dev.countersign.workspace.WorkspacePath;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// A verification as SARIF 2.1.0 (OASIS), for code hosts and editors. Residuals that count are `new`, those of the base tree
/// `unchanged`, mended ones `absent`. What was not checked is a notification, and the invocation then is no success.
public final class SarifReport {
    private static final JsonMapper JSON = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private SarifReport() {}

    /// @param version of Countersign
    public static String text(Verification verification, String version) {
        var rules = new ArrayList<Map<String, Object>>();
        var results = new ArrayList<Map<String, Object>>();
        var notes = new ArrayList<Map<String, Object>>();
        for (SensorResult result : verification.results()) {
            String id = result.part().symbol() + "/" + result.sensor();
            if (rules.stream().noneMatch(rule -> id.equals(rule.get("id")))) {
                rules.add(object("id", id, "shortDescription", object("text", result.sensor()),
                        "properties", object("part", result.part().symbol())));
            }
            result.residuals().forEach(r -> results.add(result(id, r, "new")));
            result.baseline().before().forEach(r -> results.add(result(id, r, "unchanged")));
            result.baseline().mended().forEach(r -> results.add(result(id, r, "absent")));
            switch (result.state()) {
                case SensorResult.State.NotChecked(String why) -> notes.add(note(id, "Not checked: " + why));
                case SensorResult.State.Stale(String why) -> notes.add(note(id, "Stale: " + why));
                case SensorResult.State.Passed _, SensorResult.State.Failed _ -> { }
            }
        }
        Energy energy = verification.measured();
        Map<String, Object> run = object(
                "tool", object("driver", object("name", "Countersign", "version", version, "rules", rules)),
                "invocations", List.of(object("executionSuccessful", energy.isWhole(), "endTimeUtc", verification.at().toString(),
                        "toolExecutionNotifications", notes)),
                "columnKind", "utf16CodeUnits", "results", results,
                "properties", object("treeHash", verification.tree().hex(), "environment", verification.environment().hex(),
                        "energy", energy.known(), "energyIsWhole", energy.isWhole(), "epsilon", verification.epsilon(),
                        "stable", verification.isStable(), "verified", verification.isVerified()));
        return JSON.writeValueAsString(object("$schema", "https://json.schemastore.org/sarif-2.1.0.json", "version", "2.1.0",
                "runs", List.of(run)));
    }

    private static Map<String, Object> result(String rule, Residual residual, String state) {
        Map<String, Object> result = object("ruleId", rule, "level", state.equals("new") && residual.energy() > 0 ? "error" : "note",
                "message", object("text", residual.message()), "baselineState", state,
                "properties", object("magnitude", residual.magnitude(), "weight", residual.weight(), "energy", residual.energy()));
        residual.path().ifPresent(path -> result.put("locations", List.of(object("physicalLocation", place(path, residual)))));
        return result;
    }

    private static Map<String, Object> place(WorkspacePath path, Residual residual) {
        Map<String, Object> place = object("artifactLocation", object("uri", uri(path)));
        if (residual.line() > 0) {
            Map<String, Object> region = object("startLine", residual.line());
            if (residual.column() > 0) {
                region.put("startColumn", residual.column());
            }
            if (residual.endLine() > residual.line()) {
                region.put("endLine", residual.endLine());
            }
            if (residual.endColumn() > 0) {
                region.put("endColumn", residual.endColumn());
            }
            place.put("region", region);
        }
        return place;
    }

    /// A relative reference: what is no URI character is percent-encoded.
    private static String uri(WorkspacePath path) {
        try {
            return new URI(null, null, "/" + path.value(), null).toASCIIString().substring(1);
        } catch (URISyntaxException e) {
            throw new IllegalStateException("a path is a path of a URI", e);
        }
    }

    private static Map<String, Object> note(String rule, String text) {
        return object("level", "warning", "message", object("text", text), "associatedRule", object("id", rule));
    }

    private static Map<String, Object> object(Object... keysAndValues) {
        var object = new LinkedHashMap<String, Object>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            object.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return object;
    }
}
