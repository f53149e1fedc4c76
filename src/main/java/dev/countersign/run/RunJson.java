package dev.countersign.run;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.countersign.agent.AgentEvent;
import dev.countersign.changeset.FileChange;
import dev.countersign.changeset.Merge;
import dev.countersign.changeset.Selection;
import dev.countersign.plan.Contract;
import dev.countersign.plan.NodeId;
import dev.countersign.plan.NodeState;
import dev.countersign.policy.Ruling;
import dev.countersign.secret.RecordRedaction;
import dev.countersign.secret.Redaction;
import dev.countersign.verify.Residual;
import dev.countersign.verify.SensorResult;
import dev.countersign.verify.Verification;
import dev.countersign.workspace.Sha256;
import dev.countersign.workspace.WorkspacePath;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.KeyDeserializer;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.NamedType;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// How a run's values are written as JSON: record components only, and for a sealed type its variant's name in lower case as
/// `type`. The names are part of the journal's format and follow the variants' names.
final class RunJson {
    private static final List<Class<?>> SEALED = List.of(RunEvent.class, Decision.class, AgentEvent.class, FileChange.class,
            Selection.FileSelection.class, NodeState.class, Ruling.class, SensorResult.State.class, Merge.Resolution.class, OutsideAnswer.How.class);

    /// What stands for content or identity: the diff, paths, digests, ids and what a person typed into a file stay true.
    private static final Set<Class<?>> TRUE = Set.of(NodeId.class, RunId.class, OutsideAnswer.class);

    private RunJson() {}

    /// Takes secrets out of a run's values before they are written or shown.
    static RecordRedaction redaction(Redaction redaction) {
        return new RecordRedaction(redaction, type -> TRUE.contains(type) || type.getPackageName().equals(Sha256.class.getPackageName())
                || type.getPackageName().equals(FileChange.class.getPackageName()));
    }

    static JsonMapper mapper() {
        var names = new SimpleModule("countersign-run");
        text(names, Sha256.class, Sha256::hex, Sha256::parse);
        text(names, WorkspacePath.class, WorkspacePath::value, WorkspacePath::of);
        text(names, NodeId.class, NodeId::value, NodeId::new);
        text(names, RunId.class, RunId::value, RunId::new);
        names.addDeserializer(Decision.Revise.class, new RevisionReader());
        names.addDeserializer(RunRequest.class, new RequestReader());
        names.addDeserializer(Decision.Approve.class, new ApprovalReader());
        names.addKeyDeserializer(WorkspacePath.class, new KeyDeserializer() {
            @Override
            public Object deserializeKey(String key, DeserializationContext context) {
                return WorkspacePath.of(key);
            }
        });
        names.setDeserializerModifier(new Absent(absent()));
        var builder = JsonMapper.builder()
                .addModule(names)
                .changeDefaultVisibility(v -> v.with(JsonAutoDetect.Visibility.NONE)
                        .withFieldVisibility(JsonAutoDetect.Visibility.ANY)
                        .withCreatorVisibility(JsonAutoDetect.Visibility.ANY))
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
        for (Class<?> sealed : SEALED) {
            builder.addMixIn(sealed, Variant.class);
            for (Class<?> variant : sealed.getPermittedSubclasses()) {
                builder.registerSubtypes(new NamedType(variant, variant.getSimpleName().toLowerCase(Locale.ROOT)));
            }
        }
        return builder.build();
    }

    /// Results of checks were once kept without their end, their base and their circumstances; rulings without their rule's place; contracts
    /// without what they require.
    private static Map<Class<?>, Map<String, JsonNode>> absent() {
        JsonNodeFactory json = JsonNodeFactory.instance;
        ObjectNode baseline = json.objectNode().put("compared", false);
        baseline.putArray("before");
        baseline.putArray("mended");
        Map<String, JsonNode> rules = Map.of("source", json.nullNode());
        return Map.of(Contract.class, Map.of("require", json.arrayNode(), "declares", json.arrayNode()),
                Ruling.Ask.class, rules, Ruling.Deny.class, rules,
                Verification.class, Map.of("variables", json.objectNode(), "coverage", json.nullNode(),
                        "epsilon", json.numberNode(Verification.EPSILON)),
                SensorResult.class, Map.of("baseline", baseline),
                SensorResult.Evidence.class, Map.of("origin", json.nullNode()),
                Residual.class, Map.of("endLine", json.numberNode(0), "endColumn", json.numberNode(0)));
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    private interface Variant {}

    private static <T> void text(SimpleModule module, Class<T> type, Function<T, String> write, Function<String, T> read) {
        module.addSerializer(type, new ValueSerializer<>() {
            @Override
            public void serialize(T value, JsonGenerator out, SerializationContext context) {
                out.writeString(write.apply(value));
            }
        });
        module.addDeserializer(type, new ValueDeserializer<>() {
            @Override
            public T deserialize(JsonParser in, DeserializationContext context) {
                return read.apply(in.getString());
            }
        });
    }
}
