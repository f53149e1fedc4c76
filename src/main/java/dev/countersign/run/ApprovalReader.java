package dev.countersign.run;

import dev.countersign.changeset.Selection;
import dev.countersign.workspace.WorkspacePath;
import java.util.Map;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ValueDeserializer;

/// Reads an approval. Journals from before merges with changes on disk have no answers about them, and stay readable.
final class ApprovalReader extends ValueDeserializer<Decision.Approve> {
    @Override
    public Decision.Approve deserialize(JsonParser in, DeserializationContext context) {
        JsonNode read = context.readTree(in);
        JsonNode outside = read.path("outside");
        Map<WorkspacePath, OutsideAnswer> answers = outside.isMissingNode() ? Map.of() : context.readTreeAsValue(outside,
                context.getTypeFactory().constructMapType(Map.class, WorkspacePath.class, OutsideAnswer.class));
        return new Decision.Approve(context.readTreeAsValue(read.required("selection"), Selection.class),
                read.required("note").stringValue(), read.required("override").booleanValue(), answers);
    }
}
