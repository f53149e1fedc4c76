package dev.countersign.verify.project;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.plan.Contract;
import dev.countersign.plan.Requirement;
import dev.countersign.verify.Part;
import dev.countersign.verify.Residual;
import dev.countersign.verify.SensorResult;
import dev.countersign.verify.SensorResult.State;
import dev.countersign.verify.Trees;
import dev.countersign.verify.syntax.Pythons;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.WorkspacePath;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DeclaredSymbolsTest {
    private static final String STORE = """
            package a;
            public interface Store {
                void put(String key);
                class Full extends Exception { private int kept; }
            }
            """;

    private final Trees trees = new Trees();

    private List<SensorResult> check(List<String> owns, String... declares) throws IOException {
        return new DeclaredSymbols(Pythons.sensor()::symbols).check(trees.request(Contract.OPEN.owning(owns)
                .declaring(Arrays.stream(declares).map(Requirement::of).toList())), Progress.NONE);
    }

    private static SensorResult result(State state) {
        return new SensorResult(Part.STR, "declared symbols", state, Optional.empty());
    }

    private static State failed(Optional<String> path, String message) {
        return new State.Failed(List.of(new Residual(Part.STR, "declared symbols", path.map(WorkspacePath::of), 0, 0, message, 1, 1)));
    }

    @Test
    void contractThatDeclaresNothingIsNotListed() throws IOException {
        trees.after("a.txt", "x");

        assertThat(check(List.of())).isEmpty();
    }

    @Test
    void symbolIsMetByTheEndOfItsName() throws IOException {
        trees.before("src/old.py", "def kept(): pass\n").after("src/old.py", "def kept(): pass\n").after("src/a/Store.java", STORE);

        assertThat(check(List.of("src/**"), "Store", "a.Store.put", "Store::put", "Store.Full", "in src/*.py: kept"))
                .containsExactly(result(new State.Passed("5 symbols are declared")));
    }

    @Test
    void typeOrParameterOrPrivatePartOfThatNameDoesNotMeetIt() throws IOException {
        trees.after("src/Store.java", STORE);

        for (String name : List.of("key", "String", "Full.kept", "Other.put", "a.put")) {
            assertThat(check(List.of("src/**"), name)).containsExactly(result(failed(Optional.empty(), "The contract declares " + name
                    + ": it is not declared in 1 file that the node owns (src/**); what is private does not count.")));
        }
    }

    @Test
    void fileThatIsNamedInFullIsThePlaceOfTheResidual() throws IOException {
        trees.after("src/Store.java", STORE).after("src/Other.java", "class Other {}\n");

        assertThat(check(List.of(), "in src/Other.java: Store")).containsExactly(result(failed(Optional.of("src/Other.java"),
                "The contract declares Store: it is not declared in 1 file matching src/Other.java; what is private does not count.")));
    }

    @Test
    void wordOfAFileWhoseDeclarationsCannotBeReadIsNotChecked() throws IOException {
        trees.after("a.lua", "function Store() end\n").after("b.java", "class Store {").after("readme.md", "Store is here\n").after("c.py", "def other(): pass\n");

        assertThat(check(List.of(), "Store", "other")).containsExactly(result(new State.Passed("1 symbol is declared")),
                result(new State.NotChecked("Store may be declared in a.lua, b.java, whose declarations can't be read")));
        assertThat(check(List.of("readme.md"), "Store").getFirst().state()).isInstanceOf(State.Failed.class);
    }
}
