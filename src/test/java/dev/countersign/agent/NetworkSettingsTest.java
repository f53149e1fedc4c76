package dev.countersign.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.network.Provider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkSettingsTest {
    @TempDir
    private Path folder;

    private AgentNetwork read(String settings) throws IOException {
        Path file = Files.writeString(folder.resolve("agents.toml"), "[[agent]]\nname = 'a'\ncommand = 'a'\nargs = ['{prompt}']\n" + settings);
        return AgentRegistry.load(Optional.of(file), file).agents().getFirst().network();
    }

    @Test
    void whatIsNotSaidIsTheNetworkOfThisMachine() throws IOException {
        assertThat(read("")).isEqualTo(AgentNetwork.OPEN);
    }

    @Test
    void hostsProviderAndLimitsAreRead() throws IOException {
        AgentNetwork network = read("network = ['Example.com', '*.example.org:8443', '[::1]:8080', '10.0.0.7:8081']\nprovider = 'openai'\nmax_requests = 9\nmax_tokens = 1000\n");

        assertThat(network.rules().orElseThrow().rules().stream().map(rule -> rule.text()))
                .containsExactly("example.com", "*.example.org:8443", "[0:0:0:0:0:0:0:1]:8080", "10.0.0.7:8081");
        assertThat(network.providers()).containsExactly(Provider.OPENAI);
        assertThat(network.requests()).isEqualTo(OptionalLong.of(9));
        assertThat(network.tokens()).isEqualTo(OptionalLong.of(1000));
    }

    /// Trust is asked for what differs: a registry that changes nothing but what is reached must not look the same.
    @Test
    void whatIsReachedIsShownToWhoeverTrusts() throws IOException {
        assertThat(read("network = ['example.com']\nprovider = 'openai'\nmax_tokens = 7\n").words())
                .containsExactly("the model of openai, its key held by Countersign, at most 7 tokens a call", "example.com");
        assertThat(read("network = []\n").words()).containsExactly("nothing");
        assertThat(read("").words()).containsExactly("everything that this machine reaches, its own ports included");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            network = 'example.com'                          | 5 | network must be a list of texts
            network = ['http://example.com']                 | 5 | network: "http://example.com" is no host
            network = ['*.com']                              | 5 | is too wide
            network = ['*']                                  | 5 | network: "*" is no host
            network = ['example.com.']                       | 5 | is no host
            network = ['127.1']                              | 5 | is no host
            network = ['example.com:0']                      | 5 | is no host
            network = []\\nprovider = 'acme'                 | 6 | provider must be
            provider = 'anthropic'                           | 5 | provider needs "network"
            network = []\\nmax_tokens = 5                    | 6 | max_tokens needs "provider"
            network = []\\nprovider = 'openai'\\nmax_requests = 0 | 7 | max_requests must be a whole number above 0
            """)
    void whatIsWrongIsNamedWithItsLine(String settings, int line, String what) {
        assertThatThrownBy(() -> read(settings.replace("\\n", "\n") + "\n")).hasMessageContaining("line " + line + ":").hasMessageContaining(what);
    }

    @Test
    void theBuiltInEntriesThatHoldAKeyDoNotAllowItsProvider() throws IOException {
        assertThat(AgentRegistry.load(Optional.empty(), folder.resolve("none")).agents().stream().filter(spec -> !spec.network().providers().isEmpty())
                .map(AgentSpec::name)).containsExactly("claude", "codex", "opencode", "qwen", "claude-acp", "gemini-acp", "opencode-acp", "qwen-acp", "goose");
    }

    @Test
    void noBuiltInProgramHasTheWholeNetwork() throws IOException {
        assertThat(AgentRegistry.load(Optional.empty(), folder.resolve("none")).agents().stream().filter(spec -> spec.model().isEmpty()))
                .hasSize(11).allMatch(spec -> spec.network().rules().isPresent());
    }

    @Test
    void severalProvidersAreReadAndEachOnce() throws IOException {
        assertThat(read("network = []\nprovider = ['gemini', 'openai']\n").providers()).containsExactly(Provider.GEMINI, Provider.OPENAI);
        assertThatThrownBy(() -> read("network = []\nprovider = ['openai', 'openai']\n")).hasMessageContaining("provider names one of them twice");
        assertThatThrownBy(() -> read("network = []\nprovider = ['openai', 'acme']\n")).hasMessageContaining("provider must be of");
    }
}
