package dev.countersign.run;

import dev.countersign.plan.Plan;
import dev.countersign.sandbox.Level;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ValueDeserializer;

/// Reads what a run was told. Journals from before levels only say whether it might run unconfined, those from before limits name
/// none; they stay readable.
final class RequestReader extends ValueDeserializer<RunRequest> {
    @Override
    public RunRequest deserialize(JsonParser in, DeserializationContext context) {
        JsonNode read = context.readTree(in);
        List<List<String>> checks = context.readTreeAsValue(read.required("checks"), context.getTypeFactory()
                .constructCollectionType(List.class, context.getTypeFactory().constructCollectionType(List.class, String.class)));
        JsonNode input = read.path("input");
        return new RunRequest(context.readTreeAsValue(read.required("plan"), Plan.class), read.required("agent").stringValue(),
                input.isString() ? Optional.of(input.stringValue()) : Optional.empty(), checks, lowered(read),
                read.required("headless").booleanValue(),
                read.path("limits").isObject() ? context.readTreeAsValue(read.required("limits"), RunLimits.class) : RunLimits.NONE,
                read.path("offline").asBoolean(false), read.path("reviewers").valueStream().map(JsonNode::stringValue).toList(),
                read.path("planner").isString() ? Optional.of(read.path("planner").stringValue()) : Optional.empty());
    }

    private static Optional<Level> lowered(JsonNode read) {
        JsonNode old = read.path("acceptUnconfined");
        if (old.isBoolean()) {
            return old.booleanValue() ? Optional.of(Level.L0) : Optional.empty();
        }
        JsonNode level = read.path("lowered");
        return level.isString() ? Optional.of(Level.valueOf(level.stringValue())) : Optional.empty();
    }
}
