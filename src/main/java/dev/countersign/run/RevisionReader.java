package dev.countersign.run;

import java.util.List;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ValueDeserializer;

/// Reads a revision. Journals from before comments have none, and stay readable.
final class RevisionReader extends ValueDeserializer<Decision.Revise> {
    @Override
    public Decision.Revise deserialize(JsonParser in, DeserializationContext context) {
        JsonNode read = context.readTree(in);
        JsonNode comments = read.path("comments");
        List<ReviewComment> all = comments.isMissingNode() ? List.of() : context.readTreeAsValue(comments,
                context.getTypeFactory().constructCollectionType(List.class, ReviewComment.class));
        return new Decision.Revise(read.required("feedback").stringValue(), all);
    }
}
