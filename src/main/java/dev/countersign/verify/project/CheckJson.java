package dev.countersign.verify.project;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.countersign.verify.SensorResult;
import dev.countersign.workspace.Sha256;
import dev.countersign.workspace.WorkspacePath;
import java.util.Locale;
import java.util.function.Function;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.KeyDeserializer;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.NamedType;
import tools.jackson.databind.module.SimpleModule;

/// How kept results are written as JSON: record components only, all of them required.
final class CheckJson {
    private CheckJson() {}

    static JsonMapper mapper() {
        var names = new SimpleModule("countersign-check");
        text(names, Sha256.class, Sha256::hex, Sha256::parse);
        text(names, WorkspacePath.class, WorkspacePath::value, WorkspacePath::of);
        names.addKeyDeserializer(WorkspacePath.class, new KeyDeserializer() {
            @Override
            public Object deserializeKey(String key, DeserializationContext context) {
                return WorkspacePath.of(key);
            }
        });
        var builder = JsonMapper.builder().addModule(names)
                .changeDefaultVisibility(v -> v.with(JsonAutoDetect.Visibility.NONE)
                        .withFieldVisibility(JsonAutoDetect.Visibility.ANY).withCreatorVisibility(JsonAutoDetect.Visibility.ANY))
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES, DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
                .addMixIn(SensorResult.State.class, Variant.class);
        for (Class<?> variant : SensorResult.State.class.getPermittedSubclasses()) {
            builder.registerSubtypes(new NamedType(variant, variant.getSimpleName().toLowerCase(Locale.ROOT)));
        }
        return builder.build();
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
