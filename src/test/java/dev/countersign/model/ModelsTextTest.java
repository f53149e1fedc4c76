package dev.countersign.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class ModelsTextTest {
    private static final String WRITTEN = """
            # mine
            [models.a]   # the good one
            api = "anthropic"
            model = "x"
            # a comment inside

            # about b
            [models.b]
            api = "ollama"
            model = "y"

            [tiers]
            actuator = ["a", "b"]
            # the end
            """;

    private static Model model(String name) {
        return new Model(name, Api.OPENAI, "m", URI.create("https://host/v1"), Optional.of("KEY"), 1000, 100, OptionalDouble.empty(), Model.SILENCE, Optional.empty());
    }

    @Test
    void onlyTheTableOfTheModelChanges() {
        assertThat(ModelsText.with(WRITTEN, Optional.of("a"), model("c"))).isEqualTo("""
                # mine
                [models.c]
                api = "openai"
                model = "m"
                address = "https://host/v1"
                key = "${KEY}"
                context = 1000
                max_output = 100
                # a comment inside

                # about b
                [models.b]
                api = "ollama"
                model = "y"

                [tiers]
                actuator = ["a", "b"]
                # the end
                """);
        assertThat(ModelsText.without(WRITTEN, "b")).doesNotContain("ollama").contains("# about b\n\n[tiers]", "[models.a]   # the good one");
        assertThat(ModelsText.tiers(WRITTEN, Map.of(Tier.PLANNER, List.of("b")))).endsWith("[tiers]\nplanner = [\"b\"]\n");
        assertThat(ModelsText.tiers("", Map.of())).isEmpty();
    }

    @Provide
    Arbitrary<Model> models() {
        Arbitrary<BigDecimal> prices = Arbitraries.integers().between(0, 100_000).map(cents -> BigDecimal.valueOf(cents / 100.0)
                .stripTrailingZeros()).map(p -> p.scale() <= 0 ? BigDecimal.valueOf(p.longValueExact()) : p);
        Arbitrary<Optional<Price>> price = Combinators.combine(prices, prices, prices.optional()).as((i, o, c) -> new Price(i, o, c, c)).optional();
        return Combinators.combine(Arbitraries.of("a", "b-1", "c.2"), Arbitraries.of(Api.values()), Arbitraries.strings().alpha().ofMinLength(1).ofMaxLength(9),
                Arbitraries.of("https://host/v1", "http://127.0.0.1:80", ""), Arbitraries.of("K", "").map(k -> Optional.of(k).filter(t -> !t.isEmpty())),
                Arbitraries.integers().between(2, 200_000), Arbitraries.of(OptionalDouble.empty(), OptionalDouble.of(0.5)), price).as((name, api, id, at, key, context, heat, cost) -> {
                    URI address = at.isEmpty() ? api.address() : URI.create(at);
                    return new Model(name, api, id, address, key.or(() -> address.equals(api.address()) ? api.key() : Optional.empty()), context, Math.max(1, context / 3), heat,
                            Duration.ofSeconds(context % 2 == 0 ? 120 : 30), cost);
                });
    }

    @Property(tries = 300)
    void whatIsWrittenIsRead(@ForAll("models") Model model, @ForAll("models") Model second) {
        String text = ModelsText.with(WRITTEN, Optional.of("a"), model);
        String tiers = ModelsText.tiers(text, Map.of(Tier.ACTUATOR, List.of(model.name())));
        assertThat(ModelsFile.parse(tiers, "t").find(model.name())).contains(model);
        // A second change of the same table is like the first.
        Model again = new Model(model.name(), second.api(), second.id(), second.address(), second.key(), second.context(), second.answer(), second.temperature(),
                second.silence(), second.price());
        assertThat(ModelsFile.parse(ModelsText.with(tiers, Optional.of(model.name()), again), "t").find(model.name())).contains(again);
    }
}
