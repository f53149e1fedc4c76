package dev.countersign.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.fault.UserException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelsFileTest {
    @Test
    void readsWhatAPersonWrote() {
        Models models = ModelsFile.parse("""
                [models.big]
                api = "anthropic"
                model = "claude-x"
                input_price = 3
                output_price = 15.5
                cached_price = 0.3

                [models.own]
                api = "openai"
                model = "qwen"
                address = "http://127.0.0.1:8000/v1/"
                context = 32768
                max_output = 4096
                temperature = 0.2
                silence = 60

                [tiers]
                actuator = ["big", "own"]
                speculator = ["own"]
                """, "models.toml");

        assertThat(models).isEqualTo(new Models(List.of(
                new Model("big", Api.ANTHROPIC, "claude-x", URI.create("https://api.anthropic.com"), Optional.of("ANTHROPIC_API_KEY"), 128_000, 8192,
                        OptionalDouble.empty(), Duration.ofSeconds(120), Optional.of(new Price(BigDecimal.valueOf(3), new BigDecimal("15.5"),
                        Optional.of(new BigDecimal("0.3")), Optional.empty()))),
                new Model("own", Api.OPENAI, "qwen", URI.create("http://127.0.0.1:8000/v1"), Optional.empty(), 32_768, 4096, OptionalDouble.of(0.2),
                        Duration.ofSeconds(60), Optional.empty())),
                Map.of(Tier.ACTUATOR, List.of("big", "own"), Tier.SPECULATOR, List.of("own"))));
        assertThat(models.of(Tier.PLANNER, Map.of())).extracting(Model::name).containsExactly("big", "own");
        assertThat(models.of(Tier.PLANNER, Map.of(Tier.PLANNER, List.of("own")))).extracting(Model::name).containsExactly("own");
        assertThat(models.of(Tier.SPECULATOR, Map.of())).extracting(Model::name).containsExactly("own");
    }

    @Test
    void whatIsNotThereIsNone() {
        assertThat(ModelsFile.load(Path.of("/nowhere/models.toml"))).isEqualTo(Models.NONE);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            api='openai'\\nmodel='m'\\nspeed=1                       | line 4: the key "speed" is unknown
            api='open'\\nmodel='m'                                   | line 2: api "open" is none of
            api='openai'                                             | line 1: the model a has no "model"
            api='openai'\\nmodel='m'\\nkey='sk-live'                 | line 4: key must be "${NAME}"
            api='openai'\\nmodel='m'\\nkey='${K}'\\naddress='http://model.example' | line 5: address must begin with https
            api='openai'\\nmodel='m'\\naddress='ftp://x'             | line 4: address must be like
            api='openai'\\nmodel='m'\\naddress='https://u:p@x'       | line 4: address must be like
            api='openai'\\nmodel='m'\\ncontext=0                     | line 4: context must be a whole number
            api='openai'\\nmodel='m'\\ncontext=10\\nmax_output=10    | line 5: context must be more than max_output
            api='openai'\\nmodel='m'\\ninput_price=1                 | line 4: input_price and output_price need each other
            api='openai'\\nmodel='m'\\ninput_price=-1\\noutput_price=1 | line 4: input_price must not be below 0
            api='openai'\\nmodel='m'\\ncached_price=1                | line 4: cached_price needs input_price
            api='openai'\\nmodel='m'\\ntemperature='hot'             | line 4: temperature must be a number
            api='openai'\\nmodel='m'\\n[tiers]\\nactuator=['b']      | line 5: actuator: there is no [models.b]
            api='openai'\\nmodel='m'\\n[tiers]\\nboss=['a']          | line 5: the key "boss" is unknown
            api='openai'\\nmodel='m'\\n[other]                       | line 4: the key "other" is unknown
            """)
    void whatIsWrongIsNamedWithItsLine(String lines, String expected) {
        assertThatThrownBy(() -> ModelsFile.parse("[models.a]\n" + lines.replace("\\n", "\n"), "models.toml"))
                .isInstanceOfSatisfying(UserException.class, e -> {
                    assertThat(e.problem().code()).isEqualTo("MODELS-001");
                    assertThat(e.problem().sentence()).startsWith("models.toml is wrong in ").contains(expected);
                });
    }

    @Test
    void theKeyOfAProviderIsNotForAStranger() {
        assertThat(ModelsFile.parse("[models.a]\napi='openai'\nmodel='m'\naddress='https://other.example/v1'", "t").models().getFirst().key()).isEmpty();
    }
}
