package dev.countersign.verify.structure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.plan.Contract;
import dev.countersign.verify.Residual;
import dev.countersign.plan.NodeId;
import dev.countersign.verify.Together;
import dev.countersign.verify.Verifier;
import dev.countersign.verify.SensorResult;
import dev.countersign.verify.SensorResult.State;
import dev.countersign.verify.Trees;
import dev.countersign.workspace.Progress;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReferencesTest {
    private static List<SensorResult> check(Trees trees) throws IOException {
        return new References().check(trees.request(Contract.OPEN), Progress.NONE);
    }

    private static Trees both(String path, String text) {
        return new Trees().before(path, text).after(path, text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "src/a.js   | src/b.js          | import { x } from './b.js';         | import { x } from './c.js';",
            "src/a.ts   | src/b/index.ts    | import x from './b';                | import x from './bb';",
            "src/a.ts   | src/b.ts          | export * from './b.js';             | export * from './b.css';",
            "a.cjs      | lib/b.json        | const b = require('./lib/b');       | const b = require('./lib/c');",
            "p/q/a.py   | p/b.py            | from ..b import x                   | from ..c import x",
            "p/a.py     | p/b/__init__.py   | from .b import x                    | from .bb import x",
            "src/lib.rs | src/b/mod.rs      | pub(crate) mod b;                   | pub(crate) mod c;",
            "src/x.rs   | src/x/b.rs        | mod b;                              | mod c;",
            "src/a.c    | src/b.h           | #include \"b.h\"                    | #include \"c.h\"",
            "src/a.cpp  | inc/b.hpp         | #include \"../inc/b.hpp\"           | #include \"../inc/c.hpp\"",
            "a.rb       | lib/b.rb          | require_relative 'lib/b'            | require_relative 'lib/c'",
            "a.css      | b.css             | @import './b.css';                  | @import './c.css';"})
    void referenceThatLeadsNowhereIsFoundOnItsLine(String file, String other, String sound, String faulty) throws IOException {
        assertThat(check(both(other, "").before(file, "").after(file, "\n" + sound + "\n"))).singleElement()
                .satisfies(r -> assertThat(r.state()).isEqualTo(new State.Passed("1 reference in 1 file")));
        assertThat(check(both(other, "").before(file, "").after(file, "\n" + faulty + "\n")).getFirst().residuals()).singleElement()
                .satisfies(r -> {
                    assertThat(r.line()).isEqualTo(2);
                    assertThat(r.column()).isGreaterThan(1);
                    assertThat(r.message()).endsWith("leads to no file of the tree.");
                });
    }

    @Test
    void fileThatIsGoneIsMissedWhereItIsStillReferredTo() throws IOException {
        SensorResult result = check(both("a.js", "import './b.js'\n").before("b.js", "x").after("c.js", "x")).getFirst();

        assertThat(result.residuals()).extracting(r -> r.path().orElseThrow().value(), Residual::line)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("a.js", 1));
    }

    @Test
    void whatLedNowhereBeforeDoesNotCountAndIsMendedByAFile() throws IOException {
        SensorResult old = check(new Trees().before("a.c", "#include \"generated.h\"\n").after("a.c", "\n#include \"generated.h\"\n")).getFirst();
        assertThat(old.state()).isEqualTo(new State.Passed("1 reference in 1 file"));
        assertThat(old.baseline().before()).hasSize(1);

        SensorResult mended = check(new Trees().before("a.c", "#include \"b.h\"\n").after("a.c", "#include \"b.h\" \n").after("b.h", "")).getFirst();
        assertThat(mended.baseline().mended()).hasSize(1);
    }

    @Test
    void commentsPackagesAndOtherLanguagesAreNoReferences() throws IOException {
        assertThat(check(new Trees().after("a.js", "// import './gone.js'\nimport x from 'x'\nimport y from '@/y'\n"))).singleElement()
                .satisfies(r -> assertThat(r.state()).isEqualTo(new State.Passed("0 references in 1 file")));
        assertThat(check(new Trees().after("a.txt", "import './b'"))).isEmpty();
    }

    @Test
    void treeOfSeveralNodesIsFollowedInAllOfItsFiles() throws IOException {
        Verifier.Request alone = both("a.js", "import './b.js'\nimport './c.js'\n").before("b.js", "1").after("b.js", "2").before("c.js", "1").after("c.js", "1")
                .request(Contract.OPEN);
        var other = new Together.Other(new NodeId("one"), false, false, true, new java.util.TreeMap<>());
        var whole = new Verifier.Request(alone.stage(), alone.tree(), alone.changeset(), alone.contract(), alone.contents(), List.of(),
                Together.whole(List.of(other)), Verifier.Effort.REUSE, alone.level());
        assertThat(new References().check(alone, Progress.NONE).getFirst().state()).isEqualTo(new State.Passed("0 references in 1 file"));
        assertThat(new References().check(whole, Progress.NONE).getFirst().state()).isEqualTo(new State.Passed("2 references in 3 files"));
    }
}
