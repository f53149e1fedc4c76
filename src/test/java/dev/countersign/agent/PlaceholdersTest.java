package dev.countersign.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.agent.AgentSpec.PromptBy;
import dev.countersign.agent.Placeholders.MissingVariable;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class PlaceholdersTest {
    private static final Map<String, String> ENVIRONMENT = Map.of("TOK", "secret", "EVIL", "{prompt}{env:TOK}${TOK}");

    private static List<String> expand(String prompt, String... args) throws MissingVariable {
        return Placeholders.expand(List.of(args), prompt, ENVIRONMENT, UnaryOperator.identity(), List.of());
    }

    @Test
    void promptThatSaysAPlaceholderIsLiteral() throws MissingVariable {
        assertThat(expand("{env:TOK} {prompt} {extra} ${TOK} $(echo P)", "-p", "{prompt}"))
                .containsExactly("-p", "{env:TOK} {prompt} {extra} ${TOK} $(echo P)");
    }

    @Test
    void valueThatSaysAPlaceholderIsLiteral() throws MissingVariable {
        assertThat(expand("P", "{env:EVIL}", "{prompt}")).containsExactly("{prompt}{env:TOK}${TOK}", "P");
        assertThat(Placeholders.dereference("a${EVIL}b", ENVIRONMENT)).isEqualTo("a{prompt}{env:TOK}${TOK}b");
    }

    @Test
    void variableOrItsDefault() throws MissingVariable {
        assertThat(expand("P", "--k={env:TOK}", "{env:NONE:a:b c}", "{env:NONE:}")).containsExactly("--k=secret", "a:b c", "");
    }

    @Test
    void whatContainsAProgramChoosesTheWord() throws MissingVariable {
        assertThat(expand("P", "{contained:in:out}", "x{contained::y}")).containsExactly("out", "xy");
        assertThat(Placeholders.expand(List.of("{contained:in:out}", "x{contained::y}"), "P", Map.of(Placeholders.CONTAINED, "L3"),
                UnaryOperator.identity(), List.of())).containsExactly("in", "x");
        assertThat(Placeholders.faultOf(List.of("{contained:in}", "{prompt}"), AgentSpec.PromptBy.ARGUMENT)).isPresent();
    }

    @Test
    void missingVariableWithoutDefaultIsNamed() {
        assertThatThrownBy(() -> expand("P", "{env:NONE}")).isInstanceOfSatisfying(MissingVariable.class,
                e -> assertThat(e.variable()).isEqualTo("NONE"));
    }

    @Test
    void extraSplatsAsAWholeArgumentOnly() throws MissingVariable {
        assertThat(Placeholders.expand(List.of("{extra}", "x{extra}", "{prompt}"), "P", ENVIRONMENT, UnaryOperator.identity(),
                List.of("{env:TOK}", "b c"))).containsExactly("{env:TOK}", "b c", "x{extra}", "P");
    }

    @Test
    void restStaysLiteral() throws MissingVariable {
        assertThat(expand("P", "{}", "{unknown}", "{ prompt }", "$TOK", "${TOK}", "{PROMPT}"))
                .containsExactly("{}", "{unknown}", "{ prompt }", "$TOK", "${TOK}", "{PROMPT}");
    }

    @Test
    void promptIsNeverAnOption() throws MissingVariable {
        assertThat(expand("--dangerous", "{prompt}")).containsExactly("\n--dangerous");
    }

    @Test
    void faultsOfATemplate() {
        assertThat(Placeholders.faultOf(List.of("{prompt}"), PromptBy.ARGUMENT)).isEmpty();
        assertThat(Placeholders.faultOf(List.of("-"), PromptBy.STDIN)).isEmpty();
        assertThat(Placeholders.faultOf(List.of("{prompt}"), PromptBy.STDIN)).isPresent();
        assertThat(Placeholders.faultOf(List.of("-"), PromptBy.ARGUMENT)).isPresent();
        for (String bad : List.of("{env:}", "{env:1X}", "{env:A-B}", "{env:A", "{env:A:{env:B}}")) {
            assertThat(Placeholders.faultOf(List.of("{prompt}", bad), PromptBy.ARGUMENT)).as(bad).isPresent();
        }
    }

    @Property
    void promptArrivesAsItIs(@ForAll String prompt) throws MissingVariable {
        assertThat(expand(prompt, "x={prompt}")).containsExactly("x=" + prompt);
    }
}
