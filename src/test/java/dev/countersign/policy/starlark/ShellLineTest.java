package dev.countersign.policy.starlark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.plan.Argv;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShellLineTest {
    private static List<List<String>> argvs(String line) {
        return ShellLine.of(line).stream().map(ShellLine.Simple::argv).toList();
    }

    @Test
    void listsAndPipesAreCommands() {
        assertThat(argvs("a 1 && b '2 3' | c; d & e || f\ng")).containsExactly(List.of("a", "1"), List.of("b", "2 3"), List.of("c"), List.of("d"),
                List.of("e"), List.of("f"), List.of("g"));
        assertThat(ShellLine.of("a | b |& c || d").stream().map(ShellLine.Simple::piped)).containsExactly(false, true, true, false);
    }

    @Test
    void quotesKeepWhatIsNoCommand() {
        assertThat(argvs("echo 'a; b' \"c | d\" e\\;f # g; h")).containsExactly(List.of("echo", "a; b", "c | d", "e;f"));
    }

    @Test
    void whatASubstitutionRunsIsACommand() {
        assertThat(argvs("echo $(a $(b)) `c` \"$(d)\" <(e) '$(f)'")).extracting(List::getFirst).containsExactly("b", "a", "c", "d", "e", "echo");
    }

    @Test
    void redirectionsAreNoArguments() {
        ShellLine.Simple simple = ShellLine.of("a b 2>/dev/null > out < in &> all >> more c").getFirst();
        assertThat(simple.argv()).containsExactly("a", "b", "c");
        assertThat(simple.writes()).containsExactly("/dev/null", "out", "all", "more");
    }

    @Test
    void hereDocumentsAreDataButForAShell() {
        assertThat(argvs("cat <<EOF > x\nrm a\nEOF\nls")).containsExactly(List.of("cat"), List.of("ls"));
        assertThat(argvs("sh <<'EOF'\nrm a\nEOF\nls")).containsExactly(List.of("sh"), List.of("rm", "a"), List.of("ls"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"env A=1 -i rm x", "nice -n 5 rm x", "timeout -k 3 5s rm x", "xargs -0 -n1 rm x", "A=1 rm x", "find . -exec rm x", "sh -ec 'rm x'",
            "bash -c \"sh -c 'rm x'\"", "eval rm x", "! rm x", "time rm x", "su root -c 'rm x'", "{ rm x; }", "(rm x)", "/bin/RM.EXE x"})
    void whatAnotherCommandStartsIsACommand(String line) {
        assertThat(ShellLine.of(line)).extracting(ShellLine.Simple::program).contains("rm");
    }

    @Test
    void whatIsNestedWithoutEndIsSaidToBe() {
        assertThat(ShellLine.of("$(".repeat(1_000) + "a")).extracting(ShellLine.Simple::program).contains("\0too-deep");
    }

    @Property(tries = 300)
    void noLineIsTooOdd(@ForAll @StringLength(max = 60) String line) {
        assertThat(ShellLine.of(line)).allSatisfy(simple -> assertThat(simple.argv()).isNotEmpty());
    }

    @Property(tries = 200)
    void quotedWordsAreTheSameWords(@ForAll @NotEmpty @Size(max = 5) List<@StringLength(max = 12) String> words) {
        List<String> marked = words.stream().map(word -> "x" + word).toList();
        assertThat(Argv.split(ShellLine.quoted(marked))).contains(marked);
        assertThat(ShellLine.of(ShellLine.quoted(marked)).getFirst().argv()).isEqualTo(marked);
    }
}
