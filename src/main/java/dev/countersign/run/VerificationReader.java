package dev.countersign.run;

import dev.countersign.verify.Coverage;
import dev.countersign.verify.SensorResult;
import dev.countersign.verify.Verification;
import dev.countersign.workspace.Sha256;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ValueDeserializer;

/// Reads a verification. Journals from before variables and coverage were kept have none, and stay readable.
final class VerificationReader extends ValueDeserializer<Verification> {
    @Override
    public Verification deserialize(JsonParser in, DeserializationContext context) {
        JsonNode read = context.readTree(in);
        List<SensorResult> results = context.readTreeAsValue(read.required("results"),
                context.getTypeFactory().constructCollectionType(List.class, SensorResult.class));
        var variables = new TreeMap<String, String>();
        read.path("variables").properties().forEach(each -> variables.put(each.getKey(), each.getValue().stringValue()));
        JsonNode coverage = read.path("coverage");
        return new Verification(context.readTreeAsValue(read.required("tree"), Sha256.class), results,
                context.readTreeAsValue(read.required("environment"), Sha256.class),
                context.readTreeAsValue(read.required("at"), Instant.class), context.readTreeAsValue(read.required("took"), Duration.class), variables,
                coverage.isMissingNode() || coverage.isNull() ? Optional.empty() : Optional.of(context.readTreeAsValue(coverage, Coverage.class)));
    }
}
